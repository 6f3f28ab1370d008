"""Recording attendance and undoing it."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework import queries, rules
from app.casework.certified.queries import begun_sessions
from app.casework.certified.rules import Built, SavedMark, why_not_undo
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

Standing = Mapping[UUID, Sequence[Built]]
"""What was built on people's marks, by enrollment."""
BuiltOn = Callable[[Session, Collection[UUID]], Standing]
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
    by: UUID | None,
    now: datetime,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> rules.SaveResult:
    """Save the marks of a session, by enrollment; leave those that changed since they were seen.

    Raises:
        RefusedError: The session cannot be recorded now.
        MarksRefusedError: Somebody whose mark would change cannot be marked like that, or is `by`,
            or has a claim or a certificate that rests on it.
    """
    held = _lock_to_record(session, case_session_id, now)
    attendees = queries.attendees(session, held.cohort_id, case_session_id)
    people = {attendee.enrollment_id: attendee for attendee in attendees}
    plan = rules.plan_save({key: own.mark for key, own in people.items()}, submitted, source)
    built = built_on(session, _corrected(plan, people))
    ended = has_ended(held.starts_at, held.minutes, now)
    if reasons := _why_not(plan, people, built, ended=ended, by=by, source=source):
        raise MarksRefusedError(reasons, plan)
    edits = [_edit(people[key], plan, submitted[key], source) for key in plan.changes]
    save = _save(session, case_session_id, edits, by=by, now=now)
    return rules.SaveResult(len(edits), plan.conflicts, plan.unknown, save)


def _lock_to_record(session: Session, case_session_id: UUID, now: datetime) -> LockedSession:
    held = queries.lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    require(rules.why_not_record(held.starts_at, now, canceled=held.canceled))
    return held


def _corrected(plan: SavePlan, people: People) -> list[UUID]:
    """Whose mark is recorded, and would be another one."""
    nothing = AttendanceStatus.NOT_RECORDED
    return [key for key in plan.updates if people[key].mark.status is not nothing]


def _why_not(
    plan: SavePlan,
    people: People,
    built: Standing,
    *,
    ended: bool,
    by: UUID | None,
    source: AttendanceSource,
) -> dict[UUID, Reason]:
    """Why marks cannot be changed as planned: one's own first, then the others by name."""
    touched = {*plan.changes, *plan.conflicts}
    reasons = {key: NOT_FOR_ONESELF for key in touched if people[key].person_id == by}
    for key, person in people.items():
        if key in plan.changes and key not in reasons:
            stays = person.why_not_correct(built.get(key, ()))
            reason = stays or rules.why_not_mark(
                person.mark, plan.changes[key], ended=ended, source=source
            )
            reasons |= {key: reason} if reason else {}
    return reasons


def _save(
    session: Session,
    case_session_id: UUID,
    edits: Sequence[Edit],
    *,
    by: UUID | None,
    now: datetime,
) -> UUID | None:
    """Write what is to be changed, with its audit line; nothing where that is nothing."""
    if not edits:
        return None
    save = Save(new_id(), case_session_id, by, now)
    seal = write(session, save, edits)
    tally = dict(Counter(str(edit.after.shown) for edit in edits))
    facts = {"save": str(save.id), "marks": len(edits), "statuses": tally, "seal": seal}
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
    begun = begun_sessions(session, held.cohort_id, now)
    saved = [_saved(mark, built) for mark in theirs]
    require(why_not_undo(saved, theirs[0].change.at, begun))
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
    seal = write(session, undo, [_restoring(mark) for mark in marks])
    facts = {
        "save": str(undo.id),
        "of": str(save_id),
        "marks": len(marks),
        "kept": kept,
        "seal": seal,
    }
    act = "attendance.undone"
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)
    return undo.id


def _saved(mark: Restorable, built: Standing) -> SavedMark:
    on_it = built.get(mark.enrollment_id, ())
    return SavedMark(mark.name, mark.is_current, mark.is_enrolled, on_it)


def _edit(person: Attendee, plan: SavePlan, wish: Submitted, source: AttendanceSource) -> Edit:
    before = person.mark
    after = rules.marked(before, plan.changes[person.enrollment_id], wish.minutes, source)
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
