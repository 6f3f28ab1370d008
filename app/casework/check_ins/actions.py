"""Checking in, adding somebody, taking a check-in back; the mark goes with it, in one transaction.

Marks are saved by the one door there is for that, which is given: what rests on them, packages
above know. So no check-in, and no strike, changes what a claim or a certificate stands on.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.check_ins import queries, rules
from app.casework.check_ins.codes.rules import is_shown
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.marking import attendee, keep, mark, save
from app.casework.check_ins.models import CheckIn, CheckInStrike
from app.casework.check_ins.rules import CheckedIn
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.hours import hour_of
from app.casework.locks.queries import LockedSession, lock_session
from app.casework.rules import Submitted
from app.casework.saves.actions import SaveMarks
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.models import Cohort
from app.cohorts.queries import lock_places_of, units, wait_for_turn
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import NotFoundError, require
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with


@dataclass(frozen=True)
class Shown:
    """What a learner has to show for being there."""

    way: CheckInWay
    code: str = ""
    """As typed, or as scanned; none with the link."""
    device: str = ""
    """Stands for their browser, in this session alone."""
    at: datetime | None = None
    """When they had the code, where who they are was known only later; None: now."""


def check_in(
    session: Session,
    learner: LearnerInCohort,
    case_session_id: UUID,
    shown: Shown,
    *,
    secret: str,
    save_marks: SaveMarks,
    now: datetime,
) -> CheckedIn:
    """Check a learner in, once: who is in already stays in, and nothing changes.

    `secret`: of the session's codes. What is asked of the hour and of the code is asked of the
    moment when it was shown; it is recorded as of now.

    Raises `RefusedError`: it is not open, it waits for disclosures, the code is not the one that is
    shown, they were struck, they left the cohort, or something rests on their mark.
    """
    held = lock_session(session, case_session_id)
    place = learner.enrollment.id
    require(why_not_take_part(*lock_places_of(session, place)))
    before = queries.newest_of(session, held.id, place)
    require(rules.why_not_anew(before))
    if before is not None:
        return before
    arrived_at = shown.at or now
    require(rules.why_not_check_in(hour_of(learner.cohort, held), arrived_at))
    require(_why_not_join(session, learner, held))
    require(_why_not_shown(held, shown, secret, arrived_at))
    new = _first(learner, held.id, shown, now)
    person = attendee(session, held, place)
    mark(session, learner, held, person, new, save_marks, rules.RELIED_ON)
    return keep(session, new, "check_in.made")


def add(
    session: Session,
    here: CohortContext,
    case_session_id: UUID,
    enrollment_id: UUID,
    *,
    save_marks: SaveMarks,
    by: UUID,
    now: datetime,
) -> CheckedIn:
    """Check somebody in who cannot, or give back what was struck.

    Raises `NotFoundError` for who is not in the cohort, `RefusedError` as a check-in does, and of
    oneself.
    """
    held = lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    person = attendee(session, held, enrollment_id)
    require(why_not_deal_with([person.person_id], by=by))
    before = queries.newest_of(session, held.id, enrollment_id)
    require(rules.why_not_add(hour_of(here.cohort, held), before, now))
    new = CheckIn(
        enrollment_id=enrollment_id,
        case_session_id=held.id,
        edition=before.edition + 1 if before else 1,
        way=CheckInWay.ADDED,
        checked_in_at=now,
        arrived_at=rules.arrived(before, now),
        by=by,
    )
    mark(session, here, held, person, new, save_marks, rules.STAYS)
    return keep(session, new, "attendance.check_in_added")


def strike(
    session: Session,
    case_session_id: UUID,
    check_in_id: UUID,
    *,
    save_marks: SaveMarks,
    by: UUID,
    now: datetime,
) -> UUID:
    """Take a check-in back, and the mark that it made; what somebody else recorded since stays.

    Returns whose it was: their enrollment.

    Raises `NotFoundError` for none of this session, `RefusedError` if it was taken back before,
    others rely on the mark, or it is one's own.
    """
    held = lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    found = queries.newest_with(session, held.id, check_in_id)
    if found is None:
        raise NotFoundError
    person = attendee(session, held, found.enrollment_id)
    require(why_not_deal_with([person.person_id], by=by))
    require(rules.why_not_strike(found))
    if person.mark.source is AttendanceSource.CHECK_IN:
        cleared = Submitted(AttendanceStatus.NOT_RECORDED, person.mark)
        save(session, held, person, cleared, save_marks, rules.STAYS, by=by, now=now)
    session.add(CheckInStrike(check_in_id=found.id, struck_at=now, by=by))
    session.flush()
    facts = {"check_in": str(found.id), "enrollment": str(found.enrollment_id)}
    act = "attendance.check_in_struck"
    audit.record(session, act, "case_session", held.id, by=by, now=now, facts=facts)
    return found.enrollment_id


def let_link_check_in(
    session: Session, cohort: Cohort, *, on: bool, by: UUID, now: datetime
) -> None:
    """Let who joins by the link be checked in by it, or no longer.

    Raises `RefusedError` for an archived cohort.
    """
    require(why_not_change(wait_for_turn(session, cohort.id)))
    if cohort.link_checks_in == on:
        return
    cohort.link_checks_in = on
    facts = {"cohort": cohort.slug, "link_checks_in": on}
    act = "cohort.check_in_by_link_switched"
    audit.record(session, act, "cohort", cohort.id, by=by, now=now, facts=facts)
    session.flush()


def _first(learner: LearnerInCohort, case_session_id: UUID, shown: Shown, now: datetime) -> CheckIn:
    return CheckIn(
        enrollment_id=learner.enrollment.id,
        case_session_id=case_session_id,
        edition=1,
        way=shown.way,
        checked_in_at=now,
        arrived_at=shown.at or now,
        device=shown.device,
        by=learner.enrollment.person_id,
    )


def _why_not_join(session: Session, learner: LearnerInCohort, held: LockedSession) -> Reason | None:
    """Of disclosures, by the locked session: they may have changed since the page was loaded."""
    found = units(session, held.cohort_id, enrollment_id=learner.enrollment.id)
    return next(unit.why_not_join for unit in found if unit.position == held.position)


def _why_not_shown(held: LockedSession, shown: Shown, secret: str, at: datetime) -> Reason | None:
    """By the locked session: the page may have been loaded while there was a meeting to join."""
    if shown.way is CheckInWay.LINK:
        return None if held.link_checks_in else rules.NOT_BY_LINK
    return None if is_shown(secret, shown.code, at) else rules.WRONG_CODE
