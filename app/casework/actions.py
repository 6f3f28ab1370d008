"""Recording attendance and undoing it."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework import queries, rules
from app.casework.certified.queries import begun_sessions
from app.casework.certified.rules import Built, SavedMark, why_not_correct, why_not_undo
from app.casework.changes.queries import Restorable, restorables
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.queries import Attendee, LockedSession
from app.casework.recording import Edit, Save, write
from app.casework.rules import Mark, SavePlan, Submitted
from app.cohorts.rules import has_ended, why_not_change
from app.core import audit
from app.core.errors import RefusedError, require
from app.core.ids import new_id
from app.language.reasons import Reason
from app.people.rules import NOT_FOR_ONESELF, why_not_deal_with

BuiltOn = Callable[[Session, Collection[UUID]], Mapping[UUID, Sequence[Built]]]
"""Locks enrollments and reads what was built on their marks: given, since packages above know."""
People = Mapping[UUID, Attendee]


class MarksRefusedError(RefusedError):
    """Nothing was saved, since some marks cannot be changed like this, each for a reason."""

    def __init__(self, reasons: Mapping[UUID, Reason], plan: SavePlan) -> None:
        super().__init__(next(iter(reasons.values())))
        self.reasons = reasons
        """By enrollment."""
        self.plan = plan


@dataclass(frozen=True)
class UndoResult:
    """What became of an undo."""

    undone: int
    kept: int
    """Marks that stay: those of whoever undoes it."""
    save_id: UUID | None


def save_marks(
    session: Session,
    case_session_id: UUID,
    submitted: Mapping[UUID, Submitted],
    *,
    built_on: BuiltOn,
    by: UUID,
    now: datetime,
) -> rules.SaveResult:
    """Save the marks of a session, by enrollment; leave those that changed since they were seen.

    Raises:
        RefusedError: The session cannot be recorded now.
        MarksRefusedError: Somebody whose mark would change cannot be marked like that, or is `by`,
            or has a claim or a certificate that rests on it.
    """
    held = queries.lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    require(rules.why_not_record(held.starts_at, now, canceled=held.canceled))
    attendees = queries.attendees(session, held.cohort_id, case_session_id)
    people = {attendee.enrollment_id: attendee for attendee in attendees}
    plan = rules.plan_save({key: person.mark for key, person in people.items()}, submitted)
    _require_all(plan, people, built_on(session, _corrected(plan, people)), held, by=by, now=now)
    edits = [
        _edit(people[key], status, submitted[key].minutes) for key, status in plan.changes.items()
    ]
    save = _save(session, case_session_id, edits, by=by, now=now)
    return rules.SaveResult(len(edits), plan.conflicts, plan.unknown, save)


def _corrected(plan: SavePlan, people: People) -> list[UUID]:
    """Whose mark is recorded, and would be another one."""
    nothing = AttendanceStatus.NOT_RECORDED
    return [key for key in plan.updates if people[key].mark.status is not nothing]


def _require_all(
    plan: SavePlan,
    people: People,
    built: Mapping[UUID, Sequence[Built]],
    held: LockedSession,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Raise `MarksRefusedError` if any of the changes cannot be made."""
    touched = {*plan.changes, *plan.conflicts}
    own = {key: NOT_FOR_ONESELF for key in touched if people[key].person_id == by}
    ended = has_ended(held.starts_at, held.minutes, now)
    reasons = own | {
        key: reason
        for key, person in people.items()
        if key in plan.changes and key not in own
        for reason in [
            why_not_correct(person.name, person.mark.status, person.marked_at, built.get(key, ()))
            or rules.why_not_mark(person.mark, plan.changes[key], ended=ended)
        ]
        if reason is not None
    }
    if reasons:
        raise MarksRefusedError(reasons, plan)


def _save(
    session: Session, case_session_id: UUID, edits: Sequence[Edit], *, by: UUID, now: datetime
) -> UUID | None:
    """Write what is to be changed, with its audit line; nothing where that is nothing."""
    if not edits:
        return None
    save = Save(new_id(), case_session_id, by, now)
    write(session, save, edits)
    tally = dict(Counter(str(edit.after.shown) for edit in edits))
    facts = {"save": str(save.id), "marks": len(edits), "statuses": tally}
    act = "attendance.saved"
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)
    return save.id


def undo_save(
    session: Session,
    case_session_id: UUID,
    save_id: UUID,
    *,
    built_on: BuiltOn,
    by: UUID,
    now: datetime,
) -> UndoResult:
    """Give every mark of a save the status it had before, as long as nothing was built on it.

    The mark of `by` stays. A second click changes nothing.

    Raises:
        NotFoundError: The save is not one of this session.
        RefusedError: Something was built on it, or it marked nobody but `by`.
    """
    held = queries.lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    found = restorables(session, case_session_id, save_id)
    theirs = [mark for mark in found if mark.person_id != by]
    require(None if theirs else why_not_deal_with([mark.person_id for mark in found], by=by))
    kept = len(found) - len(theirs)
    if all(mark.taken_back_by for mark in theirs):
        return UndoResult(0, kept, theirs[0].taken_back_by)
    built = built_on(session, [mark.enrollment_id for mark in theirs])
    marks = [_saved(mark, built) for mark in theirs]
    begun = begun_sessions(session, held.cohort_id, now)
    require(why_not_undo(marks, theirs[0].change.at, begun))
    undo_id = _undo(session, case_session_id, save_id, theirs, kept, by=by, now=now)
    return UndoResult(len(theirs), kept, undo_id)


def _undo(
    session: Session,
    case_session_id: UUID,
    save_id: UUID,
    marks: Sequence[Restorable],
    kept: int,
    *,
    by: UUID,
    now: datetime,
) -> UUID:
    undo = Save(new_id(), case_session_id, by, now, rules.UNDO)
    write(session, undo, [_restoring(mark) for mark in marks])
    facts = {"save": str(undo.id), "of": str(save_id), "marks": len(marks), "kept": kept}
    act = "attendance.undone"
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)
    return undo.id


def _saved(mark: Restorable, built: Mapping[UUID, Sequence[Built]]) -> SavedMark:
    on_it = built.get(mark.enrollment_id, ())
    return SavedMark(mark.name, mark.is_current, mark.is_enrolled, on_it)


def _edit(person: Attendee, status: AttendanceStatus, minutes: int | None) -> Edit:
    before = person.mark
    after = rules.marked(before, status, minutes)
    return Edit(person.attendance_id or new_id(), person.enrollment_id, before, after)


def _restoring(restorable: Restorable) -> Edit:
    after = Mark(
        status=restorable.change.from_status,
        version=restorable.now.version + 1,
        source=restorable.source_before or AttendanceSource.MANUAL,
        minutes=restorable.change.from_minutes,
        made_up=restorable.change.from_made_up,
    )
    return Edit(restorable.attendance_id, restorable.enrollment_id, restorable.now, after)
