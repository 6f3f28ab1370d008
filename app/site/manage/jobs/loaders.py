"""Finds the long work that a coordinator watches, or says 404; asks for permission, or says 403."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.jobs.queries import placed_job
from app.core.errors import NotFoundError
from app.core.models import Job
from app.people.roles import of_pack, roles_over
from app.site.loaders import load_cohort
from app.site.manage.cohorts.page import path_of
from app.site.visits import Visit
from app.web.parts import Link


@dataclass(frozen=True)
class JobInPlace:
    """The job an address names, with the cohort or the program it works for."""

    job: Job
    place: Link

    @property
    def path(self) -> str:
        """The page of the job."""
        return f"/manage/jobs/{self.job.id}"

    @property
    def crumbs(self) -> Sequence[Link]:
        """What leads to its place."""
        return (self.place,)


def load_job(visit: Visit, job_id: UUID) -> JobInPlace:
    """A job, for those who coordinate the program it works for, or the program of its cohort.

    Who it is decides the loader of its place, before anything is said of the job.
    """
    found = placed_job(visit.db, job_id)
    if found is not None and found.program is not None:
        visit.permit(roles_over(visit.actor, of_pack(found.program.id)))
        return JobInPlace(found.job, Link(found.program.title, "/manage/outcomes"))
    here = load_cohort(visit, (found.slug if found else None) or "")
    if found is None:
        raise NotFoundError
    return JobInPlace(found.job, Link(here.cohort.title, path_of(here)))
