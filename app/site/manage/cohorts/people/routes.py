"""The people of a cohort."""

from starlette.responses import Response

from app.certificates.issuing import queries as certificates
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.credit import queries as credit
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.people.line import PersonLine, person_line
from app.site.manage.cohorts.people.page import people_of, people_page
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.files import csv_file
from app.web.pages import render
from app.web.shown import csv_of

routes = router()


@routes.get("/manage/cohorts/{cohort}/people")
@allows(Action.PEOPLE_READ)
def show_people(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Everybody in a cohort, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    lines = _people(visit, here)
    if asked.csv:
        return csv_file(f"{here.cohort.slug}-people", csv_of(people_of(here), lines, asked))
    page = people_page(here, lines, asked)
    return render(visit.request, "manage/cohorts/people/people.html", page)


def _people(visit: Visit, here: CohortContext) -> list[PersonLine]:
    """One line for everybody of a cohort."""
    standings = credit.standings(visit.db, here.cohort.id, here.policy, visit.now)
    candidates = {
        candidate.enrollment_id: candidate
        for candidate in certificates.candidates(visit.db, here, visit.now, standings)
    }
    return [
        person_line(
            enrolled.person,
            enrolled.institution,
            standings[enrolled.enrollment.id],
            candidates[enrolled.enrollment.id],
        )
        for enrolled in enrollments.roster(visit.db, here.cohort.id)
    ]
