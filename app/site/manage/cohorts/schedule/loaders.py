"""The schedule of a published cohort, for those who coordinate its program."""

from dataclasses import dataclass
from datetime import datetime

from app.cohorts.changes import queries
from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.changes.rules import DRAFT
from app.cohorts.context import CohortContext
from app.cohorts.drafts.queries import PartRow, parts
from app.cohorts.rules import why_not_change
from app.core.errors import NotFoundError, RefusedError
from app.language import LazyText
from app.language.moments import long_on_both_clocks, on_both_clocks
from app.language.reasons import Reason
from app.site.gone import DELETED, gone_here
from app.site.loaders import load_cohort
from app.site.manage.cohorts.page import path_of
from app.site.visits import Visit


@dataclass(frozen=True)
class Schedule:
    """The units of a cohort with their sessions, and who leads them."""

    here: CohortContext
    units: list[ScheduledUnit]
    parts: list[PartRow]
    reader_zone: str
    deleted: Reason | None = None
    """That its records are not there anymore, so that nothing of it moves."""

    def told(self, moment: datetime) -> LazyText:
        """A moment of the cohort, on both clocks."""
        return on_both_clocks(moment, self.here.cohort.zone, self.reader_zone)

    def told_long(self, moment: datetime) -> LazyText:
        """The same with the whole date."""
        return long_on_both_clocks(moment, self.here.cohort.zone, self.reader_zone)

    @property
    def path(self) -> str:
        """Where its pages are."""
        return f"{path_of(self.here)}/schedule"

    @property
    def why_not_change(self) -> Reason | None:
        """Why nothing of it can be changed."""
        return self.deleted or why_not_change(self.here.cohort.archived_at)

    def at(self, position: int) -> ScheduledUnit:
        """The unit at a position; raises `NotFoundError` where there is no session."""
        found = next((unit for unit in self.units if unit.position == position), None)
        if found is None or found.session_id is None:
            raise NotFoundError
        return found

    def parts_of(self, unit: ScheduledUnit) -> list[PartRow]:
        """Who leads a session."""
        return [part for part in self.parts if part.session_id == unit.session_id]


def load_schedule(visit: Visit, slug: str) -> Schedule:
    """A schedule that can change; raises `RefusedError` for a draft, which is set up elsewhere."""
    here = load_cohort(visit, slug)
    if here.cohort.is_draft:
        raise RefusedError(DRAFT)
    cohort_id = here.cohort.id
    units, leaders = queries.schedule(visit.db, cohort_id), parts(visit.db, cohort_id)
    gone = gone_here(visit.request)
    deleted = DELETED(day=gone.day) if gone else None
    return Schedule(here, units, leaders, visit.actor.zone, deleted)
