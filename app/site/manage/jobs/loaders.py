"""Finds the long work that a coordinator watches, or says 404; asks for permission, or says 403."""

from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.jobs.queries import job_with_slug
from app.core.errors import NotFoundError
from app.core.models import Job
from app.site.loaders import load_cohort
from app.site.visits import Visit


@dataclass(frozen=True)
class JobInCohort:
    """The job an address names, with the cohort it works for."""

    job: Job
    here: CohortContext

    @property
    def path(self) -> str:
        """The page of the job."""
        return f"/manage/jobs/{self.job.id}"


def load_job(visit: Visit, job_id: UUID) -> JobInCohort:
    """A job, for those who coordinate the program of its cohort.

    Who it is decides the cohort's loader, before anything is said of the job.
    """
    found = job_with_slug(visit.db, job_id)
    here = load_cohort(visit, found.slug if found else "")
    if found is None:
        raise NotFoundError
    return JobInCohort(found.job, here)
