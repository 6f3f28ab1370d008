"""A facilitator's desk: own sessions, a cohort's roster, a session's room."""

from starlette.responses import Response

from app.casework import queries as casework
from app.cohorts import queries as cohorts
from app.cohorts.loaders import CohortHere, Position, load_cohort, load_session
from app.cohorts.pages import next_session
from app.content import queries as content
from app.content.showing import figure_answer
from app.credit.queries import ledgers
from app.desks.facilitator import queries
from app.desks.facilitator.room import room_page
from app.desks.facilitator.roster import SORTS, roster_page
from app.desks.facilitator.teach import teach_page
from app.people.actors import Actor
from app.people.visits import Reader, allows, router
from app.policy.table import Action, Role
from app.web.pages import render

routes = router()


@routes.get("/teach")
@allows(Action.TEACH_READ)
def show_teach(visit: Reader) -> Response:
    """One's own sessions. Who has a part in a single session is its facilitator."""
    actor = visit.actor
    sessions = queries.taught_sessions(visit.db, actor.person_id, actor.scope_ids(Role.FACILITATOR))
    parts = {Role.FACILITATOR} if sessions else set()
    visit.permit({Role.PERSON} | actor.roles | parts)
    page = teach_page(sessions, actor, visit.now)
    return render(visit.request, "facilitator/teach.html", page, block="content")


@routes.get("/teach/{cohort}")
@allows(Action.ROSTER_READ)
def show_roster(visit: Reader, cohort: str, sort: str = "name", order: str = "") -> Response:
    """Everybody in a cohort, with progress and how they prepared for the next session."""
    here = load_cohort(visit, cohort)
    units = cohorts.units(visit.db, here.cohort.id)
    coming = next_session(units, visit.now)
    coming = coming if coming and coming.module_version_id else None
    prepared = {}
    if coming:
        facts = casework.unit_facts(visit.db, coming.id)
        prepared = casework.preparations(
            visit.db, here.cohort.id, coming.id, facts.required_readings
        )
    page = roster_page(
        here,
        cohorts.roster(visit.db, here.cohort.id),
        ledgers(visit.db, here.cohort.id),
        units,
        coming,
        prepared,
        sort=sort if sort in SORTS else "name",
        descending=order == "desc",
        now=visit.now,
    )
    return render(visit.request, "facilitator/roster.html", page, block="content")


@routes.get("/teach/{cohort}/sessions/{position}")
@allows(Action.ROOM_READ)
def show_room(visit: Reader, cohort: str, position: Position) -> Response:
    """One session: when, the case and its guide, and who is prepared."""
    here, unit = load_session(visit, cohort, position)
    assert unit.session_id is not None
    facts = casework.unit_facts(visit.db, unit.id)
    page = room_page(
        here,
        unit,
        facts.units,
        content.versions(
            visit.db, [unit.module_version_id, unit.case_version_id, unit.guide_version_id]
        ),
        casework.preparations(visit.db, here.cohort.id, unit.id, facts.required_readings),
        queries.shared_reflections(visit.db, unit.id),
        cohorts.leaders(visit.db, unit.session_id),
        reader=visit.actor,
        sees_roster=_teaches(visit.actor, here),
        now=visit.now,
    )
    return render(visit.request, "facilitator/room.html", page, block="content")


@routes.get("/teach/{cohort}/sessions/{position}/figures/{name}")
@allows(Action.ROOM_READ)
def show_figure(visit: Reader, cohort: str, position: Position, name: str, v: str = "") -> Response:
    """A picture of a session's case or of its guide. `v`: which, where both have one so called."""
    _, unit = load_session(visit, cohort, position)
    versions = content.versions(visit.db, [unit.case_version_id, unit.guide_version_id])
    hashes = [one.figures[name] for one in versions.values() if name in one.figures]
    wanted = [hash_ for hash_ in hashes if hash_.startswith(v)] or hashes
    seen = visit.request.headers.get("if-none-match")
    return figure_answer(visit.db, {name: wanted[0]} if wanted else {}, name, if_none_match=seen)


def _teaches(actor: Actor, here: CohortHere) -> bool:
    """Whether somebody teaches or coordinates the whole cohort, not only one session."""
    facilitates = here.cohort.id in actor.scope_ids(Role.FACILITATOR)
    return facilitates or here.program.id in actor.scope_ids(Role.COORDINATOR)
