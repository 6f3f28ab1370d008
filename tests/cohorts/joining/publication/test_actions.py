"""Who has a place in a draft hears of it when it is published, and nobody before."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.admission.actions import attend_to_seats
from app.cohorts.drafts.actions import publish
from app.cohorts.enrollments.queries import events, locked_place
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining.actions import invite, let_wait, put_in
from app.cohorts.joining.publication.queries import ToTell, people_to_tell
from app.cohorts.joining.rules import PUBLISHED_LATE
from app.cohorts.models import Cohort
from app.core.models import OutboxMessage
from tests.cast import NOW, Cast

LATER = NOW + timedelta(days=20)


@pytest.fixture
def draft(cast: Cast) -> Cohort:
    """Fall 2026 before it is published, with Ada and Nan in it."""
    cast.fall.published_at = None
    return cast.fall


def letters(session: Session) -> list[tuple[str, object]]:
    kinds = ("invited", "enrolled", "waitlisted")
    found = select(OutboxMessage).where(col(OutboxMessage.kind).in_(kinds))
    return [(letter.kind, letter.person_id) for letter in session.scalars(found)]


def test_everybody_with_a_place_is_told_once_and_not_before(
    session: Session, cast: Cast, draft: Cohort
) -> None:
    by = cast.id("cora")
    until = NOW + timedelta(days=30)
    put_in(session, draft, cast.id("abe"), by=by, now=NOW)
    let_wait(session, draft, cast.id("lee"), by=by, now=NOW)
    invite(session, draft, cast.id("fay"), until=until, by=by, now=NOW)
    assert letters(session) == []
    assert people_to_tell(session, draft.id, NOW) == ToTell(1, 0, 3, 1)
    for _ in range(2):
        publish(session, draft, by=by, now=LATER)
    assert set(letters(session)) == {
        ("enrolled", cast.id("ada")),
        ("enrolled", cast.id("nan")),
        ("enrolled", cast.id("abe")),
        ("invited", cast.id("fay")),
        ("waitlisted", cast.id("lee")),
    }
    assert len(letters(session)) == 5


def test_an_invitation_that_ran_out_before_it_could_go_out_is_made_anew(
    session: Session, cast: Cast, draft: Cohort
) -> None:
    by = cast.id("cora")
    invite(session, draft, cast.id("fay"), until=NOW + timedelta(days=7), by=by, now=NOW)
    assert people_to_tell(session, draft.id, LATER) == ToTell(1, 1, 2, 0)
    publish(session, draft, by=by, now=LATER)
    attend_to_seats(session, draft, now=LATER)
    place = locked_place(session, draft.id, cast.id("fay"))
    assert place is not None
    assert place.status is Status.INVITED
    assert place.held_until is not None
    assert place.held_until > LATER + timedelta(days=13)
    happened = [(event.kind, event.reason, event.by) for event in events(session, place.id)]
    assert happened[1:] == [
        (Kind.TAKEN_BACK, PUBLISHED_LATE, None),
        (Kind.INVITED, PUBLISHED_LATE, None),
    ]
    assert ("invited", cast.id("fay")) in letters(session)
