"""One case session, for its learner."""

from starlette.responses import Response

from app.cohorts.queries import UnitRow
from app.cohorts.sessions import queries as sessions
from app.cohorts.topics.queries import topics_of
from app.content import queries as content
from app.content.models import ContentVersion
from app.core.errors import NotFoundError
from app.messages.calendar import queries as calendar
from app.messages.calendar.events import Told, session_file
from app.policy.table import Action
from app.site.cohorts.sessions.page import session_page
from app.site.cohorts.sessions.recording.loaders import load_recording
from app.site.loaders import (
    Position,
    load_learner,
    name_whom_to_ask,
    own_check_in,
    unit_at,
    units_for,
)
from app.site.parts.figures import figure_response, hash_of
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.files import not_modified
from app.web.pages import render

routes = router()


@routes.get("/cohorts/{cohort}/sessions/{position}.ics")
@allows(Action.SESSION_READ)
def session_calendar(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The session as a calendar file."""
    learner = load_learner(visit, cohort)
    unit = unit_at(units_for(visit, learner), position)
    held = calendar.session_of(visit.db, visit.actor.person_id, unit.session_id, visit.now)
    if held is None:
        raise NotFoundError
    leaders = calendar.leaders_of(visit.db, [held.session_id])
    told = Told(visit.request.app.state.settings.base_url, visit.now, leaders)
    name = f"{learner.cohort.slug}-{position}.ics"
    return Response(
        session_file(held, told),
        media_type="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},  # not shown
    )


@routes.get("/cohorts/{cohort}/sessions/{position}")
@allows(Action.SESSION_READ)
def show_session(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """When the session is and how to join; its case once the unit is open."""
    learner = load_learner(visit, cohort)
    name_whom_to_ask(visit, learner.cohort)
    unit = unit_at(units_for(visit, learner), position)
    case = _case(visit, unit)
    led_by = sessions.leaders(visit.db, unit.session_id)
    own, watched = own_check_in(visit, learner, unit), load_recording(visit, learner, unit)
    topic, zone = topics_of(visit.db, learner).get(position), visit.actor.zone
    page = session_page(learner, unit, case, led_by, own, *watched, zone, visit.now, topic=topic)
    return render(visit.request, "cohorts/sessions/session.html", page)


@routes.get("/cohorts/{cohort}/sessions/{position}/figures/{name}")
@allows(Action.SESSION_READ)
def show_figure(visit: ReadVisit, cohort: str, position: Position, name: str) -> Response:
    """A picture of a session's case, once the unit is open."""
    learner = load_learner(visit, cohort)
    case = _case(visit, unit_at(units_for(visit, learner), position))
    hash_ = hash_of(case.figures if case else {}, name)
    return not_modified(visit.request, hash_) or figure_response(content.figure(visit.db, hash_))


def _case(visit: Visit, unit: UnitRow) -> ContentVersion | None:
    """What a learner may read of a unit's case: all of it once it is open."""
    if unit.case_version_id is None or not unit.is_case_open(visit.now):
        return None
    return content.version(visit.db, unit.case_version_id)
