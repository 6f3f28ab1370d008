"""The short address that is typed by who cannot scan: it leads to the session that is on."""

from starlette.responses import Response

from app.cohorts.rules import CHECKING_IN
from app.cohorts.sessions.queries import own_sessions, sessions_to_drop_into
from app.policy.table import Action
from app.site.c.page import LONGEST, open_sessions, path_of, short_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render, see_other

routes = router()


@routes.get("/c")
@allows(Action.CHECK_IN_FIND)
def find_check_in(visit: ReadVisit) -> Response:
    """To the check-in of the one session that is open; else which one, or when the next opens.

    Who is in none of them may sit in a series for which they are not registered.
    """
    who, since = visit.permit_own(), visit.now - LONGEST
    sessions = own_sessions(visit.db, who.person_id, since)
    until = visit.now + CHECKING_IN
    near = sessions_to_drop_into(visit.db, who.person_id, since, until)
    open_now, others = open_sessions(sessions, visit.now), open_sessions(near, visit.now)
    if len(open_now) == 1 and not others:
        return see_other(f"{path_of(open_now[0])}/check-in")
    page = short_page(sessions, others, who.zone, visit.now)
    return render(visit.request, "c/short.html", page)
