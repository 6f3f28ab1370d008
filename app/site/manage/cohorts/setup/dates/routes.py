"""Step 1 of a draft: its dates."""

from collections.abc import Collection

from starlette.responses import Response

from app.cohorts.drafts.actions import dates_of
from app.cohorts.drafts.calendar.rules import WEEK
from app.cohorts.drafts.queries import shares
from app.cohorts.seats.rules import participating
from app.credit.drafts import actions
from app.people.institutions.queries import breaks_between
from app.policy.table import Action
from app.site.manage.cohorts.setup.dates.forms import DatesForm
from app.site.manage.cohorts.setup.dates.page import dates_page
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/setup/dates")
@allows(Action.COHORT_SET_UP)
def show_dates(visit: ReadVisit, cohort: str) -> Response:
    """When the sessions of a draft are."""
    return _dates(visit, load_draft(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/setup/dates")
@allows(Action.COHORT_SET_UP)
def save_dates(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Put the sessions on other days; its address may change with its name."""
    draft = load_draft(visit, cohort)
    try:
        form = parse(DatesForm, submitted)
    except FormInvalidError as invalid:
        ticked = [str(day) for day in submitted.getlist("skipped")]
        return _dates(visit, draft, FormState(invalid.values, invalid.errors), ticked, status=422)
    by, now = visit.actor.person_id, visit.now
    actions.change_dates(visit.db, draft.here, form.title, form.dates, by=by, now=now)
    return see_other(f"/manage/cohorts/{draft.here.cohort.slug}/setup/leaders")


def _dates(
    visit: Visit,
    draft: Draft,
    form: FormState | None = None,
    skipped: Collection[str] | None = None,
    *,
    status: int = 200,
) -> Response:
    dates = dates_of(visit.db, draft.here)
    days = dates.days(len(draft.units))
    sites = {row.id for row in participating(shares(visit.db, draft.here.cohort.id))}
    breaks = breaks_between(visit.db, sites, days[0], days[-1] + WEEK)
    page = dates_page(draft, dates, form, visit.now, breaks, skipped=skipped)
    return render(visit.request, "manage/cohorts/setup/dates/dates.html", page, status=status)
