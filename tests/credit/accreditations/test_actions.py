from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.credit.accreditations.actions import enter_accreditation
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.queries import accreditations, versions_of
from app.credit.accreditations.rules import ENTERED_MEANWHILE, Wording
from tests.cast import NOW, Cast
from tests.races import one_after_the_other

ACCME = Wording(
    accreditor=Accreditor.ACCME,
    statement="The Example Office is accredited by ACCME.",
    joint_statement="Provided by the Example Office and {partners}.",
    valid_from=date(2025, 1, 1),
    valid_until=date(2028, 12, 31),
)


def enter(session: Session, wording: Wording, seen: int) -> Accreditation:
    cast = Cast(session)
    opal = cast.id("opal")
    return enter_accreditation(session, cast.provider, wording, seen=seen, by=opal, now=NOW)


def test_another_version_follows_and_the_one_before_stays(session: Session, cast: Cast) -> None:
    first = enter(session, ACCME, 0)
    changed = replace(ACCME, valid_until=date(2032, 12, 31))
    second = enter(session, changed, 1)
    assert enter(session, changed, 1) is second, "a second click"
    ancc = enter(session, replace(ACCME, accreditor=Accreditor.ANCC), 0)
    assert [row.version for row in versions_of(session, cast.provider.id)] == [2, 1, 1]
    assert [row.accreditation for row in accreditations(session)] == [second, ancc]
    assert first.valid_until == date(2028, 12, 31)


def test_each_version_leaves_a_line(session: Session, cast: Cast) -> None:
    enter(session, ACCME, 0)
    act = select(AuditLine).where(col(AuditLine.act) == "accreditation.entered")
    (line,) = session.scalars(act)
    assert (line.actor_id, line.object_id) == (cast.id("opal"), str(cast.provider.id))
    assert line.facts == {
        "accreditor": "ACCME",
        "version": 1,
        "valid_from": "2025-01-01",
        "valid_until": "2028-12-31",
    }


def test_who_looked_at_an_older_version_changes_nothing(session: Session, cast: Cast) -> None:
    enter(session, ACCME, 0)
    with pytest.raises(ConflictError) as refused:
        enter(session, replace(ACCME, statement="Another."), 0)
    assert refused.value.reason == ENTERED_MEANWHILE
    assert len(versions_of(session, cast.provider.id)) == 1


@pytest.mark.both_databases
def test_two_at_once_make_one_version(real_database: Database) -> None:
    another = replace(ACCME, statement="Another.")
    with pytest.raises(ConflictError) as refused:
        one_after_the_other(
            real_database,
            lambda session: enter(session, ACCME, 0),
            lambda session: enter(session, another, 0),
        )
    assert refused.value.reason == ENTERED_MEANWHILE
    with real_database.read() as session:
        (held,) = versions_of(session, Cast(session).provider.id)
        assert held.statement == ACCME.statement
