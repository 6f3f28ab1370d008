"""Sessions of other cohorts that make one up: what is asked again when that is approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests import reasons
from app.casework.make_up_requests.answers import actions as answers
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.missed.queries import used_by
from app.casework.make_up_requests.rules import Open, Written
from app.casework.make_up_requests.sisters.queries import sisters_of
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.cohorts.enrollments.actions import withdraw
from app.cohorts.models import CaseSession, SessionPart
from app.core.db import Database
from app.language.reasons import Reason
from tests.casework.absences import approve, miss, sister_cohort, submit
from tests.cast import NOW, Cast, add_enrollment
from tests.races import one_after_the_other
from tests.refusals import refuses

LATER = NOW + timedelta(days=3)
"""The second session is over."""
FIFTY = Approval(minutes=50)


def at_sister(session: Session, cast: Cast, sister: CaseSession, position: int = 1) -> UUID:
    there = Open(frozenset({sister.id}), has_recording=False)
    written = Written(Way.SISTER_SESSION, "", sister.id)
    return submit(session, cast, written=written, there=there, position=position, now=LATER)


def leads(session: Session, cast: Cast, sister: CaseSession) -> None:
    session.add(SessionPart(case_session_id=sister.id, person_id=cast.id("ada"), part="guest"))


def gets_a_place(session: Session, cast: Cast, _sister: CaseSession) -> None:
    add_enrollment(session, cast.person("ada"), cast.spring, at=NOW)


def had_a_place_and_missed_it(session: Session, cast: Cast, sister: CaseSession) -> None:
    place = add_enrollment(session, cast.person("ada"), cast.spring, at=NOW - timedelta(days=90))
    session.flush()
    absent = {place.id: Submitted(Status.ABSENT)}
    save_marks(session, sister.id, absent, by=cast.id("cora"), now=NOW)
    withdraw(session, place, reason="They moved.", by=cast.id("cora"), now=NOW)


def is_not_held(_session: Session, _cast: Cast, sister: CaseSession) -> None:
    sister.canceled_at = sister.not_held_at = NOW


def is_about_another_case(session: Session, cast: Cast, sister: CaseSession) -> None:
    unit, other = (cast.unit_model("spring-2026", number) for number in (1, 2))
    assert sister.unit_id == unit.id
    unit.case_version_id, unit.module_version_id = other.case_version_id, other.module_version_id


def is_moved_out_of_these_weeks(_session: Session, cast: Cast, sister: CaseSession) -> None:
    sister.starts_at = cast.case_session("fall-2026", 1).starts_at - timedelta(days=8)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (leads, reasons.SISTER_LED),
        (gets_a_place, reasons.SISTER_OWN),
        (had_a_place_and_missed_it, reasons.SISTER_MISSED),
        (is_not_held, reasons.SISTER_CANCELED),
        (is_about_another_case, reasons.SISTER_CHANGED),
        (is_moved_out_of_these_weeks, reasons.SISTER_CHANGED),
    ],
)
def test_what_is_asked_when_it_is_chosen_is_asked_again_when_it_is_approved(
    session: Session,
    cast: Cast,
    happens: Callable[[Session, Cast, CaseSession], None],
    why: Reason,
) -> None:
    miss(session, cast)
    sister = sister_cohort(session, cast)
    request_id = at_sister(session, cast, sister)
    happens(session, cast, sister)
    session.flush()
    with refuses(why):
        approve(session, cast, request_id, FIFTY, now=LATER)
    assert used_by(session, cast.enrollment("ada", "fall-2026").id) == 0
    found = sisters_of(session, cast.fall, cast.unit("fall-2026", 1).id, cast.id("ada"), NOW)
    assert sister.id not in {row.id for row in found}
    here, by = cast.learner("ada", "fall-2026"), cast.id("fay")
    answers.send_back(session, here, request_id, "Choose another way.", by=by, now=LATER)


# ------------------------------------------------------------------------- one serves one session


def both_missed(session: Session, cast: Cast) -> CaseSession:
    """Two units about the same case, both missed; the sister session that would do for either."""
    same = cast.unit_model("fall-2026", 1).case_version_id
    cast.unit_model("fall-2026", 2).case_version_id = same
    session.flush()
    for number in (1, 2):
        miss(session, cast, position=number, now=LATER)
    return sister_cohort(session, cast)


def approve_of_two(session: Session, cast: Cast, request_id: UUID) -> None:
    """Approve one in a cohort that counts two make-ups."""
    here = cast.learner("ada", "fall-2026")
    two = replace(here, policy=here.policy.model_copy(update={"make_ups_allowed": 2}))
    by = cast.id("cora")
    answers.approve(session, two, request_id, FIFTY, save_marks=save_marks, by=by, now=LATER)


def offered(session: Session, cast: Cast, position: int) -> set[UUID]:
    unit = cast.unit("fall-2026", position)
    found = sisters_of(session, cast.fall, unit.id, cast.id("ada"), NOW)
    return {row.id for row in found}


def test_one_sister_session_makes_up_one_session_of_a_person(session: Session, cast: Cast) -> None:
    sister = both_missed(session, cast)
    assert sister.id in offered(session, cast, 1) & offered(session, cast, 2)
    first, second = (at_sister(session, cast, sister, number) for number in (1, 2))
    approve_of_two(session, cast, first)
    with refuses(reasons.SISTER_SERVES(unit="Week 1")):
        approve_of_two(session, cast, second)
    assert used_by(session, cast.enrollment("ada", "fall-2026").id) == 1


def test_it_is_not_offered_for_another_one_until_that_is_over(session: Session, cast: Cast) -> None:
    sister = both_missed(session, cast)
    request_id = at_sister(session, cast, sister)
    assert sister.id in offered(session, cast, 1), "what was returned can be submitted again"
    assert sister.id not in offered(session, cast, 2)
    approve_of_two(session, cast, request_id)
    assert sister.id not in offered(session, cast, 2)
    miss(session, cast, now=LATER)
    assert sister.id in offered(session, cast, 2), "the mark took the make-up back"


def test_two_who_approve_one_sister_session_twice_at_once_let_it_serve_once(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        sister = both_missed(session, cast)
        first, second = (at_sister(session, cast, sister, number) for number in (1, 2))

    def one(session: Session) -> None:
        approve_of_two(session, Cast(session), first)

    def other(session: Session) -> None:
        with refuses(reasons.SISTER_SERVES(unit="Week 1")):
            approve_of_two(session, Cast(session), second)

    one_after_the_other(real_database, one, other)
