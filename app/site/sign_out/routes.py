"""Ending one's own web session."""

from starlette.responses import Response

from app.people import actions
from app.site.parts.cookies import set_cookie
from app.site.visits import WriteVisit, public, router
from app.web.pages import see_other

routes = router()


@routes.post("/sign-out")
@public
def sign_out(visit: WriteVisit) -> Response:
    """End this browser's session; harmless when there is none."""
    if visit.signed_in is not None:
        actor = visit.signed_in
        actions.sign_out(visit.db, actor.web_session_id, by=actor.person_id, now=visit.now)
    response = see_other("/")
    # What is typed and not yet sent stays on the device: it is shown to nobody but who typed it.
    response.headers["Clear-Site-Data"] = '"cache"'
    set_cookie(visit.request, response, visit.request.app.state.cookie_name, "", 0)
    return response
