"""Who controls a cohort's content: the list, who is asked, and the decision."""

from typing import Literal

from starlette.responses import Response

from app.cohorts.gates.queries import texts_read
from app.credit.disclosures.asking import actions
from app.credit.disclosures.reviewing.actions import decide
from app.language import Text, _
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.credit.disclosures.forms import DecisionForm
from app.site.manage.cohorts.credit.disclosures.lines import (
    controller_line,
    disclosures_path,
    listing_of,
)
from app.site.manage.cohorts.credit.disclosures.loaders import known_of
from app.site.manage.cohorts.credit.disclosures.responses import list_response
from app.site.manage.cohorts.credit.disclosures.told import text_page
from app.site.manage.cohorts.credit.loaders import coordinates
from app.site.visits import ReadVisit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()
DONE: dict[str, Text] = {
    "added": _("They are on the list."),
    "asked": _("The letters are on their way."),
    "decided": _("The decision holds from now on."),
    "removed": _("The list was changed."),
}


@routes.get("/manage/cohorts/{cohort}/credit/disclosures")
@allows(Action.DISCLOSURES_READ)
def show_disclosures(
    visit: ReadVisit,
    cohort: str,
    asked: ListAsked,
    done: Literal["added", "asked", "decided", "removed"] | None = None,
) -> Response:
    """The list, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    if asked.format:
        known = known_of(visit, here)
        lines = [
            controller_line(here, own, known.labels, known.people, visit.now, applies=known.applies)
            for own in known.controllers
        ]
        table = table_of(listing_of(here, applies=known.applies), lines, asked)
        return download(f"{here.cohort.slug}-disclosures", [table], asked.format)
    return list_response(visit, here, asked=asked, done=DONE[done] if done else None)


@routes.get("/manage/cohorts/{cohort}/credit/disclosures/text")
@allows(Action.DISCLOSURES_READ)
def show_text(visit: ReadVisit, cohort: str) -> Response:
    """What learners are told, with every version before."""
    here = load_cohort(visit, cohort)
    known = texts_read(visit.db, here.cohort.id, None)
    page = text_page(here, known, coordinates=coordinates(visit, here))
    return render(visit.request, "manage/cohorts/credit/disclosures/text.html", page)


@routes.post("/manage/cohorts/{cohort}/credit/disclosures/asking")
@allows(Action.DISCLOSURES_CHANGE)
def ask(visit: WriteVisit, cohort: str) -> Response:
    """Write to everybody who owes a disclosure."""
    here = load_cohort(visit, cohort)
    by, now = visit.actor.person_id, visit.now
    if refused := visit.attempt(lambda: actions.ask(visit.db, here.cohort, by=by, now=now)):
        return list_response(visit, here, FormState(errors={"asking": refused}), status=409)
    return see_other(f"{disclosures_path(here)}?done=asked")


@routes.post("/manage/cohorts/{cohort}/credit/disclosures/decision")
@allows(Action.DISCLOSURES_CHANGE)
def decide_on_it(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Decide whether disclosures are needed."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(DecisionForm, submitted)
    except FormInvalidError as invalid:
        return list_response(visit, here, FormState(invalid.values, invalid.errors), status=422)
    by, now, applies = visit.actor.person_id, visit.now, form.applies == "yes"
    if refused := visit.attempt(
        lambda: decide(
            visit.db,
            here.cohort,
            applies=applies,
            reason=form.reason,
            seen=form.seen,
            by=by,
            now=now,
        )
    ):
        return list_response(
            visit, here, FormState(typed(submitted), {"reason": refused}), status=409
        )
    return see_other(f"{disclosures_path(here)}?done=decided")
