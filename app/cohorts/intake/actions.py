"""Taking a file, saying what its columns hold, choosing, and throwing it away.

Nothing of this brings anybody in: `applying/actions.py` does, and takes it back.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.intake import queries, reasons
from app.cohorts.intake.columns import compared, meanings, why_not_read
from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import Choices
from app.cohorts.intake.models import ColumnMeaning, PeopleImport
from app.cohorts.intake.refused.rules import why_not_forget
from app.cohorts.intake.rules import KEPT_FOR
from app.cohorts.intake.sheets import Sheet
from app.cohorts.models import Cohort
from app.core import audit
from app.core.errors import NotFoundError, require


def receive(
    session: Session,
    cohort: Cohort,
    sheet: Sheet,
    *,
    file_name: str,
    by: UUID | None,
    now: datetime,
) -> PeopleImport:
    """Keep a file's rows until somebody decides; the columns are what their headers say."""
    said = queries.remembered(session, cohort.program_id)
    upload = PeopleImport(
        cohort_id=cohort.id,
        file_name=file_name[:200],
        written_as=sheet.written_as,
        delimiter=sheet.delimiter,
        headers=list(sheet.headers),
        columns=[meaning.value for meaning in meanings(sheet.headers, said)],
        rows=[[row.line, *row.cells] for row in sheet.rows],
        by=by,
        sent_at=now,
    )
    session.add(upload)
    facts = {"cohort": cohort.slug, "rows": len(sheet.rows)}
    _record(session, "sent", upload, facts, by=by, now=now)
    return upload


def say_columns(
    session: Session,
    cohort: Cohort,
    upload: PeopleImport,
    columns: Sequence[Meaning],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Say what each column holds, for this file and the next ones of the program.

    Raises `RefusedError` if nobody could be read by that, or the file was applied already.
    """
    lock_waiting(session, upload)
    require(why_not_read(columns))
    upload.columns, upload.choices = [meaning.value for meaning in columns], {}
    _remember(session, cohort.program_id, upload.headers, columns)
    facts = {"columns": upload.columns}
    _record(session, "columns_said", upload, facts, by=by, now=now)


def _remember(
    session: Session, program_id: UUID, headers: Sequence[str], columns: Sequence[Meaning]
) -> None:
    """What was said of a header is so for the next file of the program."""
    said = queries.columns_said(session, program_id)
    for header, meaning in zip(map(compared, headers), columns, strict=True):
        if header:
            new = ColumnMeaning(program_id=program_id, header=header, meaning=meaning)
            row = said.setdefault(header, new)
            row.meaning = meaning
            session.add(row)


def choose(
    session: Session, upload: PeopleImport, choices: Choices, *, by: UUID, now: datetime
) -> None:
    """Keep what was decided; questions that were answered before can be answered anew."""
    lock_waiting(session, upload)
    decided = {**upload.choices, **{key: dict(chosen) for key, chosen in choices.items()}}
    if decided == upload.choices:
        return
    upload.choices = decided
    facts = {"answered": len(upload.choices)}
    _record(session, "chosen", upload, facts, by=by, now=now)


def discard(session: Session, upload: PeopleImport, *, by: UUID | None, now: datetime) -> None:
    """Throw a file away that was not applied."""
    lock_waiting(session, upload)
    session.delete(upload)
    _record(session, "discarded", upload, {}, by=by, now=now)


def forget_refused(
    session: Session, upload: PeopleImport, *, by: UUID | None, now: datetime
) -> None:
    """Delete the rows that brought nobody in before their time is over.

    Raises `RefusedError` if they are gone, in another tab too.
    """
    queries.lock_import(session, upload.id)
    require(why_not_forget(upload))
    upload.refused = None
    session.flush()
    _record(session, "refused_forgotten", upload, {}, by=by, now=now)


def throw_away_old(session: Session, now: datetime) -> int:
    """Delete files that nobody decided about in time, a line each; return how many.

    Refused rows of files that were applied go after as long a time, with a line for each file.
    """
    gone = session.scalars(
        delete(PeopleImport).where(queries.is_old(now - KEPT_FOR)).returning(col(PeopleImport.id))
    ).all()
    reason = "Nobody decided about it in time."  # not shown
    acts = [audit.Act("people_file.discarded", "people_import", id_, reason=reason) for id_ in gone]
    acts += _forget_refused(session, now - KEPT_FOR)
    audit.record_all(session, acts, by=None, now=now)
    return len(gone)


def _forget_refused(session: Session, before: datetime) -> list[audit.Act]:
    emptied = session.scalars(
        update(PeopleImport)
        .where(queries.has_old_refused(before))
        .values(refused=None)
        .returning(col(PeopleImport.id))
    ).all()
    act, reason = "people_file.refused_forgotten", "They were kept for their time."  # not shown
    return [audit.Act(act, "people_import", id_, reason=reason) for id_ in emptied]


def lock_waiting(session: Session, upload: PeopleImport) -> None:
    """Lock a file that waits. Raises `RefusedError` if it was applied, in another tab too."""
    if queries.lock_import(session, upload.id) is None:
        raise NotFoundError
    require(reasons.APPLIED if upload.applied_at else None)


def _record(
    session: Session,
    act: str,
    upload: PeopleImport,
    facts: dict[str, Any],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    audit.record(
        session, f"people_file.{act}", "people_import", upload.id, by=by, now=now, facts=facts
    )
