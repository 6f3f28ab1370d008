"""Institution and profession: who says so, what it changes, and what stays."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.people.affiliation.actions import (
    affiliation_of,
    change_affiliation,
    verify_professions,
)
from app.people.affiliation.rules import NOBODY_TICKED, SAYS_ANOTHER, Affiliation, SeenProfession
from app.people.enums import Profession
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import Cast
from tests.refusals import refuses


def lines(session: Session) -> list[AuditLine]:
    acts = select(AuditLine).where(col(AuditLine.act) == "person.changed")
    return list(session.scalars(acts))


def test_change_is_written_down_with_before_and_after(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada, there = cast.person("ada"), cast.person("ben").institution_id
    before = affiliation_of(ada)
    wanted = Affiliation(there, Profession.NURSE, is_verified=True)
    change_affiliation(session, ada, wanted, by=cast.id("cora"), now=now)
    assert affiliation_of(ada) == wanted
    assert ada.profession_verified_at == now
    (line,) = lines(session)
    assert (line.object_id, line.actor_id) == (str(ada.id), cast.id("cora"))
    assert line.facts["before"]["institution"] == str(before.institution_id)
    assert line.facts["after"] == {
        "institution": str(there),
        "profession": "nurse",
        "verified": True,
    }


@pytest.mark.parametrize("verified", [True, False])
def test_same_again_changes_nothing_and_keeps_since_when_it_is_known(
    session: Session, cast: Cast, now: datetime, verified: bool
) -> None:
    ada = cast.person("ada")
    earlier = ada.profession_verified_at = ada.created_at if verified else None
    session.flush()
    change_affiliation(session, ada, affiliation_of(ada), by=cast.id("cora"), now=now)
    assert lines(session) == []
    moved = Affiliation(cast.person("ben").institution_id, ada.profession, is_verified=verified)
    change_affiliation(session, ada, moved, by=cast.id("cora"), now=now)
    assert ada.profession_verified_at == earlier


def test_another_profession_is_known_from_now_on_or_not_at_all(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada = cast.person("ada")
    for verified in (True, False):
        wanted = Affiliation(ada.institution_id, Profession.NURSE, is_verified=verified)
        change_affiliation(session, ada, wanted, by=cast.id("cora"), now=now)
        assert ada.profession_verified_at == (now if verified else None)


def test_nobody_says_of_themselves_what_they_are(
    session: Session, cast: Cast, now: datetime
) -> None:
    cora = cast.person("cora")
    wanted = Affiliation(cora.institution_id, Profession.PHYSICIAN, is_verified=True)
    with refuses(NOT_FOR_ONESELF):
        change_affiliation(session, cora, wanted, by=cora.id, now=now)
    assert lines(session) == []


def seen(cast: Cast, *personas: str) -> list[SeenProfession]:
    people = [cast.person(persona) for persona in personas]
    return [SeenProfession(person.id, person.profession) for person in people]


def test_several_are_verified_by_an_act_each_and_nobody_by_themselves(
    session: Session, cast: Cast, now: datetime
) -> None:
    for persona in ("ada", "ben", "cora"):
        cast.person(persona).profession_verified_at = None
    session.flush()
    with refuses(NOT_FOR_ONESELF):
        verify_professions(session, seen(cast, "cora"), by=cast.id("cora"), now=now)
    with refuses(NOBODY_TICKED):
        verify_professions(session, [], by=cast.id("cora"), now=now)
    assert lines(session) == []
    verify_professions(session, seen(cast, "ada", "ben"), by=cast.id("cora"), now=now)
    assert cast.person("ada").profession_verified_at == now
    assert cast.person("ben").profession_verified_at == now
    assert {line.object_id for line in lines(session)} == {str(cast.id("ada")), str(cast.id("ben"))}
    assert {line.actor_id for line in lines(session)} == {cast.id("cora")}


def test_nobody_is_verified_as_what_they_were_before(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada = cast.person("ada")
    looked_at = seen(cast, "ada")
    ada.profession, ada.profession_verified_at = Profession.NURSE, None
    session.flush()
    with refuses(SAYS_ANOTHER(name=ada.display_name)):
        verify_professions(session, looked_at, by=cast.id("cora"), now=now)
    assert ada.profession_verified_at is None
