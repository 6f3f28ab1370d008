"""Events of places and confirmed names that were changed behind the application."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.certificates.names.actions import confirm_names
from app.certificates.names.rules import SeenName
from app.cohorts.enrollments.actions import enroll, take_back_withdrawal, transfer, withdraw
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind
from app.core.agreement import Problem
from app.people.actions import change_profile
from tests.cast import NOW, Cast
from tests.certificates.office import candidate, here
from tests.tampering import drop_guards, found

EVENT, NAME = "event of a place", "confirmed name"
ALTERED, GONE, UNTOLD = Problem.ALTERED, Problem.GONE, Problem.UNTOLD
ATTACKS = {
    "UPDATE enrollment_event SET rank = 'Professor' WHERE kind = 'enrolled'": (EVENT, ALTERED),
    "UPDATE enrollment_event SET kind = 'taken_back' WHERE kind = 'withdrawn'": (EVENT, ALTERED),
    "UPDATE enrollment_event SET reason = 'Other.'": (EVENT, ALTERED),
    "UPDATE enrollment_event SET by = NULL": (EVENT, ALTERED),
    "DELETE FROM enrollment_event WHERE kind = 'taken_back'": (EVENT, GONE),
    "UPDATE name_confirmation SET certificate_name = 'Eve'": (NAME, ALTERED),
    "UPDATE name_confirmation SET degrees = 'MD'": (NAME, ALTERED),
    "DELETE FROM name_confirmation": (NAME, GONE),
}


@pytest.fixture
def tampered(session: Session, cast: Cast) -> Session:
    """What happened to places and names in a cohort, without the guards of the database."""
    ada, cora = cast.enrollment("ada"), cast.id("cora")
    withdraw(session, ada, reason="Sick.", by=cora, now=NOW)
    take_back_withdrawal(session, ada, reason="Well.", by=cora, now=NOW)
    withdraw(session, ada, reason="Sick.", by=cora, now=NOW + timedelta(minutes=1))
    enroll(session, cast.fall, cast.id("lee"), by=cora, now=NOW)
    named = {"certificate_name": "Albert Einstein", "degrees": "Nobel laureate"}
    change_profile(session, cast.person("ben"), named, now=NOW)
    session.flush()
    name = candidate(session, "ben").name_to_check
    assert name is not None
    seen = [SeenName(name.enrollment_id, name.fingerprint)]
    confirm_names(session, here(session), seen, by=cora, now=NOW)
    drop_guards(session)
    return session


def test_nothing_is_found_where_nothing_was_changed(tampered: Session) -> None:
    assert found(tampered) == set()


@pytest.mark.parametrize("attack", ATTACKS)
def test_change_behind_the_application_is_found(tampered: Session, attack: str) -> None:
    tampered.execute(text(attack.replace(" by =", ' "by" =')))
    assert ATTACKS[attack] in found(tampered)


def test_event_that_was_put_in_is_found_unless_it_is_from_before_seals(
    tampered: Session, cast: Cast
) -> None:
    """Older versions did not say in the line which event it is of."""

    def put_in(days: int, number: int) -> None:
        kind, at = EnrollmentEventKind.WITHDRAWN, NOW + timedelta(days=days)
        place = cast.enrollment("ben").id
        event = EnrollmentEvent(enrollment_id=place, number=number, kind=kind, at=at)
        tampered.add(event)

    put_in(-900, 90)
    assert found(tampered) == set()
    put_in(1, 91)
    assert found(tampered) == {(EVENT, UNTOLD)}


def test_transfer_has_a_line_of_both_places(session: Session, cast: Cast) -> None:
    transfer(session, cast.enrollment("ada"), cast.spring, reason="Moves.", by=None, now=NOW)
    assert found(session) == set()
