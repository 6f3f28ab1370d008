"""The only place of 404 and 403 for the long work a coordinator watches."""

from dataclasses import dataclass
from uuid import UUID

from app.cohorts.loaders import CohortHere, load_cohort
from app.core.errors import NotFoundError
from app.core.models import Job
from app.desks.coordinator import queries
from app.people.visits import Visit


@dataclass(frozen=True)
class JobHere:
    """The job an address names, with the cohort it works for."""

    job: Job
    here: CohortHere

    @property
    def path(self) -> str:
        """The page of the job."""
        return f"/manage/jobs/{self.job.id}"


def load_job(visit: Visit, job_id: UUID) -> JobHere:
    """A job, for those who coordinate the program of its cohort.

    Who it is decides the cohort's loader, before anything is said of the job.
    """
    found = queries.job_with_slug(visit.db, job_id)
    here = load_cohort(visit, found[1] if found else "")
    if found is None:
        raise NotFoundError
    return JobHere(found[0], here)
