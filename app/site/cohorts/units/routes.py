"""A learner's unit: its page, and everything that is recorded on it.

Every POST answers with 303 to the page; htmx follows and swaps the page's content, so a swap and a
fresh page cannot differ.
"""

from functools import partial
from typing import Literal

from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content import library
from app.content import queries as content
from app.content.booklets.queries import booklet_state
from app.content.library import ModuleVersion
from app.core.errors import NotFoundError
from app.credit.carried.queries import signed_units
from app.language import Text, _
from app.language.reasons import Reason
from app.learning import actions, queries, rules
from app.learning.checks.queries import chosen_options
from app.policy.table import Action
from app.site.cohorts.units.check import check_page, has_option
from app.site.cohorts.units.forms import AnswerForm, ReadingForm
from app.site.cohorts.units.page import locked_page, unit_page
from app.site.loaders import Position, load_learner, unit_at
from app.site.parts.booklets import booklet_response
from app.site.parts.figures import figure_response, hash_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import not_modified
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/units/{position}")
@allows(Action.UNIT_READ)
def show_unit(
    visit: ReadVisit, cohort: str, position: Position, saved: str | None = None
) -> Response:
    """The unit's page; before it opens, only its title and when it opens."""
    learner = load_learner(visit, cohort)
    return unit_response(visit, learner, position, saved=SAVED.get(saved or ""))


@routes.get("/cohorts/{cohort}/units/{position}/figures/{name}")
@allows(Action.UNIT_READ)
def show_figure(visit: ReadVisit, cohort: str, position: Position, name: str) -> Response:
    """A picture of an open unit's module."""
    learner = load_learner(visit, cohort)
    _unit, module = open_module(visit, learner, position)
    hash_ = hash_of(module.figures, name)
    return not_modified(visit.request, hash_) or figure_response(content.figure(visit.db, hash_))


@routes.get("/cohorts/{cohort}/units/{position}/reader.pdf")
@allows(Action.UNIT_READ)
def show_booklet(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The module of an open unit as a PDF to print and write on."""
    _unit, module = open_module(visit, load_learner(visit, cohort), position)
    return booklet_response(visit.request, module, booklet_state(visit.db, module.id))


@routes.post("/cohorts/{cohort}/units/{position}/readings/{key}")
@allows(Action.READING_TICK)
def tick(
    visit: WriteVisit,
    cohort: str,
    position: Position,
    key: str,
    submitted: Submitted,
    back: Literal["home", "unit"] = "unit",
) -> Response:
    """Tick a reading as done, or take the tick back. `back`: the page that was ticked on."""
    learner = load_learner(visit, cohort)
    unit, module = open_module(visit, learner, position)
    form = parse(ReadingForm, submitted)
    if key not in {reading.key for reading in module.data.readings}:
        raise NotFoundError
    change = actions.tick_reading if form.done else actions.untick_reading
    refused = visit.attempt(lambda: change(visit.db, learner, unit, key, now=visit.now))
    if refused:
        state = FormState(errors={f"reading-{key}": refused})
        return unit_response(visit, learner, position, form=state, status=409)
    return see_other("/home" if back == "home" else f"{learner.path}/units/{position}")


@routes.get("/cohorts/{cohort}/units/{position}/check")
@allows(Action.UNIT_READ)
def show_check(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The knowledge check of an open unit; a page of its own keeps the unit's page light."""
    return _check_page(visit, load_learner(visit, cohort), position)


@routes.post("/cohorts/{cohort}/units/{position}/answers")
@allows(Action.CHECK_ANSWER)
def answer(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Keep an answer to a knowledge-check question; the page shows its feedback."""
    learner = load_learner(visit, cohort)
    unit, module = open_module(visit, learner, position)
    try:
        form = parse(AnswerForm, submitted)
    except FormInvalidError as invalid:
        return _check_page(visit, learner, position, form=FormState(invalid.values, invalid.errors))
    changed = rules.why_not_this_text(form.module, module.hash, unit=learner.label(position))
    if changed:
        return _check_page(visit, learner, position, note=changed)
    if not has_option(module.data, form.question, form.option):
        raise NotFoundError
    keep = partial(actions.answer_question, question_id=form.question, option=form.option)
    refused = visit.attempt(lambda: keep(visit.db, learner, unit, module, now=visit.now))
    if refused:
        return _check_page(visit, learner, position, note=refused)
    return see_other(f"{learner.path}/units/{position}/check#check-{form.question}")


SAVED = {"reflection": _("Your reflection is saved."), "attestation": _("Signed. Thank you.")}


def open_module(
    visit: Visit, learner: LearnerInCohort, position: int
) -> tuple[UnitRow, ModuleVersion]:
    """The module of a unit that is open for this learner; a locked one does not exist."""
    units = cohorts.units(visit.db, learner.cohort.id, enrollment_id=learner.enrollment.id)
    unit = unit_at(units, position)
    if unit.module_version_id is None or not unit.is_open(visit.now):
        raise NotFoundError
    return unit, library.module(visit.db, unit.module_version_id)


def _check_page(
    visit: Visit,
    learner: LearnerInCohort,
    position: int,
    *,
    note: Reason | None = None,
    form: FormState | None = None,
) -> Response:
    unit, module = open_module(visit, learner, position)
    if module.data.check is None:
        raise NotFoundError
    answers = queries.work_done(visit.db, learner.enrollment.id, unit.id).answers
    chosen = chosen_options(visit.db, module, answers)
    page = check_page(learner, unit, module, chosen, note=note, form=form)
    status = 409 if note else 422 if form else 200
    return render(visit.request, "cohorts/units/check.html", page, block="content", status=status)


def unit_response(
    visit: Visit,
    learner: LearnerInCohort,
    position: int,
    *,
    form: FormState | None = None,
    saved: Text | None = None,
    status: int | None = None,
) -> Response:
    """The unit's page, or what a locked unit may say."""
    enrollment = learner.enrollment.id
    units = cohorts.units(visit.db, learner.cohort.id, enrollment_id=enrollment)
    unit = unit_at(units, position)
    if unit.module_version_id is None and unit.case_version_id is None:  # nothing opens
        return see_other(f"{learner.path}/sessions/{position}")
    if not unit.is_open(visit.now):
        attested, zone = signed_units(visit.db, enrollment).positions, visit.actor.zone
        locked = locked_page(learner, units, unit, attested, visit.now, reader_zone=zone)
        return render(visit.request, "cohorts/units/locked.html", locked, block="content")
    if unit.module_version_id is None:
        return see_other(f"{learner.path}/sessions/{position}")
    module = library.module(visit.db, unit.module_version_id)
    work = queries.work_done(visit.db, enrollment, unit.id)
    page = unit_page(
        learner,
        units,
        unit,
        module,
        work,
        signed_units(visit.db, enrollment),
        chosen=chosen_options(visit.db, module, work.answers),
        reader=visit.actor,
        now=visit.now,
        form=form,
        saved=saved,
    )
    status = status or (422 if form and form.errors else 200)
    return render(visit.request, "cohorts/units/unit.html", page, block="content", status=status)
