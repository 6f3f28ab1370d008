"""The reminders of a cohort: whom they reach, and setting their rules."""

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.core.errors import NotFoundError, RefusedError
from app.messages.reminders.actions import set_rule
from app.messages.reminders.enums import Rule
from app.messages.reminders.queries import readers_in, settings_of
from app.messages.reminders.timing.rules import OUT_OF_BOUNDS
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.reminders.forms import RuleForm
from app.site.manage.cohorts.reminders.page import reminders_page
from app.site.manage.cohorts.reminders.rule import rule_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/reminders")
@allows(Action.REMINDERS_READ)
def show_reminders(visit: ReadVisit, cohort: str, saved: str = "") -> Response:
    """Every rule, whom it reaches in the next seven days, and why not the others."""
    here = load_cohort(visit, cohort)
    settings = settings_of(visit.db, [here.cohort.id])[here.cohort.id]
    readers = readers_in(visit.db, here.cohort.id, visit.now)
    rule = Rule(saved) if saved in set(Rule) else None
    page = reminders_page(here, settings, readers, visit.now, saved=rule)
    return render(visit.request, "manage/cohorts/reminders/reminders.html", page)


@routes.get("/manage/cohorts/{cohort}/reminders/{rule}")
@allows(Action.REMINDERS_CHANGE)
def show_rule(visit: ReadVisit, cohort: str, rule: str) -> Response:
    """A form for one rule."""
    return _form(visit, load_cohort(visit, cohort), _known(rule), FormState())


@routes.post("/manage/cohorts/{cohort}/reminders/{rule}")
@allows(Action.REMINDERS_CHANGE)
def save_rule(visit: WriteVisit, cohort: str, rule: str, submitted: Submitted) -> Response:
    """Turn a rule on or off, or move its moment."""
    here, known = load_cohort(visit, cohort), _known(rule)
    try:
        setting = parse(RuleForm, submitted).setting
        by, now = visit.actor.person_id, visit.now
        set_rule(visit.db, here.cohort, known, setting, by=by, now=now)
    except FormInvalidError as invalid:
        return _form(visit, here, known, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        at = "number" if refused.reason.kind == OUT_OF_BOUNDS else "form"
        return _form(visit, here, known, FormState(typed(submitted), {at: refused.reason}))
    return see_other(f"/manage/cohorts/{cohort}/reminders?saved={known}#{known}")


def _known(rule: str) -> Rule:
    """The rule that an address names."""
    if rule not in set(Rule):
        raise NotFoundError
    return Rule(rule)


def _form(visit: Visit, here: CohortContext, rule: Rule, form: FormState) -> Response:
    setting = settings_of(visit.db, [here.cohort.id])[here.cohort.id][rule]
    page = rule_page(here, rule, setting, form)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/reminders/rule.html", page, status=status)
