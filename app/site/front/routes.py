"""Pages for everybody, and the addresses for machines. None of them sets a cookie."""

from fastapi import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.cohorts.coming import queries
from app.cohorts.helpers.queries import helpers_of
from app.core.errors import NotFoundError
from app.core.readiness import Readiness
from app.policy.table import Role
from app.site.front.pages import HelpPage, front_page, help_page
from app.site.visits import ReadVisit, public, router
from app.web.pages import render, see_other

routes = router()

ROBOTS = "User-agent: *\nDisallow: /sign-in\nDisallow: /demo/\n"


@routes.get("/")
@public
def show_front(visit: ReadVisit) -> Response:
    """What this is and which cohorts come next; home for whoever is signed in."""
    if visit.signed_in is not None:
        return see_other("/home")
    page = front_page(queries.coming_cohorts(visit.db, visit.now), visit.now)
    return render(visit.request, "front/front.html", page)


@routes.get("/privacy")
@public
def show_privacy(visit: ReadVisit) -> Response:
    """What is kept of people, who sees it, and for how long."""
    return render(visit.request, "front/privacy.html", HelpPage())


@routes.get("/accessibility")
@public
def show_accessibility(visit: ReadVisit) -> Response:
    """What the pages promise to everybody."""
    return render(visit.request, "front/accessibility.html", HelpPage())


@routes.get("/help")
@public
def show_help(visit: ReadVisit) -> Response:
    """How it works, whom to ask, where the source is."""
    viewer = visit.signed_in  # who cannot prove themselves needs to know whom to ask
    page = help_page(
        visit.request.app.state.settings.source_url,
        helpers_of(visit.db, viewer, visit.now) if viewer else None,
        coordinates=viewer is not None and Role.COORDINATOR in viewer.roles,
    )
    return render(visit.request, "front/help.html", page)


@routes.get("/health")
@public
def health() -> Response:
    """That this process answers; the database is not asked."""
    return JSONResponse({"status": "ok"})


@routes.get("/ready")
@public
def ready(request: Request) -> Response:
    """Whether requests can be served; why not is in the log, and nobody else's business."""
    readiness: Readiness = request.app.state.readiness
    if readiness.why_not() is not None:
        return JSONResponse({"status": "not ready"}, 503)  # not shown
    return JSONResponse({"status": "ready"})


@routes.get("/robots.txt")
@public
def robots() -> Response:
    """What search engines need not look at."""
    return PlainTextResponse(ROBOTS)


not_found = router()
"""Comes after everything else that has an address."""


@not_found.get("/{path:path}")
@public
def nothing_here(visit: ReadVisit) -> Response:  # noqa: ARG001 - its transaction learns who asks
    """Any other address: nothing, but in the frame of whoever asks, so that they can go on."""
    raise NotFoundError
