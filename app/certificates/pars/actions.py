"""Allowing to be reported and taking it back; numbering the activity; making and marking files."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.pars import queries, rules
from app.certificates.pars.enums import FileMark, RecordAction
from app.certificates.pars.models import (
    ReportingActivity,
    ReportingFile,
    ReportingPermission,
    ReportingRow,
)
from app.certificates.pars.rules import Details
from app.cohorts.models import Cohort
from app.cohorts.queries import lock_enrollment, wait_for_turn
from app.core import audit
from app.core.errors import RefusedError, require
from app.core.ids import new_id


def permit(
    session: Session, enrollment_id: UUID, details: Details, *, by: UUID, now: datetime
) -> None:
    """Allow to be reported, or change with what; the same again changes nothing.

    Raises:
        RefusedError: Something that was given cannot be so.
    """
    for why_not in rules.why_not_details(details).values():
        raise RefusedError(why_not)
    lock_enrollment(session, enrollment_id)
    own = queries.permission_of(session, enrollment_id)
    said = {**vars(details), "license_id": details.license_id.strip()}
    if own is not None and own.withdrawn_at is None:
        if all(getattr(own, name) == value for name, value in said.items()):
            return
        act = "pars.permission-changed"
    else:
        act = "pars.permitted"
    if own is None:
        own = ReportingPermission(enrollment_id=enrollment_id, given_at=now, changed_at=now, **said)
        session.add(own)
    else:
        own.given_at = now if own.withdrawn_at else own.given_at
        own.changed_at, own.withdrawn_at = now, None
        for name, value in said.items():
            setattr(own, name, value)
    session.flush()
    audit.record(session, act, "enrollment", enrollment_id, by=by, now=now)


def take_back(session: Session, enrollment_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take the permission back; what was given is emptied. Of none that stands, nothing.

    So are their rows in files, unless PARS holds something of them that is still to be deleted.
    """
    cohort_id = queries.cohort_of(session, enrollment_id)
    wait_for_turn(session, cohort_id)  # no file is marked meanwhile
    lock_enrollment(session, enrollment_id)
    own = queries.permission_of(session, enrollment_id)
    if own is None or own.withdrawn_at is not None:
        return
    own.birth_month = own.birth_day = 0
    own.state = own.license_id = ""
    own.withdrawn_at = own.changed_at = now
    session.flush()
    _empty_withdrawn(session, cohort_id, {enrollment_id})
    audit.record(session, "pars.permission-withdrawn", "enrollment", enrollment_id, by=by, now=now)


def number_activity(
    session: Session, cohort: Cohort, accme_id: str, *, by: UUID, now: datetime
) -> None:
    """Keep the number that the accreditor's system gave to the activity.

    Raises:
        RefusedError: It is no such number, or the cohort is a draft.
    """
    accme_id = accme_id.strip()
    require(rules.why_not_number(is_draft=cohort.is_draft) or rules.why_not_activity_id(accme_id))
    wait_for_turn(session, cohort.id)
    own = session.get(ReportingActivity, cohort.id)
    before = own.accme_id if own else None
    if before == accme_id:
        return
    if own is None:
        own = ReportingActivity(cohort_id=cohort.id, accme_id=accme_id, set_at=now, set_by=by)
        session.add(own)
    own.accme_id, own.set_at, own.set_by = accme_id, now, by
    session.flush()
    facts = {"before": before, "after": accme_id}
    _record(session, "pars.activity-numbered", cohort.id, facts, by=by, now=now)


