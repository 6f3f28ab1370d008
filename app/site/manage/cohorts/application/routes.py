"""The application form of a cohort: add, change, order and take away questions; who decides."""

from uuid import UUID

from starlette.responses import Response

from app.cohorts.applications import queries
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.questions import actions
from app.cohorts.applications.rules import FEW_OPTIONS, LONG_OPTION, MANY_OPTIONS
from app.cohorts.context import CohortContext
from app.core.errors import RefusedError
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.application.forms import LeadsForm, MoveForm, QuestionForm
from app.site.manage.cohorts.application.loaders import load_question
from app.site.manage.cohorts.application.page import form_page, question_page
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()
BASE = "/manage/cohorts/{cohort}/application"
ONE = f"{BASE}/{{application_question}}"
OF_OPTIONS = FEW_OPTIONS.kind, MANY_OPTIONS, LONG_OPTION


@routes.get(BASE)
@allows(Action.APPLICATION_FORM_EDIT)
def show_form(visit: ReadVisit, cohort: str, saved: bool | None = None) -> Response:
    """The questions, who decides, and how applicants see it."""
    return _form(visit, load_cohort(visit, cohort), FormState(), saved=saved)


@routes.post(BASE)
@allows(Action.APPLICATION_FORM_EDIT)
def add_question(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Ask one thing more."""
    here = load_cohort(visit, cohort)
    try:
        wanted = parse(QuestionForm, submitted).question
        by = visit.actor.person_id
        question = actions.add_question(visit.db, here.cohort, wanted, by=by, now=visit.now)
    except FormInvalidError as invalid:
        return _form(visit, here, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        return _form(visit, here, _refused(submitted, refused))
    return saved_response(visit, BASE.format(cohort=cohort), f"#asked-{question.id}")


@routes.post(f"{BASE}/leads")
@allows(Action.APPLICATION_FORM_EDIT)
def let_leads_decide(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Say whether leads decide on applications of their own people."""
    here = load_cohort(visit, cohort)
    try:
        allowed = parse(LeadsForm, submitted).leads_decide
    except FormInvalidError as invalid:
        return _form(visit, here, FormState({}, invalid.errors))
    by = visit.actor.person_id
    actions.let_leads_decide(visit.db, here.cohort, allowed=allowed, by=by, now=visit.now)
    return saved_response(visit, BASE.format(cohort=cohort), "#leads")


@routes.get(ONE)
@allows(Action.APPLICATION_FORM_EDIT)
def show_question(visit: ReadVisit, cohort: str, application_question: UUID) -> Response:
    """One question, to be worded differently."""
    return _question(visit, *load_question(visit, cohort, application_question), None)


@routes.post(ONE)
@allows(Action.APPLICATION_FORM_EDIT)
def change_question(
    visit: WriteVisit, cohort: str, application_question: UUID, submitted: Submitted
) -> Response:
    """Word it differently, as long as nobody has answered it."""
    here, question = load_question(visit, cohort, application_question)
    try:
        wanted = parse(QuestionForm, submitted).question
        by = visit.actor.person_id
        actions.change_question(visit.db, here.cohort, question, wanted, by=by, now=visit.now)
    except FormInvalidError as invalid:
        return _question(visit, here, question, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        return _question(visit, here, question, _refused(submitted, refused))
    return saved_response(visit, BASE.format(cohort=cohort), f"#asked-{question.id}")


@routes.post(f"{ONE}/move")
@allows(Action.APPLICATION_FORM_EDIT)
def move_question(
    visit: WriteVisit, cohort: str, application_question: UUID, submitted: Submitted
) -> Response:
    """Let it change places with the one above it, or below."""
    here, question = load_question(visit, cohort, application_question)
    try:
        up = parse(MoveForm, submitted).to == "up"
    except FormInvalidError as invalid:
        return _form(visit, here, FormState({}, invalid.errors))
    by = visit.actor.person_id
    actions.move_question(visit.db, here.cohort, question, up=up, by=by, now=visit.now)
    return see_other(f"{BASE.format(cohort=cohort)}#asked-{question.id}")


@routes.post(f"{ONE}/removal")
@allows(Action.APPLICATION_FORM_EDIT)
def remove_question(visit: WriteVisit, cohort: str, application_question: UUID) -> Response:
    """Ask it no more; answers that there are stay."""
    here, question = load_question(visit, cohort, application_question)
    by = visit.actor.person_id
    actions.remove_question(visit.db, here.cohort, question, by=by, now=visit.now)
    return see_other(f"{BASE.format(cohort=cohort)}?saved=true")


def _refused(submitted: Submitted, refused: RefusedError) -> FormState:
    values = {name: value for name, value in submitted.items() if isinstance(value, str)}
    at = "options" if refused.reason.kind in OF_OPTIONS else "label"
    return FormState(values, {at: refused.reason})


def _form(
    visit: Visit, here: CohortContext, form: FormState, *, saved: bool | None = None
) -> Response:
    questions = queries.questions(visit.db, here.cohort.id)
    answered = queries.answered(visit.db, here.cohort.id)
    page = form_page(here, questions, answered, form, saved=saved)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/application/form.html", page, status=status)


def _question(
    visit: Visit, here: CohortContext, question: ApplicationQuestion, form: FormState | None
) -> Response:
    has_answers = question.id in queries.answered(visit.db, here.cohort.id)
    page = question_page(here, question, form, has_answers=has_answers)
    status = 422 if form else 200
    return render(visit.request, "manage/cohorts/application/question.html", page, status=status)
