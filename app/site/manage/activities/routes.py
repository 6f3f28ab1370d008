"""The desk of an officer."""

from starlette.responses import Response

from app.credit.disclosures.missing.queries import missing_in
from app.credit.proposals.queries import activities_of, waiting_for
from app.credit.systems.queries import systems_of
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.activities.page import activities_page
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/manage/activities")
@allows(Action.ACTIVITIES_READ)
def show_activities(visit: ReadVisit) -> Response:
    """What waits for an approval or a review, and every activity of one's providers."""
    own = reach_of(visit.permit_own(), Role.CME_OFFICER).providers
    activities = activities_of(visit.db, own)
    missing = missing_in(visit.db, [each.cohort.id for each in activities], visit.now)
    designated = systems_of(visit.db, [each.activity.id for each in activities])
    waiting, zone = waiting_for(visit.db, own), visit.actor.zone
    page = activities_page(waiting, activities, missing, designated, zone=zone)
    return render(visit.request, "manage/activities/activities.html", page)
