"""Whether a file of people can be applied and undone, and until when seats are held by it. Pure.

What becomes of each of its rows is in `planned/rules.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.cohorts.intake import reasons
from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import WRITES, FileRow, Plan
from app.cohorts.intake.rows import file_rows
from app.cohorts.intake.workbooks import Row
from app.cohorts.rules import to_utc, why_nobody_gets_in, why_not_change, why_not_without_reason
from app.language.reasons import Reason

if TYPE_CHECKING:
    from app.cohorts.intake.models import PeopleImport
    from app.cohorts.models import Cohort

NAMED_BY = "A file of people named them."  # not shown
"""As it is kept since the first import; how it reads now is in `site/parts/reasons.py`."""
KEPT_FOR = timedelta(days=30)
"""How long a file waits to be applied."""
HELD_FOR = timedelta(days=14)


def rows_of(upload: PeopleImport) -> list[FileRow]:
    """The rows of a file that waits, as people."""
    columns = [Meaning(column) for column in upload.columns]
    rows = [Row(row[0], tuple(row[1:])) for row in upload.rows]
    return file_rows(rows, columns, upload.headers)


def why_not_apply(cohort: Cohort, plan: Plan, now: datetime) -> Reason | None:
    """Why a file cannot be applied as it is."""
    if (closed := why_not_bring_in(cohort, now)) is not None:
        return closed
    if waiting := len(plan.open_questions):
        return reasons.WAITS_FOR_CHOICES(count=waiting)
    return None if plan.with_outcome(*WRITES) else reasons.NOTHING


def why_not_bring_in(cohort: Cohort, now: datetime) -> Reason | None:
    """Why nobody comes into a cohort by a file any more."""
    return why_nobody_gets_in(cohort.closes_at, cohort.archived_at, now)


def why_not_undo(cohort: Cohort, upload: PeopleImport, moved_on: int, reason: str) -> Reason | None:
    """Why an import cannot be undone. `moved_on`: how many of its people did something since."""
    if archived := why_not_change(cohort.archived_at):
        return archived
    if upload.applied_at is None:
        return reasons.NOT_APPLIED
    if upload.undone_at is not None:
        return reasons.UNDONE
    if moved_on:
        return reasons.WORKED(count=moved_on)
    return why_not_without_reason(reason)


def held_until(now: datetime, zone: str, opens_at: datetime | None) -> datetime:
    """Until when an invitation is proposed to hold a seat: at five, two weeks from now.

    `opens_at`: when the first unit of a draft opens; ten days before that, if that is later.
    """
    until = now + HELD_FOR
    if opens_at is not None:
        until = max(until, opens_at - timedelta(days=10))
    return to_utc(until.astimezone(ZoneInfo(zone)).date(), reasons.FIVE, zone)
