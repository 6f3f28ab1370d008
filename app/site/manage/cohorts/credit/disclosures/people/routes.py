"""One person who controls content: put on the list, reviewed, taken off it."""

from functools import partial
from typing import Literal
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.credit.disclosures import actions
from app.credit.disclosures.reviewing.actions import review
from app.credit.disclosures.signing.actions import enter_paper as take_paper
from app.language import Text, _
from app.language.moments import local
from app.people.models import Person
from app.people.queries import person_by_address
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.credit.disclosures.lines import disclosures_path
from app.site.manage.cohorts.credit.disclosures.loaders import known_of
from app.site.manage.cohorts.credit.disclosures.people.forms import (
    AddForm,
    PaperForm,
    PlaceForm,
    ReviewForm,
    by_row,
)
from app.site.manage.cohorts.credit.disclosures.people.loaders import controller_at
from app.site.manage.cohorts.credit.disclosures.people.page import one_page
from app.site.manage.cohorts.credit.disclosures.responses import list_response
from app.site.manage.cohorts.credit.loaders import coordinates
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
BASE = "/manage/cohorts/{cohort}/credit/disclosures/people"
DONE: dict[str, Text] = {
    "reviewed": _("The review is saved. They are cleared for this activity."),
    "entered": _("The paper is entered. It waits for its review."),
}
NOBODY = _("Nobody with this address has an account. Enter the name of somebody without one.")


@routes.post(BASE)
@allows(Action.DISCLOSURES_CHANGE)
def add(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Put somebody on the list, by address or by name."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(AddForm, submitted)
    except FormInvalidError as invalid:
        return list_response(visit, here, FormState(invalid.values, invalid.errors), status=422)
    who: Person | str | None = form.who
    if "@" in form.who:
        who = person_by_address(visit.db, form.who.lower())
    if who is None:
        state = FormState(typed(submitted), {"who": NOBODY})
        return list_response(visit, here, state, status=422)
    by, now, found = visit.actor.person_id, visit.now, who
    if refused := visit.attempt(
        lambda: actions.add(visit.db, here.cohort, found, form.role, by=by, now=now)
    ):
        state = FormState(typed(submitted), {"who": refused})
        return list_response(visit, here, state, status=409)
    return see_other(f"{disclosures_path(here)}?done=added")


@routes.get(f"{BASE}/{{controller}}")
@allows(Action.DISCLOSURES_READ)
def show_one(
    visit: ReadVisit,
    cohort: str,
    controller: UUID,
    done: Literal["reviewed", "entered"] | None = None,
) -> Response:
    """What they disclosed, and its review."""
    here = load_cohort(visit, cohort)
    return _page(visit, here, controller, done=DONE[done] if done else None)


@routes.post(f"{BASE}/{{controller}}/review")
@allows(Action.DISCLOSURES_REVIEW)
def save_review(visit: WriteVisit, cohort: str, controller: UUID, submitted: Submitted) -> Response:
    """Say of each relationship whether it is relevant, and how it was mitigated."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(ReviewForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, by_row(invalid.errors))
        return _page(visit, here, controller, state, submitted, status=422)
    by, now = visit.actor.person_id, visit.now
    if refused := visit.attempt(
        lambda: review(
            visit.db,
            here.cohort,
            controller,
            form.disclosure,
            form.verdicts,
            by=by,
            now=now,
        )
    ):
        today = local(now, here.cohort.zone).date()
        state = FormState(typed(submitted), form.wrong(today) or {"review": refused})
        return _page(visit, here, controller, state, submitted, status=409)
    return see_other(f"{disclosures_path(here)}/people/{controller}?done=reviewed")


@routes.post(f"{BASE}/{{controller}}/paper")
@allows(Action.DISCLOSURES_CHANGE)
def enter_paper(visit: WriteVisit, cohort: str, controller: UUID, submitted: Submitted) -> Response:
    """Enter what came on paper, or only show more rows."""
    here = load_cohort(visit, cohort)
    if submitted.get("do") == "more":
        state = FormState(typed(submitted))
        return _page(visit, here, controller, state, submitted, of_paper=True)
    try:
        form = parse(PaperForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, here, controller, state, submitted, of_paper=True, status=422)
    if refused := visit.attempt(partial(_take, visit, here, controller, form)):
        state = FormState(typed(submitted), {"source": refused})
        return _page(visit, here, controller, state, submitted, of_paper=True, status=409)
    return see_other(f"{disclosures_path(here)}/people/{controller}?done=entered")


def _take(visit: Visit, here: CohortContext, controller: UUID, form: PaperForm) -> None:
    take_paper(
        visit.db,
        here.cohort,
        controller,
        form.entered,
        none=form.none,
        typed_name=form.typed_name,
        source=form.source,
        zone=here.cohort.zone,
        by=visit.actor.person_id,
        now=visit.now,
    )


@routes.post(f"{BASE}/{{controller}}/removal")
@allows(Action.DISCLOSURES_CHANGE)
def change_place(
    visit: WriteVisit, cohort: str, controller: UUID, submitted: Submitted
) -> Response:
    """Leave somebody of the cohort out, or take back what was entered of somebody."""
    here = load_cohort(visit, cohort)
    by, now = visit.actor.person_id, visit.now
    try:
        form = parse(PlaceForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, here, controller, state, status=422)
    change = actions.take_away if form.change == "taken_away" else actions.leave_out
    if refused := visit.attempt(
        lambda: change(visit.db, here.cohort, controller, form.reason, by=by, now=now)
    ):
        state = FormState(typed(submitted), {"reason": refused})
        return _page(visit, here, controller, state, status=409)
    return see_other(f"{disclosures_path(here)}?done=removed")


def _page(
    visit: Visit,
    here: CohortContext,
    controller: UUID,
    form: FormState | None = None,
    submitted: FormData | None = None,
    *,
    of_paper: bool = False,
    done: Text | None = None,
    status: int = 200,
) -> Response:
    known = known_of(visit, here)
    page = one_page(
        here,
        controller_at(known, controller),
        known.labels,
        known.people,
        visit.now,
        by=visit.actor.person_id,
        officers=known.officers,
        applies=known.applies,
        coordinates=coordinates(visit, here),
        form=form,
        submitted=submitted,
        of_paper=of_paper,
        done=done,
    )
    template = "manage/cohorts/credit/disclosures/people/person.html"
    return render(visit.request, template, page, status=status)
