"""Past points of a report stand by what was true when a session was over."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.rules import COUNTED
from app.certificates.policies.actions import change_policy
from app.certificates.reports.records import AfterSession
from app.cohorts.changes.actions import add_session, restore_session
from app.cohorts.changes.rules import WallTime
from app.cohorts.enrollments.actions import enroll, take_back_withdrawal, withdraw
from app.cohorts.models import Enrollment, PolicyVersion
from app.credit.policies.rules import changes, changes_fingerprint
from app.credit.queries import ledgers
from app.learning.models import Attestation, AttestationWithdrawal
from app.packs.schema import PolicyData
from tests.cast import NOW, Cast
from tests.certificates.reports.reporting import report_of
from tests.cohorts.changes.changing import WHY, cancel, fall, unit
from tests.crowds import fill

LATER = NOW + timedelta(days=2)
"""The session of week 2 is over."""
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def crowd(session: Session, cast: Cast) -> None:
    """Forty people after two of four weeks, all of them marked."""
    for name in ("ada", "nan"):
        cast.withdraw(name)
    fill(session, cast.fall, 40, now=LATER)


def points(session: Session, now: datetime = LATER) -> list[AfterSession]:
    return list(report_of(session, "fall-2026", now).numbers.after_sessions)


def _cancel(cast: Cast) -> None:
    cancel(cast, 4, now=LATER)


def _cancel_and_restore(cast: Cast) -> None:
    by, now = cast.id("cora"), LATER + AN_HOUR
    cancel(cast, 4, now=LATER)
    seen = unit(cast, 4).sequence
    restore_session(cast.session, fall(cast), 4, seen=seen, reason=WHY, by=by, now=now)


def _add(cast: Cast) -> None:
    wish, by = WallTime(LATER.date() + timedelta(weeks=6), time(12), 60), cast.id("cora")
    add_session(cast.session, fall(cast), "More", wish, seen=4, reason=WHY, by=by, now=LATER)


def _ask_for_more(cast: Cast) -> None:
    """From now on every session counts, and none can be made up."""
    session, here = cast.session, fall(cast)
    after = here.policy.model_copy(update={"sessions_required": 4, "make_ups_allowed": 0})
    found = changes(ledgers(session, cast.fall.id).values(), here.policy, after, (), LATER)
    shown = changes_fingerprint(here.policy_version.version, found)
    by = cast.id("cora")
    change_policy(session, here.cohort, after, shown=shown, reason=WHY, by=by, now=LATER)


def _withdraw_a_signature(cast: Cast) -> None:
    session = cast.session
    week_1 = cast.unit("fall-2026", 1).id
    for signed in session.scalars(select(Attestation).where(col(Attestation.unit_id) == week_1)):
        session.add(
            AttestationWithdrawal(attestation_id=signed.id, withdrawn_at=LATER, by=cast.id("cora"))
        )
    session.flush()


@pytest.mark.parametrize(
    "act", [_cancel, _cancel_and_restore, _add, _ask_for_more, _withdraw_a_signature]
)
def test_what_happens_later_changes_no_point(
    session: Session, cast: Cast, crowd: None, act: Callable[[Cast], None]
) -> None:
    before = points(session)
    act(cast)
    session.expire_all()
    assert points(session, LATER + 2 * AN_HOUR) == before


@pytest.mark.parametrize("act", [_cancel, _ask_for_more, _withdraw_a_signature])
def test_what_happens_changes_how_they_stand_now(
    session: Session, cast: Cast, crowd: None, act: Callable[[Cast], None]
) -> None:
    before = report_of(session, "fall-2026", LATER).numbers.counts
    act(cast)
    session.expire_all()
    assert report_of(session, "fall-2026", LATER + AN_HOUR).numbers.counts != before


def test_policy_that_followed_a_week_ago_judges_what_is_over_since(
    session: Session, cast: Cast, crowd: None
) -> None:
    week_1, week_2 = points(session)
    newest = session.scalars(
        select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cast.fall.id)
    ).one()
    data = PolicyData.model_validate(newest.data).model_dump(mode="json")
    session.add(
        PolicyVersion(
            cohort_id=cast.fall.id,
            version=newest.version + 1,
            data=data | {"sessions_required": 4, "make_ups_allowed": 0},
            created_at=week_1.at + AN_HOUR,
        )
    )
    session.flush()
    first, second = points(session)
    assert first == week_1
    assert second.on_course < week_2.on_course


def test_who_left_and_came_back_was_not_there_between(
    session: Session, cast: Cast, crowd: None
) -> None:
    week_1, week_2 = points(session)
    enrollment = _somebody_on_course(session, cast)
    by = cast.id("cora")
    withdraw(session, enrollment, reason=WHY, by=by, now=week_1.at - AN_HOUR)
    gone, _then = points(session)
    assert gone.on_course == week_1.on_course - 1
    take_back_withdrawal(session, enrollment, reason=WHY, by=by, now=week_1.at + AN_HOUR)
    assert points(session) == [gone, week_2]


def _somebody_on_course(session: Session, cast: Cast) -> Enrollment:
    for ledger in ledgers(session, cast.fall.id).values():
        if ledger.attested >= {1, 2} and {unit.mark for unit in ledger.units[:2]} <= COUNTED:
            return session.get_one(Enrollment, ledger.enrollment_id)
    raise AssertionError


def test_point_is_recorded_once_nobody_waits_for_a_mark(
    session: Session, cast: Cast, crowd: None
) -> None:
    assert [after.recorded for after in points(session)] == [True, True]
    enroll(session, cast.fall, cast.id("lee"), by=None, now=LATER)  # after both sessions
    assert [after.recorded for after in points(session)] == [True, True]
    enroll(session, cast.fall, cast.id("ben"), by=None, now=NOW)
    found = report_of(session, "fall-2026", LATER).numbers
    assert [after.recorded for after in found.after_sessions] == [True, False]
    assert [counted.waiting for counted in found.sessions] == [0, 1, 0, 0]
    assert found.newest == found.after_sessions[0]


def test_who_has_left_is_waited_for_no_longer(session: Session, cast: Cast, crowd: None) -> None:
    enroll(session, cast.fall, cast.id("ben"), by=None, now=NOW)
    place = cast.enrollment("ben", "fall-2026")
    withdraw(session, place, reason=WHY, by=cast.id("cora"), now=LATER)
    assert all(after.recorded for after in points(session))


def test_of_a_closed_cohort_nothing_is_waited_for(
    session: Session, cast: Cast, crowd: None
) -> None:
    enroll(session, cast.fall, cast.id("ben"), by=None, now=NOW)
    assert all(after.recorded for after in points(session, cast.fall.closes_at))


def test_cohort_before_is_compared_by_unit(session: Session, cast: Cast, crowd: None) -> None:
    """Here week 2 is recorded; before, it was canceled, and so it stood as after week 1."""
    found = report_of(session, "fall-2026", LATER)
    then = found.then(found.earlier[0])
    assert then is not None
    assert then.position == 2
    held = cast.case_session("spring-2026", 2)
    held.canceled_at = held.starts_at - AN_HOUR
    session.flush()
    found = report_of(session, "fall-2026", LATER)
    then = found.then(found.earlier[0])
    assert then is not None
    assert then.position == 1
    assert found.earlier[0].canceled == {2}
