"""Who applied for a cohort, and deciding on one of them or on several at once."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.cohorts.admission.queries import line
from app.cohorts.applications.queries import answers_of, questions
from app.cohorts.context import CohortContext
from app.cohorts.deciding import queries
from app.cohorts.deciding.actions import decide
from app.cohorts.deciding.enums import Decision
from app.cohorts.deciding.rules import NOBODY, plan
from app.cohorts.enrollments.queries import seats
from app.cohorts.rules import WHY
from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.applications.check import check_page
from app.site.manage.cohorts.applications.forms import MOST, DecideForm, chosen
from app.site.manage.cohorts.applications.line import ApplicationLine, application_lines
from app.site.manage.cohorts.applications.page import (
    applications_of,
    applications_page,
    of_institution,
)
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.listing import Asked
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()
BASE = "/manage/cohorts/{cohort}/applications"


@routes.get(BASE)
@allows(Action.APPLICATIONS_READ)
def show_applications(
    visit: ReadVisit,
    cohort: str,
    asked: ListAsked,
    institution: str = "",
    done: Decision | None = None,
) -> Response:
    """Everybody who applied, with what they answered, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    if asked.format:
        lines = _lines(visit, here)
        listing = applications_of(here, lines, questions(visit.db, here.cohort.id), institution)
        table = table_of(listing, of_institution(lines, institution), asked)
        return download(f"{here.cohort.slug}-applications", [table], asked.format)
    return _list(visit, here, asked, institution, done=done)


@routes.get(f"{BASE}/check")
@allows(Action.APPLICATIONS_DECIDE)
def check_decision(
    visit: ReadVisit,
    cohort: str,
    asked: ListAsked,
    person: Annotated[list[UUID], Query(default_factory=list)],
    institution: str = "",
    decision: Decision = Decision.SEAT,
) -> Response:
    """What follows, on whom, and on whom not; nothing is decided yet.

    Without anybody who was chosen it is the list again, as it was asked for.
    """
    here = load_cohort(visit, cohort)
    if not person:
        return _list(visit, here, asked, institution, refused=NOBODY)
    return _check(visit, here, person[:MOST], decision, FormState())


@routes.post(f"{BASE}/check")
@allows(Action.APPLICATIONS_DECIDE)
def decide_on_them(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Decide on all of them, or on none and say why."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(DecideForm, submitted)
    except FormInvalidError as invalid:
        return _check(visit, here, *chosen(submitted), FormState(invalid.values, invalid.errors))
    by, why = visit.actor.person_id, form.reason
    people, how = form.person, form.decision
    if not people:
        return _list(visit, here, Asked(), refused=NOBODY)
    try:
        decide(visit.db, here.cohort, people, how, reason=why, by=by, now=visit.now)
    except RefusedError as refused:
        at = "reason" if refused.reason == WHY else "form"
        return _check(visit, here, people, how, FormState({"reason": why}, {at: refused.reason}))
    return see_other(f"{BASE.format(cohort=cohort)}?done={how}")


def _list(
    visit: Visit,
    here: CohortContext,
    asked: Asked,
    institution: str = "",
    *,
    done: Decision | None = None,
    refused: Reason | None = None,
) -> Response:
    form = questions(visit.db, here.cohort.id)
    page = applications_page(
        here, _lines(visit, here), form, institution, asked, done=done, refused=refused
    )
    template, status = "manage/cohorts/applications/applications.html", 422 if refused else 200
    return render(visit.request, template, page, status=status)


def _lines(visit: Visit, here: CohortContext) -> list[ApplicationLine]:
    applied = queries.applications(visit.db, here.cohort.id)
    answers = answers_of(visit.db, [application.enrollment.id for application in applied])
    return application_lines(here, applied, answers)


def _check(
    visit: Visit,
    here: CohortContext,
    people: Sequence[UUID],
    decision: Decision,
    form: FormState,
) -> Response:
    cohort = here.cohort
    applied = queries.applications(visit.db, cohort.id, people)
    applicants = [application.applicant for application in applied]
    free = seats(visit.db, cohort.id)
    by = visit.actor.person_id
    planned = plan(applicants, decision, free, cohort=cohort, by=by, now=visit.now)
    page = check_page(here, planned, decision, free, line(visit.db, cohort.id), form)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/applications/check.html", page, status=status)
