"""Step 3 of a draft: seats, deadlines and policy."""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from app.cohorts.applications.queries import asked
from app.cohorts.drafts import queries
from app.credit.drafts import actions
from app.credit.queries import activity_of
from app.language import Text
from app.language.moments import local
from app.policy.table import Action
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.manage.cohorts.setup.seats.forms import SeatsForm, Then
from app.site.manage.cohorts.setup.seats.page import seats_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/setup/seats")
@allows(Action.COHORT_SET_UP)
def show_seats(visit: ReadVisit, cohort: str) -> Response:
    """Seats, deadlines and policy of a draft."""
    return _seats(visit, load_draft(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/setup/seats")
@allows(Action.COHORT_SET_UP)
def save_seats(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Change them, if they can be."""
    draft = load_draft(visit, cohort)
    typed = {name: str(value) for name, value in submitted.items()}
    try:
        form = parse(SeatsForm, submitted)
        if errors := _errors(visit, draft, form):
            raise FormInvalidError(errors, typed)
    except FormInvalidError as invalid:
        shares = [str(value) for value in submitted.getlist("share")]
        return _seats(visit, draft, FormState(typed, invalid.errors), shares, status=422)
    chosen = form.chosen(draft.here.policy)
    actions.change_seats(visit.db, draft.here, chosen, by=visit.actor.person_id, now=visit.now)
    return see_other(_next(draft, form.then))


def _next(draft: Draft, then: Then) -> str:
    """Where to go on: what was typed here is saved before anything else is opened."""
    match then:
        case "credit":
            return f"{draft.path}/credit"
        case "form":
            return f"{path_of(draft.here)}/application"
    return f"{draft.path}/rehearsal"


def _errors(visit: Visit, draft: Draft, form: SeatsForm) -> dict[str, Text]:
    known = {row.id: row.name for row in queries.shares(visit.db, draft.here.cohort.id)}
    zone = draft.here.cohort.zone
    starts = [unit.starts_at for unit in draft.sessions if unit.starts_at]
    last = local(max(starts, default=visit.now), zone).date()
    modules = sum(unit.has_module for unit in draft.units)
    shortest = min((unit.minutes for unit in draft.sessions), default=None)
    return form.why_not(known, last, modules, len(draft.sessions), shortest)


def _seats(
    visit: Visit,
    draft: Draft,
    form: FormState | None = None,
    typed: Sequence[str] | None = None,
    *,
    status: int = 200,
) -> Response:
    cohort_id = draft.here.cohort.id
    page = seats_page(
        draft,
        queries.shares(visit.db, cohort_id),
        form,
        visit.now,
        typed=typed,
        provider=_provider(visit, cohort_id),
        questions=len(asked(visit.db, cohort_id)),
    )
    return render(visit.request, "manage/cohorts/setup/seats/seats.html", page, status=status)


def _provider(visit: Visit, cohort_id: UUID) -> str | None:
    """Who gives the credit of a cohort, where it has any."""
    approved = activity_of(visit.db, cohort_id)
    return approved.activity.provider if approved else None
