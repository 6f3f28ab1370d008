"""A cohort that is being set up, for those who coordinate its program."""

from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.cohorts.drafts import queries
from app.cohorts.drafts.calendar.rules import PlannedUnit
from app.cohorts.drafts.queries import PartRow
from app.cohorts.drafts.rules import PUBLISHED
from app.core.errors import RefusedError
from app.site.loaders import load_cohort
from app.site.visits import Visit


@dataclass(frozen=True)
class Draft:
    """A cohort with its units and who leads their sessions, as it is set up."""

    here: CohortContext
    units: list[PlannedUnit]
    parts: list[PartRow]
    facilitators: int
    """How many are named for this cohort."""

    @property
    def path(self) -> str:
        """Where its pages are."""
        return f"/manage/cohorts/{self.here.cohort.slug}/setup"

    @property
    def credit_path(self) -> str:
        """Where its credit is entered, or changed once it is published."""
        if self.here.cohort.is_draft:
            return f"{self.path}/credit"
        return f"/manage/cohorts/{self.here.cohort.slug}/credit/change"

    @property
    def sessions(self) -> list[PlannedUnit]:
        """The units that have a session."""
        return [unit for unit in self.units if unit.session_id is not None]


def load_draft(visit: Visit, slug: str) -> Draft:
    """A draft; raises `RefusedError` once it is published."""
    here = load_cohort(visit, slug)
    if not here.cohort.is_draft:
        raise RefusedError(PUBLISHED)
    return planned(visit, here)


def planned(visit: Visit, here: CohortContext) -> Draft:
    """A cohort with its units, whether it is published or not."""
    cohort_id = here.cohort.id
    return Draft(
        here,
        queries.planned_units(visit.db, cohort_id),
        queries.parts(visit.db, cohort_id),
        len(queries.facilitator_grants(visit.db, cohort_id, visit.now)),
    )
