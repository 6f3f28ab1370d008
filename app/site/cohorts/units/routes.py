"""A learner's unit: its page, and everything that is recorded on it.

Every POST answers with 303 to the page; htmx follows and swaps the page's content, so a swap and a
fresh page cannot differ.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from starlette.responses import Response

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content import library
from app.content import queries as content
from app.content.booklets.queries import booklet_state
from app.content.shown import ModuleVersion
from app.core.errors import NotFoundError
from app.credit.carried.queries import signed_units
from app.language.reasons import Reason
from app.learning import actions, queries, rules
from app.learning.checks.queries import chosen_options
from app.learning.items.queries import work_in
from app.learning.items.rules import TEXT_KEY
from app.learning.places.actions import note_place
from app.policy.table import Action
from app.site.cohorts.units.check import check_page, has_option
from app.site.cohorts.units.facts import UnitFacts
from app.site.cohorts.units.forms import AnswerForm, PlaceForm, ReadingForm
from app.site.cohorts.units.locked import locked_page
from app.site.cohorts.units.page import unit_page
from app.site.loaders import Position, load_learner, name_whom_to_ask, unit_at, units_for
from app.site.parts.booklets import booklet_response
from app.site.parts.figures import figure_response, hash_of
from app.site.parts.sessions import read_first, steps
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import not_modified
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other, wants_fragment

routes = router()
CHANGES = {True: actions.tick_reading, False: actions.untick_reading}


@routes.get("/cohorts/{cohort}/units/{position}")
@allows(Action.UNIT_READ)
def show_unit(
    visit: ReadVisit, cohort: str, position: Position, saved: str | None = None
) -> Response:
    """The unit's page; before it opens, only its title and when it opens."""
    learner = load_learner(visit, cohort)
    return unit_response(visit, learner, position, just=saved)


@routes.get("/cohorts/{cohort}/units/{position}/figures/{name}")
@allows(Action.UNIT_READ)
def show_figure(visit: ReadVisit, cohort: str, position: Position, name: str) -> Response:
    """A picture of an open unit's module."""
    _unit, module = open_module(visit, load_learner(visit, cohort), position)
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
    unit, module = open_module(visit, learner := load_learner(visit, cohort), position)
    if key not in {TEXT_KEY, *(reading.key for reading in module.data.readings)}:
        raise NotFoundError
    change = CHANGES[parse(ReadingForm, submitted).done]
    refused = visit.attempt(lambda: change(visit.db, learner, unit, key, now=visit.now))
    if refused:
        state = FormState(errors={f"reading-{key}": refused})
        return unit_response(visit, learner, position, form=state, status=409)
    return see_other("/home" if back == "home" else f"{learner.path}/units/{position}")


@routes.post("/cohorts/{cohort}/units/{position}/place")
@allows(Action.PLACE_NOTE)
def keep_place(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Keep where somebody is in the text; the page’s script sends it and shows nothing of it."""
    learner = load_learner(visit, cohort)
    unit, module = open_module(visit, learner, position)
    heading = parse(PlaceForm, submitted).heading
    if heading not in {known.id for known in module.headings}:
        raise NotFoundError
    note_place(visit.db, learner, unit, heading, now=visit.now)
    return Response(status_code=204)


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


def open_module(
    visit: Visit, learner: LearnerInCohort, position: int
) -> tuple[UnitRow, ModuleVersion]:
    """The module of a unit that is open for this learner; a locked one does not exist."""
    unit = unit_at(units_for(visit, learner), position)
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
    just: str | None = None,
    status: int | None = None,
) -> Response:
    """The unit's page, or what a locked unit may say. `just`: what was recorded right now."""
    name_whom_to_ask(visit, learner.cohort)
    unit = unit_at(units := units_for(visit, learner), position)
    if unit.has_content and not unit.is_open(visit.now):
        return _locked_response(visit, learner, units, unit)
    if unit.module_version_id is None:
        return see_other(f"{learner.path}/sessions/{position}")
    page = unit_page(_facts(visit, learner, units, unit), form=form, just=just)
    status = status or (422 if form and form.errors else 200)
    return render(visit.request, "cohorts/units/unit.html", page, block="content", status=status)


def _locked_response(
    visit: Visit, learner: LearnerInCohort, units: Sequence[UnitRow], unit: UnitRow
) -> Response:
    if first := read_first(learner, unit, visit.now):
        return see_other(str(first.href))
    attested = signed_units(visit.db, learner.enrollment.id).positions
    row = steps(learner, units, attested, visit.now, reader_zone=visit.actor.zone)
    page = locked_page(learner, unit, row, visit.actor.zone, visit.now)
    return render(visit.request, "cohorts/units/locked.html", page, block="content")


def _facts(
    visit: Visit, learner: LearnerInCohort, units: Sequence[UnitRow], unit: UnitRow
) -> UnitFacts:
    assert unit.module_version_id is not None
    enrollment, needed = learner.enrollment.id, learner.policy.check_percent
    module = library.module(visit.db, unit.module_version_id)
    recorded = queries.work_done(visit.db, enrollment, unit.id)
    if wants_fragment(visit.request):  # somebody who arrives is told where they stopped
        recorded = replace(recorded, place=None)
    signed = signed_units(visit.db, enrollment)
    elsewhere = signed.elsewhere(unit.position) is not None
    work = work_in(visit.db, module, recorded, needed, signed_elsewhere=elsewhere)
    return UnitFacts(learner, units, unit, module, recorded, work, signed, visit.actor, visit.now)
