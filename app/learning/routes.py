"""A learner's unit: its page, and everything that is recorded on it.

Every POST answers with 303 to the page; htmx follows and swaps the page's content, so a swap and a
fresh page cannot differ.
"""

from typing import Literal

from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.cohorts.loaders import Position, Seat, load_seat, unit_at
from app.cohorts.queries import UnitRow
from app.content import library
from app.content.library import ModuleVersion
from app.content.reader_answer import reader_answer
from app.content.showing import figure_answer
from app.core.errors import ConflictError, NotFoundError
from app.learning import actions, queries, rules
from app.learning.check_page import check_page, has_option
from app.learning.checking import chosen_options, level_of
from app.learning.forms import AnswerForm, ReadingForm, ReflectionForm, signature
from app.learning.pages import locked_page, unit_page
from app.people.visits import Reader, Visit, Writer, allows, router
from app.policy.table import Action
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/units/{position}")
@allows(Action.UNIT_READ)
def show_unit(visit: Reader, cohort: str, position: Position, saved: str | None = None) -> Response:
    """The unit's page; before it opens, only its title and when it opens."""
    seat = load_seat(visit, cohort)
    return _page(visit, seat, position, saved=SAVED.get(saved or ""))


@routes.get("/cohorts/{cohort}/units/{position}/figures/{name}")
@allows(Action.UNIT_READ)
def show_figure(visit: Reader, cohort: str, position: Position, name: str) -> Response:
    """A picture of an open unit's module."""
    seat = load_seat(visit, cohort)
    _, module = _open_module(visit, seat, position)
    seen = visit.request.headers.get("if-none-match")
    return figure_answer(visit.db, module.figures, name, if_none_match=seen)


@routes.get("/cohorts/{cohort}/units/{position}/reader.pdf")
@allows(Action.UNIT_READ)
def show_reader(visit: Reader, cohort: str, position: Position) -> Response:
    """The module of an open unit as a PDF to print and write on."""
    _, module = _open_module(visit, load_seat(visit, cohort), position)
    return reader_answer(visit.request, visit.db, module)


@routes.post("/cohorts/{cohort}/units/{position}/readings/{key}")
@allows(Action.READING_TICK)
def tick(
    visit: Writer,
    cohort: str,
    position: Position,
    key: str,
    submitted: Submitted,
    back: Literal["home", "unit"] = "unit",
) -> Response:
    """Tick a reading as done, or take the tick back. `back`: the page that was ticked on."""
    seat = load_seat(visit, cohort)
    unit, module = _open_module(visit, seat, position)
    form = parse(ReadingForm, submitted)
    if key not in {reading.key for reading in module.data.readings}:
        raise NotFoundError
    change = actions.tick_reading if form.done else actions.untick_reading
    change(visit.db, seat, unit, key, now=visit.now)
    return see_other("/home" if back == "home" else f"{seat.path}/units/{position}")


