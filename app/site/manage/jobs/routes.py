"""Long work, as it goes."""

from uuid import UUID

from starlette.responses import Response

from app.certificates.issuing.actions import issue_again
from app.certificates.issuing.ordering import JOBS
from app.certificates.issuing.queries import orders_for
from app.certificates.ordered.queries import ordered_in
from app.cohorts.jobs.queries import jobs_within
from app.core import jobs
from app.messages.announcements.queries import announcement_of_job, of_coordinators, received
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.jobs.index import PAGE_OF, jobs_page
from app.site.manage.jobs.loaders import JobInPlace, load_job
from app.site.manage.jobs.page import job_page
from app.site.manage.jobs.people import JobPerson, people_of, readers_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.listing import Asked, window
from app.web.pages import render, see_other, wants_fragment
from app.web.shown import Shown, shown

routes = router()


@routes.get("/manage/jobs")
@allows(Action.JOB_READ)
def show_jobs(visit: ReadVisit, asked: ListAsked) -> Response:
    """The long work of one's cohorts."""
    actor = visit.permit_own()
    part = window(asked, PAGE_OF)
    reach = reach_of(actor, Role.COORDINATOR)
    rows = jobs_within(visit.db, reach, limit=part.limit, offset=part.offset)
    page = jobs_page(rows[:PAGE_OF], part, more=len(rows) > PAGE_OF, zone=actor.zone)
    return render(visit.request, "manage/jobs/jobs.html", page)


@routes.get("/manage/jobs/{job}")
@allows(Action.JOB_READ)
def show_job(visit: ReadVisit, job: UUID, asked: ListAsked) -> Response:
    """How long work goes; htmx asks again every second until it is over.

    Whom it is for is read when the page is opened and when the work is over, not every second.
    """
    here = load_job(visit, job)
    state = jobs.state(visit.db, here.job.id, visit.now)
    own = orders_for(visit.db, state.failures, visit.actor.person_id)
    is_asked_again = wants_fragment(visit.request) and not state.progress.finished
    people = None if is_asked_again else _people(visit, here, asked)
    page = job_page(here, state, visit.now, own=own, people=people)
    return render(visit.request, "manage/jobs/job.html", page, block="job")


def _people(visit: Visit, here: JobInPlace, asked: Asked) -> Shown[JobPerson] | None:
    """Whom it was for; None: for nobody in particular."""
    if here.job.kind in JOBS:
        return shown(*people_of(ordered_in(visit.db, here.job), here.path), asked)
    message = announcement_of_job(visit.db, of_coordinators(), here.job.id)
    if message is None:
        return None
    received_by = received(visit.db, message)
    return shown(*readers_of(received_by, here.path, here.job.back_path), asked)


@routes.post("/manage/jobs/{job}/retry")
@allows(Action.JOB_RETRY)
def retry_job(visit: WriteVisit, job: UUID) -> Response:
    """Try again what failed, and only that; but what is about oneself."""
    here = load_job(visit, job)
    by, now = visit.actor.person_id, visit.now
    if here.job.kind in JOBS:
        issue_again(visit.db, here.job, by=by, now=now)
    else:
        jobs.retry(visit.db, here.job, by=by, now=now)
    return see_other(here.path)


@routes.post("/manage/jobs/{job}/stop")
@allows(Action.JOB_STOP)
def stop_job(visit: WriteVisit, job: UUID) -> Response:
    """Drop what is not done yet."""
    here = load_job(visit, job)
    jobs.stop(visit.db, here.job, by=visit.actor.person_id, now=visit.now)
    return see_other(here.path)
