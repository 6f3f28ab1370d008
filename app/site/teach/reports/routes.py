"""What was reported in a cohort's threads, and settling it."""

from functools import partial
from uuid import UUID

from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.core.errors import NotFoundError
from app.learning.threads.queries import posts_by_id
from app.learning.threads.reports import actions, queries
from app.learning.threads.reports.queries import ReportRow
from app.learning.threads.rules import ThreadPlace
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.loaders import load_cohort, name_whom_to_ask, unit_at
from app.site.teach.reports.forms import SettlementForm
from app.site.teach.reports.page import PAGE_OF, Reported, reports_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.listing import Asked, window
from app.web.pages import render, see_other

routes = router()


@routes.get("/teach/{cohort}/reports")
@allows(Action.THREAD_MODERATE)
def show_reports(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """The reports that wait, and how the others were settled."""
    return _page(visit, load_cohort(visit, cohort), asked)


@routes.post("/teach/{cohort}/reports/{report}")
@allows(Action.THREAD_MODERATE)
def settle(visit: WriteVisit, cohort: str, report: UUID, submitted: Submitted) -> Response:
    """Leave the post as it is, or remove it; with a line."""
    here = load_cohort(visit, cohort)
    found = queries.report_in(visit.db, here.cohort.id, report)
    if found is None:
        raise NotFoundError
    try:
        form = parse(SettlementForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, here, Asked(), {report: state}, status=422)
    if refused := visit.attempt(lambda: _settle(visit, here, found, form)):
        state = FormState(typed(submitted), {"note": refused})
        return _page(visit, here, Asked(), {report: state}, status=409)
    return see_other(f"/teach/{here.cohort.slug}/reports#report-{report}")


def _settle(visit: Visit, here: CohortContext, found: ReportRow, form: SettlementForm) -> None:
    unit = unit_at(cohorts.units(visit.db, here.cohort.id), found.position)
    place = ThreadPlace(here, unit, None, teaches=True)
    remove = partial(actions.remove, visit.db, place, found.post_id)
    leave = partial(actions.leave, visit.db, place, found.id)
    do = remove if form.outcome == "removed" else leave
    do(form.note, by=visit.actor.person_id, now=visit.now)


def _page(
    visit: Visit,
    here: CohortContext,
    asked: Asked,
    refused: dict[UUID, FormState] | None = None,
    status: int = 200,
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    read = window(asked, PAGE_OF)
    rows = queries.reports_in(visit.db, here.cohort.id, limit=read.limit, offset=read.offset)
    posts = posts_by_id(visit.db, here.cohort, [row.post_id for row in rows], visit.now)
    people = people_by_id(visit.db, {id_ for row in rows for id_ in (row.by, row.settled_by)})
    page = reports_page(here, Reported(rows, posts, people, read, refused or {}), visit.actor)
    return render(visit.request, "teach/reports/reports.html", page, status=status)
