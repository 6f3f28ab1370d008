"""Whether who joins a cohort's sessions by the link is checked in by that."""

from starlette.responses import Response

from app.casework.check_ins.actions import let_link_check_in
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.check_in.forms import LinkForm
from app.site.manage.cohorts.check_in.page import setting_page
from app.site.visits import ReadVisit, WriteVisit, allows, router
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other

routes = router()

PAGE = "manage/cohorts/check_in/check_in.html"


@routes.get("/manage/cohorts/{cohort}/check-in")
@allows(Action.COHORT_CHECK_IN)
def show_setting(visit: ReadVisit, cohort: str) -> Response:
    """How people check in, and whether joining is enough."""
    return render(visit.request, PAGE, setting_page(load_cohort(visit, cohort)))


@routes.post("/manage/cohorts/{cohort}/check-in")
@allows(Action.COHORT_CHECK_IN)
def switch(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Let joining be enough, or no longer."""
    here, on = load_cohort(visit, cohort), parse(LinkForm, submitted).on
    by, now = visit.actor.person_id, visit.now
    if refused := visit.attempt(
        lambda: let_link_check_in(visit.db, here.cohort, on=on, by=by, now=now)
    ):
        return render(visit.request, PAGE, setting_page(here, refused), status=409)
    return see_other(f"/manage/cohorts/{here.cohort.slug}/check-in")
