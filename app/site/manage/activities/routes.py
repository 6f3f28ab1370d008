"""The desk of an officer."""

from starlette.responses import Response

from app.credit.proposals.queries import activities_of, waiting_for
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.activities.page import activities_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/manage/activities")
@allows(Action.ACTIVITIES_READ)
def show_activities(visit: ReadVisit) -> Response:
    """What waits for an approval, and every activity of one's providers."""
    own = reach_of(visit.permit_own(), Role.CME_OFFICER).providers
    page = activities_page(
        waiting_for(visit.db, own), activities_of(visit.db, own), zone=visit.actor.zone
    )
    return render(visit.request, "manage/activities/activities.html", page)
