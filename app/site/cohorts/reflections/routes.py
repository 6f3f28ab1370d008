"""All that a learner wrote in a cohort, to read and as a PDF; nobody else has these pages."""

from collections.abc import Mapping
from datetime import timedelta

from starlette.responses import Response

from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.queries import UnitRow
from app.content import library
from app.content import queries as content
from app.content.booklets.booklet import BookletFigure
from app.content.shown import ModuleVersion
from app.learning.reflections.booklet import OwnOrder
from app.learning.reflections.queries import writings
from app.policy.table import Action
from app.site.cohorts.reflections.booklet import figures_of_tools, order_of, printed_unit
from app.site.cohorts.reflections.page import OwnUnit, opens_next, own_units, reflections_page
from app.site.loaders import load_learner, still_enrolled, units_for
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.limits import RateLimit
from app.web.pages import render

routes = router()

PRINTED = RateLimit(60, timedelta(minutes=10), "reflections.printed")
FILE = "My-reflections-and-tools.pdf"  # not shown


@routes.get("/cohorts/{cohort}/reflections")
@allows(Action.UNIT_READ)
def show_reflections(visit: ReadVisit, cohort: str) -> Response:
    """What one wrote in every unit that is open, and its tools."""
    learner = load_learner(visit, cohort)
    units = units_for(visit, learner)
    own = _own(visit, learner, units, _modules(visit, units))
    opens = opens_next(learner, units, visit.actor.zone, visit.now)
    known = enrollments.enrollments_of(visit.db, visit.actor.person_id)
    page = reflections_page(learner, own, opens, still_enrolled(known))
    return render(visit.request, "cohorts/reflections/reflections.html", page)


@routes.get("/cohorts/{cohort}/reflections.pdf")
@allows(Action.UNIT_READ)
def print_reflections(visit: ReadVisit, cohort: str) -> Response:
    """The same on paper: made now, for its writer alone, and kept nowhere."""
    learner = load_learner(visit, cohort)
    PRINTED.hit(str(visit.actor.person_id), visit.now)
    pdf = visit.request.app.state.own_booklets.printed(_order(visit, learner))
    headers = {
        "Content-Disposition": f'inline; filename="{FILE}"',  # not shown
        "Cache-Control": "no-store",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def _modules(visit: Visit, units: list[UnitRow]) -> dict[int, ModuleVersion]:
    """The module of each open unit, by position."""
    ids = {
        unit.position: unit.module_version_id
        for unit in units
        if unit.module_version_id and unit.is_open(visit.now)
    }
    known = library.modules(visit.db, set(ids.values()))
    return {position: known[id_] for position, id_ in ids.items()}


def _own(
    visit: Visit, learner: LearnerInCohort, units: list[UnitRow], modules: dict[int, ModuleVersion]
) -> list[OwnUnit]:
    written = writings(visit.db, learner.enrollment.id)
    return own_units(learner, units, modules, written, visit.actor.zone)


def _order(visit: Visit, learner: LearnerInCohort) -> OwnOrder:
    units = units_for(visit, learner)
    modules = _modules(visit, units)
    own = [
        printed_unit(unit, modules[unit.position]) for unit in _own(visit, learner, units, modules)
    ]
    return order_of(learner, own, _figures(visit, modules), visit.actor, visit.now)


def _figures(visit: Visit, modules: Mapping[int, ModuleVersion]) -> dict[str, BookletFigure]:
    shown = figures_of_tools(modules)
    files = content.figures(visit.db, set(shown.values())) if shown else {}
    return {
        name: BookletFigure(files[hash_].media_type, files[hash_].content)
        for name, hash_ in shown.items()
    }
