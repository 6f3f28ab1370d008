"""The groups of a session: make them, move somebody, take them along."""

import secrets

from starlette.responses import Response

from app.casework.breakouts import actions, queries
from app.casework.breakouts.actions import Wanted
from app.casework.breakouts.rules import MOST_SEEDS
from app.casework.preparation.queries import unit_facts
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.core.errors import ConflictError, NotFoundError, RefusedError
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.teach.parts import is_of_whole, session_id_of, session_path
from app.site.teach.sessions.groups.forms import MoveForm, parse_make, rows_of
from app.site.teach.sessions.groups.page import Refused, groups_page, usual_of
from app.site.teach.sessions.groups.told import Groups, for_zoom
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import disposition
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()

NO_GROUPS = Refused()


@routes.get("/teach/{cohort}/sessions/{position}/groups")
@allows(Action.BREAKOUT_READ)
def show_groups(
    visit: ReadVisit, cohort: str, position: Position, download_for: str = ""
) -> Response:
    """The groups; `download_for=zoom` is the table by which Zoom assigns people to rooms.

    It holds addresses, so it is not for guests of single sessions.
    """
    here, unit = load_session(visit, cohort, position)
    if download_for != "zoom":
        return _shown(visit, here, unit, NO_GROUPS)
    stored = _groups(visit, here, unit)
    if stored.made is None or not is_of_whole(visit.actor, here):
        raise NotFoundError
    name = f"{here.cohort.slug}-session-{unit.position}-groups.csv"
    headers = {"Content-Disposition": disposition("attachment", name, name)}
    # without a byte order mark: Zoom compares the first header letter by letter
    return Response(for_zoom(stored), media_type="text/csv; charset=utf-8", headers=headers)


@routes.post("/teach/{cohort}/sessions/{position}/groups")
@allows(Action.BREAKOUT_MAKE)
def make_groups(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Make groups in the place of those before; one click from the room says of whom alone."""
    here, unit = load_session(visit, cohort, position)
    people = queries.people(visit.db, here.cohort.id, session_id_of(unit), None)
    try:
        form, wishes = parse_make(submitted, people)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _shown(visit, here, unit, Refused(state, rows_of(submitted)), status=422)
    seed = form.seed or 1 + secrets.randbelow(MOST_SEEDS - 1)
    among = form.among or usual_of(here, people)
    wanted, held = Wanted(form.size, seed, among, wishes), session_id_of(unit)
    by, now = visit.actor.person_id, visit.now
    refused = visit.attempt(lambda: actions.make_groups(visit.db, held, wanted, by=by, now=now))
    if refused:
        state = FormState(typed(submitted), {"among": refused})
        return _shown(visit, here, unit, Refused(state, rows_of(submitted)), status=409)
    return see_other(f"{session_path(here, unit)}/groups#made")


@routes.post("/teach/{cohort}/sessions/{position}/groups/move")
@allows(Action.BREAKOUT_MAKE)
def move_to_group(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Move somebody to another group by hand."""
    here, unit = load_session(visit, cohort, position)
    try:
        form = parse(MoveForm, submitted)
        _move(visit, unit, form)
    except FormInvalidError as invalid:
        move = FormState(invalid.values, invalid.errors)
        return _shown(visit, here, unit, Refused(move=move), status=422)
    except (ConflictError, RefusedError) as refused:
        move = FormState(typed(submitted), {"number": refused.reason})
        return _shown(visit, here, unit, Refused(move=move), status=409)
    return see_other(f"{session_path(here, unit)}/groups#group-{form.number}")


def _move(visit: Visit, unit: UnitRow, form: MoveForm) -> None:
    actions.move_to_group(
        visit.db,
        session_id_of(unit),
        form.person,
        form.number,
        seen=form.seen,
        by=visit.actor.person_id,
        now=visit.now,
    )


def _shown(
    visit: Visit, here: CohortContext, unit: UnitRow, refused: Refused, *, status: int = 200
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    page = groups_page(here, unit, _groups(visit, here, unit), visit.actor, visit.now, refused)
    name = "teach/sessions/groups/groups.html"
    return render(visit.request, name, page, block="content", status=status)


def _groups(visit: Visit, here: CohortContext, unit: UnitRow) -> Groups:
    held = session_id_of(unit)
    made = queries.newest(visit.db, held)
    return Groups(
        unit_facts(visit.db, unit.id).units,
        queries.people(visit.db, here.cohort.id, held, made.id if made else None),
        made,
        queries.wishes(visit.db, made.id) if made else (),
    )
