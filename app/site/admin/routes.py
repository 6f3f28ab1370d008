"""The administrator's page."""

from starlette.responses import Response

from app.installation import host, queries
from app.installation.setup import actions
from app.installation.setup import queries as setup
from app.installation.setup.rules import why_not_test
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.admin.page import health_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.pages import render, see_other

routes = router()


@routes.get("/admin")
@allows(Action.INSTALLATION_READ)
def show_health(visit: ReadVisit) -> Response:
    """What is missing, and whether the installation is healthy: findings, nobody's data."""
    visit.permit_own()
    return _page(visit)


@routes.post("/admin/mail/test")
@allows(Action.MAIL_TEST)
def test_mail(visit: WriteVisit) -> Response:
    """Send a mail to oneself; how far it got is on the page."""
    by = visit.permit_own().person_id
    machine = host.seen(visit.request.app.state.settings, visit.now)
    why_not = why_not_test(mail_leaves=machine.mail_leaves, demo=machine.demo)
    if why_not is not None:
        return _page(visit, refused=why_not)
    actions.send_test(visit.db, by=by, now=visit.now)
    return see_other("/admin#mail")


def _page(visit: Visit, refused: Reason | None = None) -> Response:
    machine = host.seen(visit.request.app.state.settings, visit.now)
    page = health_page(
        queries.seen(
            visit.db, visit.now, with_mail=machine.mail_leaves, with_zoom=machine.has_zoom
        ),
        setup.seen(visit.db, visit.now),
        machine,
        zone=visit.actor.zone,
        now=visit.now,
        refused=refused,
    )
    status = 409 if refused else 200
    return render(visit.request, "admin/health.html", page, block="content", status=status)
