"""Long work, as it goes."""

from uuid import UUID

from starlette.responses import Response

from app.certificates.issuing.actions import issue_again
from app.certificates.issuing.queries import orders_for
from app.core import jobs
from app.policy.table import Action
from app.site.manage.jobs.loaders import load_job
from app.site.manage.jobs.page import job_page
from app.site.visits import ReadVisit, WriteVisit, allows, router
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/jobs/{job}")
@allows(Action.JOB_READ)
def show_job(visit: ReadVisit, job: UUID) -> Response:
    """How long work goes; htmx asks again every second until it is over."""
    here = load_job(visit, job)
    state = jobs.state(visit.db, here.job.id, visit.now)
    own = orders_for(visit.db, state.failures, visit.actor.person_id)
    page = job_page(here, state, visit.now, own=own)
    return render(visit.request, "manage/jobs/job.html", page, block="job")


@routes.post("/manage/jobs/{job}/retry")
@allows(Action.JOB_RETRY)
def retry_job(visit: WriteVisit, job: UUID) -> Response:
    """Try again what failed, and only that; but what is about oneself."""
    here = load_job(visit, job)
    issue_again(visit.db, here.job, by=visit.actor.person_id, now=visit.now)
    return see_other(here.path)
