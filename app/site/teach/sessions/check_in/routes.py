"""The check-in of a session: its code for everybody to see, and who is in, to strike and to add.

The pages that are left open ask every few seconds whether they still show all there is, and get an
answer without content as long as they do.
"""

from uuid import UUID

from starlette.responses import Response

from app.casework.check_ins import actions, queries
from app.casework.check_ins.enums import CheckInWay
from app.casework.preparation import queries as preparation
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.core.errors import RefusedError
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.parts.check_in import session_of
from app.site.teach.parts import session_path
from app.site.teach.sessions.check_in.forms import AddForm, StrikeForm
from app.site.teach.sessions.check_in.loaders import is_as_shown, load_card
from app.site.teach.sessions.check_in.page import Told, people_page, shared_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other, wants_fragment

routes = router()


@routes.get("/teach/{cohort}/sessions/{position}/check-in")
@allows(Action.CHECK_IN_SHOW)
def show_code(visit: ReadVisit, cohort: str, position: Position, shown: str = "") -> Response:
    """The code for the whole screen, and who is in."""
    return _code(visit, cohort, position, shown, "teach/sessions/check_in/check_in.html")


@routes.get("/teach/{cohort}/sessions/{position}/check-in/card")
@allows(Action.CHECK_IN_SHOW)
def show_card(visit: ReadVisit, cohort: str, position: Position, shown: str = "") -> Response:
    """The same, small, for a page that holds it as a part."""
    return _code(visit, cohort, position, shown, "teach/sessions/check_in/card.html")


@routes.get("/teach/{cohort}/sessions/{position}/check-in/people")
@allows(Action.CHECK_IN_SHOW)
def show_people(
    visit: ReadVisit,
    cohort: str,
    position: Position,
    struck: UUID | None = None,
    added: UUID | None = None,
) -> Response:
    """Who is in and who is not, by name, with what somebody may want to look at."""
    here, unit = load_session(visit, cohort, position)
    return _people(visit, here, unit, Told(struck, added))


@routes.post("/teach/{cohort}/sessions/{position}/check-in/people")
@allows(Action.ATTENDANCE_RECORD)
def add_person(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Check somebody in who cannot, or give back what was struck."""
    here, unit = load_session(visit, cohort, position)
    whom, by, now = parse(AddForm, submitted).enrollment, visit.actor.person_id, visit.now
    try:
        actions.add(visit.db, here, session_of(unit), whom, save_marks=save_marks, by=by, now=now)
    except RefusedError as refused:
        return _people(visit, here, unit, Told(refused=refused.reason), status=409)
    return see_other(f"{session_path(here, unit)}/check-in/people?added={whom}")


@routes.post("/teach/{cohort}/sessions/{position}/check-in/strikes")
@allows(Action.ATTENDANCE_RECORD)
def strike(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Take a check-in back, with the mark that it made."""
    here, unit = load_session(visit, cohort, position)
    which, by, now = parse(StrikeForm, submitted).check_in, visit.actor.person_id, visit.now
    try:
        whose = actions.strike(
            visit.db, session_of(unit), which, save_marks=save_marks, by=by, now=now
        )
    except RefusedError as refused:
        return _people(visit, here, unit, Told(refused=refused.reason), status=409)
    return see_other(f"{session_path(here, unit)}/check-in/people?struck={whose}")


def _code(visit: Visit, cohort: str, position: int, shown: str, template: str) -> Response:
    here, unit = load_session(visit, cohort, position)
    if wants_fragment(visit.request) and is_as_shown(visit, here, unit, shown):
        return Response(status_code=204)
    units = preparation.unit_facts(visit.db, unit.id).units
    card = load_card(visit, here, unit)
    page = shared_page(here, unit, units, card, visit.actor, visit.now)
    return render(visit.request, template, page, block="live")


def _people(
    visit: Visit, here: CohortContext, unit: UnitRow, told: Told, *, status: int = 200
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    roll = queries.roll(visit.db, here.cohort.id, session_of(unit))
    adders = {
        own.check_in.by for own in roll if own.check_in and own.check_in.way is CheckInWay.ADDED
    }
    page = people_page(
        here,
        unit,
        preparation.unit_facts(visit.db, unit.id).units,
        roll,
        people_by_id(visit.db, adders) if adders else {},
        told,
        visit.actor,
        visit.now,
    )
    name = "teach/sessions/check_in/people.html"
    return render(visit.request, name, page, block="content", status=status)
