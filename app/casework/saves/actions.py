"""Saving the marks of a session: the one door, whoever or whatever says who was there.

A person's page, a file and a check-in all come here and say so by `source`. A mark that others
rely on changes only with an `Amendment`: somebody looked at whom it touches, and said why.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework import queries, rules
from app.casework.certified.queries import BuiltOnMarks, OfSession, begun_sessions
from app.casework.certified.rules import relied_on
from app.casework.enums import AttendanceSource
from app.casework.locks.queries import LockedSession, lock_session
from app.casework.queries import Attendee
from app.casework.recording import Edit
from app.casework.rules import Submitted
from app.casework.saves.rules import (
    NOT_AMENDED,
    Adjusted,
    Amendment,
    SavePlan,
    SaveResult,
    plan_save,
    why_not_amend,
)
from app.casework.saves.writing import save_edits
from app.cohorts.rules import has_ended, why_not_change
from app.core.errors import RefusedError, require
from app.core.ids import new_id
from app.language.reasons import Reason
from app.people.rules import NOT_FOR_ONESELF

People = Mapping[UUID, Attendee]


class SaveMarks(Protocol):
    """Saves the marks of a session, by enrollment: `save_marks` with what rests on them known."""

    def __call__(
        self,
        session: Session,
        case_session_id: UUID,
        submitted: Mapping[UUID, Submitted],
        *,
        by: UUID | None,
        now: datetime,
        source: AttendanceSource,
        amendment: Amendment = NOT_AMENDED,
    ) -> SaveResult: ...


class MarksRefusedError(RefusedError):
    """Nothing was saved, since some marks cannot be changed like this, each for a reason."""

    def __init__(self, reasons: Mapping[UUID, Reason], plan: SavePlan) -> None:
        super().__init__(next(iter(reasons.values())))
        self.reasons = reasons
        """By enrollment."""
        self.plan = plan


class AmendmentNeededError(RefusedError):
    """Nothing was saved, since others rely on marks that would change: those are to be seen."""

    def __init__(self, reason: Reason, adjusted: Sequence[Adjusted], others: int = 0) -> None:
        """`others`: how many more marks are to be saved with these."""
        super().__init__(reason)
        self.adjusted = adjusted
        self.others = others


def save_marks(
    session: Session,
    case_session_id: UUID,
    submitted: Mapping[UUID, Submitted],
    *,
    built_on: BuiltOnMarks,
    by: UUID | None,
    now: datetime,
    source: AttendanceSource = AttendanceSource.MANUAL,
    amendment: Amendment = NOT_AMENDED,
) -> SaveResult:
    """Save the marks of a session, by enrollment; leave those that changed since they were seen.

    `by`: empty where the command line does, which amends nothing.

    Raises:
        RefusedError: The session cannot be recorded now.
        MarksRefusedError: Somebody whose mark would change cannot be marked like that, or is `by`,
            unless they check in.
        AmendmentNeededError: Others rely on a mark that would change, and the amendment does not
            say that this was looked at, or why.
    """
    held = _lock_to_record(session, case_session_id, source, now)
    attendees = queries.attendees(session, held.cohort_id, case_session_id, whose=submitted)
    people = {attendee.enrollment_id: attendee for attendee in attendees}
    plan = plan_save({key: own.mark for key, own in people.items()}, submitted, source)
    ended = has_ended(held.starts_at, held.minutes, now)
    others = None if source is AttendanceSource.CHECK_IN else by
    if reasons := _why_not(plan, people, submitted, held, ended=ended, by=others):
        raise MarksRefusedError(reasons, plan)
    edits = [_edit(people[key], plan, submitted[key], source) for key in plan.changes]
    adjusted = _adjusted(session, held, edits, people, built_on, now)
    if why := why_not_amend(adjusted, amendment):
        raise AmendmentNeededError(why, adjusted, len(edits) - len(adjusted))
    said = amendment.reason
    save = save_edits(
        session, case_session_id, edits, adjusted, said, by=by, now=now, source=source
    )
    return SaveResult(len(edits), plan.conflicts, plan.unknown, save, plan.by_hand, adjusted)


def _lock_to_record(
    session: Session, case_session_id: UUID, source: AttendanceSource, now: datetime
) -> LockedSession:
    held = lock_session(session, case_session_id)
    off = {"canceled": held.canceled, "not_held": held.not_held}
    require(why_not_change(held.archived_at))
    require(rules.why_not_record(held.starts_at, now, **off, source=source))
    return held


def _why_not(
    plan: SavePlan,
    people: People,
    submitted: Mapping[UUID, Submitted],
    held: LockedSession,
    *,
    ended: bool,
    by: UUID | None,
) -> dict[UUID, Reason]:
    """Why marks cannot be changed as planned: one's own first, then the others by name."""
    touched = {*plan.changes, *plan.conflicts}
    reasons = {key: NOT_FOR_ONESELF for key in touched if people[key].person_id == by}
    for key, person in people.items():
        if key in plan.changes and key not in reasons:
            reason = _why_not_mark(person, plan, submitted[key], held, ended=ended)
            reasons |= {key: reason} if reason else {}
    return reasons


def _why_not_mark(
    person: Attendee, plan: SavePlan, wish: Submitted, held: LockedSession, *, ended: bool
) -> Reason | None:
    return rules.why_not_mark(
        person.mark,
        plan.changes[person.enrollment_id],
        wish.minutes,
        ended=ended,
        expected=rules.is_expected(person.enrolled_at, held.starts_at),
        is_series=held.is_series,
    )


def _edit(person: Attendee, plan: SavePlan, wish: Submitted, source: AttendanceSource) -> Edit:
    before = person.mark
    after = rules.marked(before, plan.changes[person.enrollment_id], wish.minutes, source)
    return Edit(person.attendance_id or new_id(), person.enrollment_id, before, after)


def _adjusted(
    session: Session,
    held: LockedSession,
    edits: Sequence[Edit],
    people: People,
    built_on: BuiltOnMarks,
    now: datetime,
) -> list[Adjusted]:
    """Those on which others rely; nobody relies on a mark that is the first one."""
    known = [edit for edit in edits if not edit.is_new]
    if not known:
        return []
    keys = [edit.enrollment_id for edit in known]
    built = built_on(session, [held.id], keys)
    begun = begun_sessions(session, held.cohort_id, now)
    found = []
    for edit in known:
        key = edit.enrollment_id
        relied = relied_on(
            held.id,
            edit.before.status,
            people[key].marked_at,
            built.get(OfSession(held.id, key), ()),
            begun,
            adds=rules.adds_make_up(edit.before, edit.after.shown),
        )
        found += [Adjusted(held.id, key, edit.before, edit.after, relied)] if relied else []
    return found