def make_file(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> ReportingFile:
    """Write down everything that PARS does not know yet, as the next file.

    Raises:
        RefusedError: There is nothing, or nobody has said what became of the last file.
    """
    wait_for_turn(session, cohort.id)
    newest, known = queries.newest_file(session, cohort.id), queries.activity_id(session, cohort.id)
    people, told = queries.candidates(session, cohort.id), queries.written(session, cohort.id)
    rows = [row for line in rules.lines(people, told, known) for row in line.rows]
    number = newest.number if newest else 0
    require(rules.why_not_make(newest.mark if newest else None, number, rows))
    file = ReportingFile(
        id=new_id(), cohort_id=cohort.id, number=number + 1, made_at=now, made_by=by
    )
    session.add(file)
    session.flush()
    session.add_all(
        ReportingRow(file_id=file.id, position=at, enrollment_id=row.enrollment_id,
                     action=row.action, cells=dict(row.cells))
        for at, row in enumerate(rows, 1)
    )  # fmt: skip
    session.flush()
    facts = {action.value: sum(row.action is action for row in rows) for action in RecordAction}
    _record(session, "pars.file-made", cohort.id, {"number": file.number} | facts, by=by, now=now)
    return file


def hand_over(session: Session, file: ReportingFile, *, by: UUID, now: datetime) -> None:
    """The line of somebody who downloads a file: one for each time, as each is a copy.

    Raises:
        RefusedError: It was uploaded or refused, so that nobody needs it; or somebody in it has
            taken the permission back.
    """
    taken_back = queries.is_taken_back(session, file.id)
    require(rules.why_not_hand_over(file.mark, taken_back=taken_back))
    facts = {"number": file.number}
    _record(session, "pars.file-downloaded", file.cohort_id, facts, by=by, now=now)


def mark_file(
    session: Session,
    file: ReportingFile,
    mark: FileMark,
    *,
    note: str = "",
    by: UUID,
    now: datetime,
) -> None:
    """Say what became of the newest file, once. The same again, a second click, changes nothing.

    Of who was deleted in PARS, nothing personal is kept; nor of who has withdrawn and was never in
    PARS.

    Raises:
        RefusedError: Another file rests on it, something else was said of it, or it was refused
            and nobody says why.
    """
    wait_for_turn(session, file.cohort_id)
    newest = queries.newest_file(session, file.cohort_id)
    assert newest is not None  # there is this one
    if newest.id == file.id and newest.mark is mark is not FileMark.WAITING:
        return
    number, before = newest.number, newest.mark
    require(rules.why_not_mark(file.number, number, mark, note, before=before))
    file.mark, file.note = mark, note.strip()
    file.marked_at, file.marked_by = now, by
    session.flush()
    if mark is FileMark.UPLOADED:
        _empty_deleted(session, file)
    people = {row.enrollment_id for row in queries.rows_of(session, file.id)}
    _empty_withdrawn(session, file.cohort_id, people)
    act = {FileMark.UPLOADED: "pars.file-uploaded", FileMark.REFUSED: "pars.file-refused"}[mark]
    facts = {"number": file.number}
    _record(session, act, file.cohort_id, facts, by=by, now=now, reason=file.note)


def _empty_deleted(session: Session, file: ReportingFile) -> None:
    """What PARS was told to delete and not to add again."""
    rows = queries.rows_of(session, file.id)
    added = {row.enrollment_id for row in rows if row.action is RecordAction.ADD}
    _empty(session, file.cohort_id, {row.enrollment_id for row in rows} - added)


def _empty_withdrawn(session: Session, cohort_id: UUID, enrollment_ids: Collection[UUID]) -> None:
    """Who of these has withdrawn and is not in PARS, so that no Delete of them ever follows.

    Whoever is in a file of which nobody has said what became of it waits for that: the next file
    may need their license to delete by.
    """
    gone = queries.withdrawn(session, enrollment_ids)
    if gone:
        told, waiting = queries.written(session, cohort_id), queries.waiting(session, cohort_id)
        _empty(session, cohort_id, rules.never_told(gone, told, waiting))


def _empty(session: Session, cohort_id: UUID, enrollment_ids: Collection[UUID]) -> None:
    for row in queries.stored_rows(session, cohort_id, enrollment_ids):
        row.cells = rules.emptied(row.cells)
    session.flush()


def _record(
    session: Session,
    act: str,
    cohort_id: UUID,
    facts: dict[str, Any],
    *,
    by: UUID,
    now: datetime,
    reason: str = "",
) -> None:
    audit.record(session, act, "cohort", cohort_id, by=by, now=now, facts=facts, reason=reason)
