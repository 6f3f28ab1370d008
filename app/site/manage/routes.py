"""The coordinator's desk: what waits, the cohorts with their people, issuing, and long work."""

from starlette.responses import Response

from app.certificates.overview.queries import watched
from app.people.roles import reach_of
from app.people.snoozes.queries import put_off
from app.policy.table import Action, Role
from app.site.manage.queue import queue_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/manage")
@allows(Action.MANAGE_READ)
def show_queue(visit: ReadVisit) -> Response:
    """What waits in the cohorts of one's programs."""
    actor = visit.permit_own()
    reach = reach_of(actor, Role.COORDINATOR)
    found = watched(visit.db, reach, visit.now)
    later = put_off(visit.db, actor.person_id, visit.now)
    page = queue_page(found, later, visit.now, by=actor.person_id, zone=actor.zone)
    return render(visit.request, "manage/queue.html", page)
