"""Verifying an address by a mailed link."""

from datetime import timedelta

from starlette.responses import Response

from app.core.errors import ConflictError, RefusedError
from app.people.addresses import actions
from app.site.addresses.page import LinkPage
from app.site.visits import ReadVisit, WriteVisit, public, router
from app.web.limits import RateLimit, client_address
from app.web.pages import render

routes = router()

TRIED_FROM = RateLimit(30, timedelta(minutes=10), "addresses.tried")
"""Of those who fail, as for sign-in."""


@routes.get("/addresses/{token}")
@public
def show_link(visit: ReadVisit, token: str) -> Response:
    """A button only: mail scanners follow links, so a GET uses nothing up."""
    return render(visit.request, "addresses/link.html", LinkPage(token))


@routes.post("/addresses/{token}")
@public
def use_link(visit: WriteVisit, token: str) -> Response:
    """Verify the address that the link was mailed to."""
    TRIED_FROM.hit(client_address(visit.request), visit.now)
    try:
        actions.verify_address(visit.db, token, now=visit.now)
    except (RefusedError, ConflictError) as refused:
        page = LinkPage(token, why_not=refused.reason)
        return render(visit.request, "addresses/link.html", page, status=422)
    TRIED_FROM.give_back(client_address(visit.request), visit.now)
    return render(visit.request, "addresses/link.html", LinkPage(token, added=True))
