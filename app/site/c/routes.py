"""The short address that is typed by who cannot scan: it leads to the session that is on."""

from starlette.responses import Response

from app.cohorts.sessions.queries import own_sessions
from app.policy.table import Action
from app.site.c.page import LONGEST, open_sessions, path_of, short_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render, see_other

routes = router()


@routes.get("/c")
@allows(Action.CHECK_IN_FIND)
def find_check_in(visit: ReadVisit) -> Response:
    """To the check-in of the one session that is open; else which one, or when the next opens."""
    who = visit.permit_own()
    sessions = own_sessions(visit.db, who.person_id, visit.now - LONGEST)
    open_now = open_sessions(sessions, visit.now)
    if len(open_now) == 1:
        return see_other(f"{path_of(open_now[0])}/check-in")
    return render(visit.request, "c/short.html", short_page(sessions, who.zone, visit.now))
