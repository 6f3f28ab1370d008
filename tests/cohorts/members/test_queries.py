"""Who belongs to a cohort, as its people may know of each other."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.members.queries import has_part_in_cohort, members_of
from app.cohorts.members.rules import has_ended, is_listed, sees_others
from app.cohorts.models import SessionPart
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.crowds import fill


def names(session: Session, cast: Cast) -> list[str]:
    return [member.person.given_name for member in members_of(session, cast.fall, NOW)]


def give_part(session: Session, cast: Cast, persona: str, position: int = 3) -> None:
    held = cast.case_session("fall-2026", position)
    session.add(SessionPart(case_session_id=held.id, person_id=cast.id(persona), part="guest"))
    session.flush()


def test_learners_facilitators_guests_and_coordinators_are_members_by_family_name(
    session: Session, cast: Cast
) -> None:
    give_part(session, cast, "lee")
    assert names(session, cast) == ["Ada", "Cora", "Fay", "Lee", "Nan"]
    by_name = {m.person.given_name: m for m in members_of(session, cast.fall, NOW)}
    assert by_name["Cora"].coordinates
    assert by_name["Fay"].facilitates
    assert by_name["Lee"].is_guest
    ada = by_name["Ada"]
    assert [ada.coordinates, ada.facilitates, ada.is_guest] == [False] * 3
    assert has_part_in_cohort(session, cast.fall.id, cast.id("lee"))
    assert not has_part_in_cohort(session, cast.spring.id, cast.id("lee"))


def test_who_withdraws_or_is_disabled_vanishes_at_once(session: Session, cast: Cast) -> None:
    cast.withdraw("ada")
    cast.person("nan").disabled_at = NOW
    session.flush()
    assert names(session, cast) == ["Cora", "Fay"]


@pytest.mark.parametrize("people", [50, 1000])
def test_one_statement_however_many_they_are(
    session: Session, cast: Cast, statements: Statements, people: int
) -> None:
    fill(session, cast.fall, people, now=NOW)
    with statements():
        found = members_of(session, cast.fall, NOW)
    assert len(found) > people / 2
    assert statements.total == 1


def test_after_the_end_those_who_agreed_see_each_other() -> None:
    assert not has_ended(NOW, None, NOW - timedelta(seconds=1))
    assert has_ended(NOW, None, NOW)
    assert has_ended(NOW + timedelta(days=9), NOW, NOW)
    for rule in (is_listed, sees_others):
        assert rule(agreed=False, ended=False)
        assert rule(agreed=True, ended=True)
        assert not rule(agreed=False, ended=True)
