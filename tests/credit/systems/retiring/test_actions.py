"""A system is retired, and brought back; nothing that has it changes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.rules import WHY
from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import AuditLine
from app.credit.models import CreditSystem
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems
from app.credit.systems.retiring.actions import bring_back, retire
from app.credit.systems.retiring.queries import last_said, said_of
from app.credit.systems.retiring.rules import (
    DONE_MEANWHILE,
    IS_OFFERED,
    IS_RETIRED,
    OF_THE_PROGRAM,
    offered,
)
from tests.cast import NOW, Cast
from tests.credit.activities import designate
from tests.races import one_after_the_other
from tests.refusals import refuses


def system(session: Session, key: str = "ancc") -> CreditSystem:
    return next(own for own in newest_systems(session) if own.key == key)


def keys(session: Session, *kept: str) -> set[str]:
    return {own.key for own in offered(newest_systems(session), last_said(session), kept)}


def test_retired_one_is_not_offered_until_it_is_brought_back(session: Session, cast: Cast) -> None:
    abe, ancc = cast.id("abe"), system(session)
    retire(session, ancc, "Nobody uses it.", by=abe, now=NOW)
    assert "ancc" not in keys(session)
    assert "ancc" in keys(session, "ancc"), "what has it keeps it"
    with refuses(IS_RETIRED):
        retire(session, ancc, "Again.", by=abe, now=NOW)
    bring_back(session, ancc, "A course asks for it.", by=abe, now=NOW)
    assert "ancc" in keys(session)
    with refuses(IS_OFFERED):
        bring_back(session, ancc, "Again.", by=abe, now=NOW)
    said = [(own.is_retired, own.reason) for own in said_of(session, "ancc")]
    assert said == [(False, "A course asks for it."), (True, "Nobody uses it.")]
    acts = select(col(AuditLine.act)).where(col(AuditLine.act).startswith("credit-system."))
    assert set(session.scalars(acts)) == {"credit-system.retired", "credit-system.brought-back"}


def test_what_is_designated_for_it_stays_so(session: Session, cast: Cast) -> None:
    designate(session, cast.fall, ancc=24)
    before = activity_of(session, cast.fall.id)
    retire(session, system(session), "Nobody uses it.", by=cast.id("abe"), now=NOW)
    assert activity_of(session, cast.fall.id) == before


@pytest.mark.parametrize("key", ["ama_pra_1", "participation"])
def test_what_the_program_cannot_do_without_stays(session: Session, cast: Cast, key: str) -> None:
    with refuses(OF_THE_PROGRAM):
        retire(session, system(session, key), "x", by=cast.id("abe"), now=NOW)


def test_reason_is_needed(session: Session, cast: Cast) -> None:
    with refuses(WHY):
        retire(session, system(session), " ", by=cast.id("abe"), now=NOW)


def test_two_who_retire_it_at_once_say_it_once(real_database: Database) -> None:
    def act(session: Session) -> object:
        try:
            with session.begin_nested():
                retire(session, system(session), "x", by=Cast(session).id("abe"), now=NOW)
        except (ConflictError, RefusedError) as refused:
            return refused.reason
        return None

    refused = one_after_the_other(real_database, act, act)
    assert refused in {DONE_MEANWHILE, IS_RETIRED}
    with real_database.read() as session:
        assert len(said_of(session, "ancc")) == 1
