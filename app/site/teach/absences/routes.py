"""Excuses and make-ups of a cohort, and answering them."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from starlette.responses import Response

from app.casework.excuses import actions as excuses
from app.casework.excuses.enums import ExcuseStep
from app.casework.excuses.queries import excuse_in
from app.casework.make_up_requests import reasons
from app.casework.make_up_requests.answers import actions as make_ups
from app.casework.make_up_requests.queries import request_in
from app.casework.saves.actions import AmendmentNeededError
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import _
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import load_cohort, load_session_of, name_whom_to_ask
from app.site.teach.absences.forms import ExcuseAnswerForm, MakeUpAnswerForm, UndoForm
from app.site.teach.absences.loaders import load_absences
from app.site.teach.absences.page import (
    AmendedAbsencePage,
    absences_page,
    absences_path,
    place_of,
    shown_to,
)
from app.site.teach.amending import SentOn, amending_check, amending_form
from app.site.teach.loaders import load_looked
from app.site.teach.parts import crumbs
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
ABSENCES = "/teach/{cohort}/absences"
MINUTES = {
    reasons.SAY_MINUTES.kind,
    reasons.NOT_THAT_LONG,
    reasons.NOT_LONG_ENOUGH,
}


@routes.get(ABSENCES)
@allows(Action.ABSENCES_READ)
def show_absences(visit: ReadVisit, cohort: str) -> Response:
    """What waits for an answer, and how the others were answered."""
    return absences_response(visit, load_cohort(visit, cohort), None)


@routes.post(f"{ABSENCES}/excuses/{{excuse}}")
@allows(Action.ABSENCES_ANSWER)
def answer_excuse(visit: WriteVisit, cohort: str, excuse: UUID, submitted: Submitted) -> Response:
    """Grant it, or decline it with a word."""
    here, unit = _of_excuse(visit, cohort, excuse)
    try:
        form = parse(ExcuseAnswerForm, submitted)
    except FormInvalidError as invalid:
        return _refused(visit, here, unit, excuse, FormState(invalid.values, invalid.errors))
    step = ExcuseStep(form.outcome)
    return _answered(visit, here, unit, excuse, step, form.word, typed(submitted))


@routes.post(f"{ABSENCES}/excuses/{{excuse}}/undo")
@allows(Action.ABSENCES_ANSWER)
def undo_answer(visit: WriteVisit, cohort: str, excuse: UUID, submitted: Submitted) -> Response:
    """Take the answer back, as long as no mark rests on it."""
    here, unit = _of_excuse(visit, cohort, excuse)
    parse(UndoForm, submitted)
    return _answered(visit, here, unit, excuse, ExcuseStep.TAKEN_BACK, "", {})


@routes.post(f"{ABSENCES}/make-ups/{{make_up}}")
@allows(Action.ABSENCES_ANSWER)
def answer_make_up(visit: WriteVisit, cohort: str, make_up: UUID, submitted: Submitted) -> Response:
    """Approve it, or return it with a word; where others rely on the mark, after a check page."""
    here, unit = _of_make_up(visit, cohort, make_up)
    try:
        form = parse(MakeUpAnswerForm, submitted)
    except FormInvalidError as invalid:
        return _refused(visit, here, unit, make_up, FormState(invalid.values, invalid.errors))
    if form.outcome == "approved":
        return _approve(visit, here, unit, make_up, form, typed(submitted))
    by, now = visit.actor.person_id, visit.now
    answer = partial(make_ups.send_back, visit.db, here, make_up, form.word, by=by, now=now)
    return _done(visit, here, unit, make_up, visit.attempt(answer), typed(submitted))


def _of_excuse(visit: Visit, cohort: str, excuse: UUID) -> tuple[CohortContext, UnitRow]:
    """The session that it is from: a guest answers those of theirs."""

    def position_of(cohort_id: UUID) -> int | None:
        found = excuse_in(visit.db, cohort_id, excuse)
        return found.position if found else None

    return load_session_of(visit, cohort, position_of)


def _of_make_up(visit: Visit, cohort: str, make_up: UUID) -> tuple[CohortContext, UnitRow]:
    def position_of(cohort_id: UUID) -> int | None:
        found = request_in(visit.db, cohort_id, make_up)
        return found.position if found else None

    return load_session_of(visit, cohort, position_of)


def _approve(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    make_up: UUID,
    form: MakeUpAnswerForm,
    values: Mapping[str, str],
) -> Response:
    by, now, needed = visit.actor.person_id, visit.now, list[AmendmentNeededError]()

    def approve() -> None:
        try:
            make_ups.approve(
                visit.db, here, make_up, form.approval, save_marks=save_marks, by=by, now=now
            )
        except AmendmentNeededError as error:
            needed.append(error)
            raise

    refused = visit.attempt(approve)
    if needed:
        return _check(visit, here, unit, make_up, form, needed[0])
    return _done(visit, here, unit, make_up, refused, values)


def _answered(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    excuse: UUID,
    step: ExcuseStep,
    word: str,
    values: Mapping[str, str],
) -> Response:
    by, now = visit.actor.person_id, visit.now
    answer = partial(excuses.answer, visit.db, here, excuse, step, word, by=by, now=now)
    return _done(visit, here, unit, excuse, visit.attempt(answer), values)


def _done(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    about: UUID,
    refused: Reason | None,
    values: Mapping[str, str],
) -> Response:
    """Back to the page, or what was refused at its place with all that was typed."""
    if refused is not None:
        state = FormState(values, {_at(refused): refused})
        return _refused(visit, here, unit, about, state, 409)
    return see_other(f"{place_of(here, shown_to(here, unit, visit.actor))}#about-{about}")


def _at(refused: Reason) -> str:
    return "minutes" if refused.kind in MINUTES else "word"


def _check(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    make_up: UUID,
    form: MakeUpAnswerForm,
    needed: AmendmentNeededError,
) -> Response:
    """Whom it touches, before anything is saved."""
    name_whom_to_ask(visit, here.cohort)
    shown, action = shown_to(here, unit, visit.actor), f"{absences_path(here)}/make-ups/{make_up}"
    check = amending_check(
        here,
        load_looked(visit, here, unit, needed.adjusted),
        visit.actor,
        visit.now,
        others=needed.others,
        sent=SentOn(action, form.kept, place_of(here, shown)),
        form=amending_form(form.approval.amendment, needed.reason),
    )
    way = crumbs(here, visit.actor, shown, page=_("Absences"))
    page = AmendedAbsencePage(here.cohort.title, way, check)
    status = 422 if check.form.errors else 200
    return render(visit.request, "teach/absences/amendment.html", page, status=status)


def _refused(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    about: UUID,
    form: FormState,
    status: int = 422,
) -> Response:
    shown = shown_to(here, unit, visit.actor)
    return absences_response(visit, here, shown, {about: form}, status)


def absences_response(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow | None,
    refused: dict[UUID, FormState] | None = None,
    status: int = 200,
) -> Response:
    """The absences of a cohort, or of the session of a unit; `refused`: what was, by its id."""
    name_whom_to_ask(visit, here.cohort)
    found = load_absences(visit, here, unit, refused)
    page = absences_page(here, unit, found, visit.actor)
    return render(visit.request, "teach/absences/absences.html", page, status=status)
