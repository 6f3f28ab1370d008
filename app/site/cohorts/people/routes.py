"""The people of a cohort, for its people."""

from starlette.responses import Response

from app.cohorts.members.queries import members_of
from app.policy.table import Action
from app.site.cohorts.people.page import people_page
from app.site.loaders import load_member, name_whom_to_ask
from app.site.visits import ReadVisit, allows, router
from app.web.asked import ListAsked
from app.web.pages import render

routes = router()


@routes.get("/cohorts/{cohort}/people")
@allows(Action.COHORT_PEOPLE_READ)
def show_people(visit: ReadVisit, cohort: str, asked: ListAsked, institution: str = "") -> Response:
    """Who is here: names, institutions, and what each chose to tell."""
    found = load_member(visit, cohort)
    name_whom_to_ask(visit, found.here.cohort)
    page = people_page(
        found.here,
        members_of(visit.db, found.here.cohort, visit.now),
        asked,
        institution,
        reader=visit.actor,
        learns=found.enrollment is not None,
        now=visit.now,
    )
    return render(visit.request, "cohorts/people/people.html", page, block="content")
