"""Asking the people of a cohort something else."""

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.core.errors import ConflictError, RefusedError
from app.language import _
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.evaluation.new.forms import AskForm
from app.site.manage.cohorts.evaluation.new.page import Reach, ask_page, end_typed, open_between
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.parts.codes import secret_key
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.surveys.asking import queries
from app.surveys.asking.actions import Sender, Wanted, ask
from app.surveys.asking.rules import OVER, askable
from app.surveys.rules import ENDS_FIRST
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()

NOT_THERE = _("Choose one from the list. It may have changed since you opened this page.")


@routes.get("/manage/cohorts/{cohort}/evaluation/new")
@allows(Action.EVALUATION_CHANGE)
def show_asking(visit: ReadVisit, cohort: str) -> Response:
    """What can be asked, and how."""
    return _form(visit, load_cohort(visit, cohort), FormState())


@routes.post("/manage/cohorts/{cohort}/evaluation/new")
@allows(Action.EVALUATION_CHANGE)
def ask_cohort(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Put the survey, and write to everybody who is enrolled."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(AskForm, submitted)
        wanted = _wanted(visit, here, form)
        if wanted is None:
            return _form(visit, here, FormState(typed(submitted), {"instrument": NOT_THERE}))
        sender = Sender(visit.actor.person_id, secret_key(visit), evaluation_path(here))
        survey = ask(visit.db, here, wanted, sender=sender, now=visit.now)
    except FormInvalidError as invalid:
        return _form(visit, here, FormState(invalid.values, invalid.errors))
    except (RefusedError, ConflictError) as refused:
        return _form(
            visit, here, FormState(typed(submitted), {_at(refused.reason): refused.reason})
        )
    return see_other(f"{evaluation_path(here)}?asked={survey.key}")


def _wanted(visit: Visit, here: CohortContext, form: AskForm) -> Wanted | None:
    """What is to be asked; None for what is not among the instruments of the program."""
    found = queries.instruments_of(visit.db, here.program.key)
    instrument = found.get(form.instrument)
    if instrument is None:
        return None
    opens, closes = open_between(form.opens, form.closes, here.cohort.zone, visit.now)
    then = form.asks_then and instrument.perspectives.then is not None
    return Wanted(form.instrument, instrument, form.mode, opens, closes, then)


def _reach(visit: Visit, here: CohortContext, form: FormState) -> Reach:
    """How many are asked by what is on the form, as the action then asks them."""
    zone, places = here.cohort.zone, queries.enrolled_places
    until = open_between(None, end_typed(form, zone, visit.now), zone, visit.now)[1]
    everybody, with_sessions = (
        len(places(visit.db, here.cohort.id, with_session_until=moment)) for moment in (None, until)
    )
    return Reach(everybody, with_sessions)


def _at(why: Reason) -> str:
    return "closes" if why in {OVER, ENDS_FIRST} else "form"


def _form(visit: Visit, here: CohortContext, form: FormState) -> Response:
    found = askable(queries.instruments_of(visit.db, here.program.key), here.policy.surveys)
    page = ask_page(here, found, _reach(visit, here, form), form, visit.now)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/evaluation/new/new.html", page, status=status)
