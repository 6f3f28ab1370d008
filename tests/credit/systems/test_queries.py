"""Credit systems as the database has them from the start."""

from typing import Any

from sqlalchemy.orm import Session

from app.credit.models import CreditSystem
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems
from tests.cast import Cast
from tests.credit.systems.samples import ALL, ANCC


def said(system: CreditSystem) -> dict[str, Any]:
    return system.model_dump(exclude={"id"})


def test_systems_are_there_from_the_start_with_these_terms(session: Session) -> None:
    assert [said(own) for own in newest_systems(session)] == [said(own) for own in ALL]


def test_newest_version_is_what_can_be_chosen(session: Session) -> None:
    session.add(CreditSystem(**said(ANCC) | {"version": 2, "step_quarters": 2}))
    session.flush()
    found = {own.key: own.step_quarters for own in newest_systems(session)}
    assert (len(found), found["ancc"]) == (len(ALL), 2)


def test_activity_is_designated_for_physicians_credit_and_hours(
    session: Session, cast: Cast
) -> None:
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    designated = [(own.key, own.max_quarters, own.statement) for own in approved.designated]
    assert designated == [("ama_pra_1", 24, ""), ("participation", 24, "")]
