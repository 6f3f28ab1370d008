"""Step 2 of a draft: who leads."""

from starlette.datastructures import FormData
from starlette.responses import Response

from app.cohorts.drafts import actions, queries
from app.people.grants.rules import can_be_given
from app.policy.table import Action, Role
from app.site.manage.cohorts.setup.leaders.chosen import Chosen, all_addresses, chosen_of
from app.site.manage.cohorts.setup.leaders.forms import LeadersForm
from app.site.manage.cohorts.setup.leaders.page import leaders_page
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.parts.leaders import can_lead
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/setup/leaders")
@allows(Action.COHORT_SET_UP)
def show_leaders(visit: ReadVisit, cohort: str) -> Response:
    """Who facilitates a draft, and who leads which session."""
    return _leaders(visit, load_draft(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/setup/leaders")
@allows(Action.COHORT_SET_UP)
def save_leaders(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Change them, if all that was chosen and typed is known."""
    draft = load_draft(visit, cohort)
    try:
        form = parse(LeadersForm, submitted)
        chosen = _chosen(visit, draft, form)
        if chosen.errors:
            raise FormInvalidError(chosen.errors, {})
    except FormInvalidError as invalid:
        return _leaders(visit, draft, submitted, invalid, status=422)
    by, own = visit.actor.person_id, draft.here.cohort
    actions.change_leaders(visit.db, own, chosen.facilitators, chosen.choices, by=by, now=visit.now)
    return see_other(f"{draft.path}/{'leaders' if form.add else 'seats'}")


def _chosen(visit: Visit, draft: Draft, form: LeadersForm) -> Chosen:
    rows = queries.facilitators(visit.db, draft.here.cohort, visit.now)
    known = can_lead(rows, draft.parts)
    sessions = [unit.session_id for unit in draft.sessions if unit.session_id]
    by_address = queries.people_by_address(visit.db, all_addresses(form))
    return chosen_of(form, sessions, frozenset(known), by_address, visit.actor.person_id)


def _leaders(
    visit: Visit,
    draft: Draft,
    submitted: FormData | None = None,
    invalid: FormInvalidError | None = None,
    *,
    status: int = 200,
) -> Response:
    typed = None
    state = FormState()
    if submitted is not None and invalid is not None:
        typed = {name: [str(value) for value in submitted.getlist(name)] for name in submitted}
        state = FormState({name: values[-1] for name, values in typed.items()}, invalid.errors)
    page = leaders_page(
        draft,
        queries.facilitators(visit.db, draft.here.cohort, visit.now),
        state,
        visit.now,
        by=visit.actor.person_id,
        typed=typed,
        gives_roles=Role.FACILITATOR in can_be_given(visit.actor.roles),
    )
    return render(visit.request, "manage/cohorts/setup/leaders/leaders.html", page, status=status)