@routes.post("/cohorts/{cohort}/units/{position}/reflection")
@allows(Action.REFLECTION_WRITE)
def save_reflection(
    visit: Writer, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Keep a reflection, as typed."""
    seat = load_seat(visit, cohort)
    unit, _ = _open_module(visit, seat, position)
    try:
        form = parse(ReflectionForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, seat, position, form=FormState(invalid.values, invalid.errors))
    actions.save_reflection(visit.db, seat, unit, text=form.text, shared=form.shared, now=visit.now)
    return see_other(f"{seat.path}/units/{position}?saved=reflection#reflection")


@routes.get("/cohorts/{cohort}/units/{position}/check")
@allows(Action.UNIT_READ)
def show_check(visit: Reader, cohort: str, position: Position) -> Response:
    """The knowledge check of an open unit; a page of its own keeps the unit's page light."""
    return _check_page(visit, load_seat(visit, cohort), position)


@routes.post("/cohorts/{cohort}/units/{position}/answers")
@allows(Action.CHECK_ANSWER)
def answer(visit: Writer, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Keep an answer to a knowledge-check question; the page shows its feedback."""
    seat = load_seat(visit, cohort)
    unit, module = _open_module(visit, seat, position)
    form = parse(AnswerForm, submitted)
    changed = rules.why_not_this_text(form.module, module.hash, unit=seat.label(position))
    if changed:
        return _check_page(visit, seat, position, note=changed)
    if not has_option(module.data, form.question, form.option):
        raise NotFoundError
    actions.answer_question(
        visit.db,
        seat,
        unit,
        module,
        question_id=form.question,
        option=form.option,
        now=visit.now,
    )
    return see_other(f"{seat.path}/units/{position}/check#check-{form.question}")


@routes.post("/cohorts/{cohort}/units/{position}/attestation")
@allows(Action.ATTESTATION_SIGN)
def sign(visit: Writer, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Sign that the unit's module was completed."""
    seat = load_seat(visit, cohort)
    unit, _ = _open_module(visit, seat, position)
    try:
        form = signature(submitted, seat.cohort.attestation_version, visit.actor)
    except FormInvalidError as invalid:
        return _page(visit, seat, position, form=FormState(invalid.values, invalid.errors))
    try:
        actions.attest(
            visit.db,
            seat,
            unit,
            shown=form.module,
            typed_name=form.typed_name,
            by=visit.actor,
            now=visit.now,
        )
    except ConflictError as conflict:
        kept = FormState({"typed_name": form.typed_name}, {"typed_name": str(conflict)})
        return _page(visit, seat, position, form=kept, status=409)
    return see_other(f"{seat.path}/units/{position}?saved=attestation#attestation")


SAVED = {"reflection": "Your reflection is saved.", "attestation": "Signed. Thank you."}


def _open_module(visit: Visit, seat: Seat, position: int) -> tuple[UnitRow, ModuleVersion]:
    """The module of a unit that is open for this learner; a locked one does not exist."""
    units = cohorts.units(visit.db, seat.cohort.id, enrollment_id=seat.enrollment.id)
    unit = unit_at(units, position)
    if unit.module_version_id is None or not unit.is_open(visit.now):
        raise NotFoundError
    return unit, library.module(visit.db, unit.module_version_id)


def _check_page(visit: Visit, seat: Seat, position: int, *, note: str | None = None) -> Response:
    unit, module = _open_module(visit, seat, position)
    if module.data.check is None:
        raise NotFoundError
    answers = queries.work_done(visit.db, seat.enrollment.id, unit.id).answers
    chosen = chosen_options(visit.db, module, answers)
    page = check_page(seat, unit, module, chosen, note=note)
    status = 409 if note else 200
    return render(visit.request, "learning/check.html", page, block="content", status=status)


def _page(
    visit: Visit,
    seat: Seat,
    position: int,
    *,
    form: FormState | None = None,
    saved: str | None = None,
    status: int | None = None,
) -> Response:
    enrollment = seat.enrollment.id
    units = cohorts.units(visit.db, seat.cohort.id, enrollment_id=enrollment)
    unit = unit_at(units, position)
    if not unit.is_open(visit.now):
        attested = queries.attested_positions(visit.db, enrollment)
        locked = locked_page(seat, units, unit, attested, visit.now)
        return render(visit.request, "learning/locked.html", locked, block="content")
    if unit.module_version_id is None:
        return see_other(f"{seat.path}/sessions/{position}")
    module = library.module(visit.db, unit.module_version_id)
    work = queries.work_done(visit.db, enrollment, unit.id)
    page = unit_page(
        seat,
        units,
        unit,
        module,
        work,
        queries.attested_positions(visit.db, enrollment),
        level=level_of(visit.db, module, work.answers, seat.policy.check_percent),
        reader=visit.actor,
        now=visit.now,
        form=form,
        saved=saved,
    )
    status = status or (422 if form and form.errors else 200)
    return render(visit.request, "learning/unit.html", page, block="content", status=status)
