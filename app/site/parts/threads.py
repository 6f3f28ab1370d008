"""Where a unit's questions and answers are, for pages that lead there."""

from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow


def thread_path(here: CohortContext, unit: UnitRow, now: datetime) -> str | None:
    """The thread of a unit that is open; None where there is none, so that no page promises it."""
    is_there = here.cohort.has_threads and unit.is_open(now)
    return f"{here.path}/units/{unit.position}/thread" if is_there else None
