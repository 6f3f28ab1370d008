"""The coordinator's desk: what waits, the cohorts with their people, issuing, and long work."""

from collections.abc import Collection
from uuid import UUID

from starlette.responses import Response

from app.certificates import queries as certificates
from app.certificates.actions import start_issue
from app.certificates.tasks import why_not_sign
from app.cohorts import queries as cohorts
from app.cohorts.loaders import CohortHere, load_cohort
from app.core.errors import RefusedError, require
from app.credit import queries as credit
from app.desks.coordinator import actions, queries
from app.desks.coordinator.certificates import certificates_page
from app.desks.coordinator.cohorts import cohort_page, cohorts_page
from app.desks.coordinator.forms import IssueForm
from app.desks.coordinator.issue import issue_page
from app.desks.coordinator.jobs import job_page
from app.desks.coordinator.loaders import load_job
from app.desks.coordinator.people import people_csv, people_page, person_line
from app.desks.coordinator.queue import queue_page
from app.desks.coordinator.spreadsheet import csv_file
from app.desks.coordinator.view import PersonLine, View
from app.people.visits import Reader, Visit, Writer, allows, router
from app.policy.table import Action, Role
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage")
@allows(Action.MANAGE_READ)
def show_queue(visit: Reader) -> Response:
    """What waits in the cohorts of one's programs."""
    programs = visit.permit_own().scope_ids(Role.COORDINATOR)
    return render(
        visit.request, "coordinator/queue.html", queue_page(visit.db, programs, visit.now)
    )


@routes.get("/manage/cohorts")
@allows(Action.MANAGE_READ)
def show_cohorts(visit: Reader, page: int = 1) -> Response:
    """The cohorts of one's programs."""
    programs = visit.permit_own().scope_ids(Role.COORDINATOR)
    found = cohorts_page(visit.db, programs, page, visit.now)
    return render(visit.request, "coordinator/cohorts.html", found)


@routes.get("/manage/cohorts/{cohort}")
@allows(Action.COHORT_MANAGE)
def show_cohort(visit: Reader, cohort: str) -> Response:
    """One cohort: dates, sessions, and how far its people are."""
    here = load_cohort(visit, cohort)
    standings = credit.standings(visit.db, here.cohort.id, here.policy, visit.now)
    page = cohort_page(
        here,
        cohorts.units(visit.db, here.cohort.id),
        standings,
        certificates.candidates(visit.db, here, visit.now, standings),
        visit.now,
    )
    return render(visit.request, "coordinator/cohort.html", page)


@routes.get("/manage/cohorts/{cohort}/people")
@allows(Action.PEOPLE_READ)
def show_people(
    visit: Reader,
    cohort: str,
    show: str = "all",
    sort: str = "name",
    q: str = "",
    format: str = "",  # noqa: A002
) -> Response:
    """Everybody in a cohort, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    view = View.of(show, sort, q)
    lines = _people(visit, here)
    if format == "csv":
        return csv_file(f"{here.cohort.slug}-people", people_csv(lines, view))
    return render(visit.request, "coordinator/people.html", people_page(here, lines, view))


@routes.get("/manage/cohorts/{cohort}/certificates")
@allows(Action.CERTIFICATES_READ)
def show_certificates(visit: Reader, cohort: str) -> Response:
    """The certificates issued in a cohort."""
    here = load_cohort(visit, cohort)
    page = certificates_page(here, queries.certificates_of(visit.db, here.cohort.id))
    return render(visit.request, "coordinator/certificates.html", page)


@routes.get("/manage/cohorts/{cohort}/certificates/issue")
@allows(Action.CERTIFICATES_ISSUE)
def preview(visit: Reader, cohort: str, show: str = "all") -> Response:
    """Who gets what, and why the others do not; everybody who is ready is chosen."""
    return _preview(visit, load_cohort(visit, cohort), show=show)


@routes.post("/manage/cohorts/{cohort}/certificates/issue")
@allows(Action.CERTIFICATES_ISSUE)
def issue(visit: Writer, cohort: str, submitted: Submitted) -> Response:
    """Issue what is chosen, if it is as much as the button said; else only count it again."""
    here = load_cohort(visit, cohort)
    form = parse(IssueForm, submitted)
    picked = [one.enrollment_id for one in form.chosen]
    note = form.why_count_again()
    if form.counted is None or note:
        return _preview(visit, here, picked=picked, note=note)
    try:
        require(why_not_sign(visit.request.app.state.settings))
        job = start_issue(visit.db, here, form.choices, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        return _preview(visit, here, picked=picked, note=str(refused))
    return see_other(f"/manage/jobs/{job.id}")


@routes.get("/manage/jobs/{job}")
@allows(Action.JOB_READ)
def show_job(visit: Reader, job: UUID) -> Response:
    """How long work goes; htmx asks again every second until it is over."""
    here = load_job(visit, job)
    page = job_page(visit.db, here, visit.now)
    return render(visit.request, "coordinator/job.html", page, block="job")


@routes.post("/manage/jobs/{job}/retry")
@allows(Action.JOB_RETRY)
def retry_job(visit: Writer, job: UUID) -> Response:
    """Try again what failed, and only that."""
    here = load_job(visit, job)
    actions.retry(visit.db, here.job, by=visit.actor.person_id, now=visit.now)
    return see_other(here.path)


def _people(visit: Visit, here: CohortHere) -> list[PersonLine]:
    """One line for everybody of a cohort."""
    standings = credit.standings(visit.db, here.cohort.id, here.policy, visit.now)
    candidates = {
        one.enrollment_id: one
        for one in certificates.candidates(visit.db, here, visit.now, standings)
    }
    return [
        person_line(person, institution, standings[enrollment.id], candidates[enrollment.id])
        for enrollment, person, institution in cohorts.roster(visit.db, here.cohort.id)
    ]


def _preview(
    visit: Visit,
    here: CohortHere,
    *,
    show: str = "all",
    picked: Collection[UUID] | None = None,
    note: str | None = None,
) -> Response:
    page = issue_page(
        here,
        cohorts.units(visit.db, here.cohort.id),
        certificates.candidates(visit.db, here, visit.now),
        certificates.orders_under_way(visit.db, here.cohort.id).values(),
        visit.now,
        show=show,
        picked=picked,
        why_not=why_not_sign(visit.request.app.state.settings),
        note=note,
    )
    status = 409 if note else 200
    return render(visit.request, "coordinator/issue.html", page, block="act", status=status)
