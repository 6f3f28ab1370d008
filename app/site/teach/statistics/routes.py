"""The attendance of a cohort in numbers, as a page or as a spreadsheet.

For those who teach or coordinate the whole cohort, who see each of its people: so no small number
crosses a line here. Institution leads do not come here.
"""

from starlette.responses import Response

from app.casework.statistics.queries import participants
from app.casework.statistics.rules import HeldSession, SeriesNumbers, series
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.rules import has_ended
from app.policy.table import Action
from app.site.loaders import load_cohort, name_whom_to_ask
from app.site.teach.statistics.page import statistics_page
from app.site.teach.statistics.tables import exported
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render

routes = router()


@routes.get("/teach/{cohort}/statistics")
@allows(Action.ROSTER_READ)
def show_statistics(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """How many came to each session, and who."""
    here = load_cohort(visit, cohort)
    numbers = _numbers(visit, here)
    if asked.format:
        found = exported(here, numbers)
        return download(f"{here.cohort.slug}-attendance-in-numbers", found, asked.format)
    name_whom_to_ask(visit, here.cohort)
    page = statistics_page(here, numbers, visit.actor)
    return render(visit.request, "teach/statistics/statistics.html", page, block="content")


def _numbers(visit: Visit, here: CohortContext) -> SeriesNumbers:
    """As many statements for 50 people as for 500."""
    held = [
        HeldSession(unit.position, unit.starts_at)
        for unit in cohorts.units(visit.db, here.cohort.id)
        if unit.starts_at is not None
        and not unit.canceled
        and has_ended(unit.starts_at, unit.minutes, visit.now)
    ]
    return series(participants(visit.db, here.cohort.id), held)
