"""Switching the questions and answers of a cohort off and on."""

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.language.reasons import Reason
from app.learning.threads.actions import switch_threads
from app.learning.threads.reports.queries import has_open_reports
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.threads.forms import SwitchForm
from app.site.manage.cohorts.threads.page import threads_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/threads")
@allows(Action.COHORT_THREADS)
def show_switch(visit: ReadVisit, cohort: str) -> Response:
    """Whether the cohort has threads, and whether a report waits."""
    return _page(visit, load_cohort(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/threads")
@allows(Action.COHORT_THREADS)
def switch(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Switch them off, or on again with all that was written."""
    here, on = load_cohort(visit, cohort), parse(SwitchForm, submitted).on
    by, now = visit.actor.person_id, visit.now
    if refused := visit.attempt(
        lambda: switch_threads(visit.db, here.cohort, on=on, by=by, now=now)
    ):
        return _page(visit, here, refused, status=409)
    return see_other(f"/manage/cohorts/{here.cohort.slug}/threads")


def _page(
    visit: Visit, here: CohortContext, refused: Reason | None = None, status: int = 200
) -> Response:
    page = threads_page(here, waits=has_open_reports(visit.db, here.cohort.id), refused=refused)
    return render(visit.request, "manage/cohorts/threads/threads.html", page, status=status)
