"""The administrator's page."""

from starlette.responses import Response

from app.installation import host, queries
from app.policy.table import Action
from app.site.admin.page import health_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/admin")
@allows(Action.INSTALLATION_READ)
def show_health(visit: ReadVisit) -> Response:
    """Whether the installation is healthy: counts and findings, nobody's data."""
    actor = visit.permit_own()
    machine = host.seen(visit.request.app.state.settings)
    database = queries.seen(visit.db, visit.now, with_mail=machine.mail_leaves)
    page = health_page(database, machine, zone=actor.zone, now=visit.now)
    return render(visit.request, "admin/health.html", page, block="content")
