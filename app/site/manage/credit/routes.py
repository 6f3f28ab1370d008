"""The counts of a year over all accredited activities that somebody answers for."""

from starlette.responses import Response

from app.certificates.years.queries import activities_of, took_part
from app.certificates.years.rules import CountedActivity, year_lines
from app.history.retention.deletion.queries import deleted_at
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.credit.page import chosen_year, year_page, year_table
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.files import download
from app.web.pages import render
from app.web.spreadsheet import Format

routes = router()


@routes.get("/manage/credit")
@allows(Action.CREDIT_COUNT)
def show_year(
    visit: ReadVisit,
    year: int | None = None,
    format: Format | None = None,  # noqa: A002
) -> Response:
    """Who took part in a year, by profession, and what they were awarded; also as a spreadsheet."""
    actor = visit.permit_own()
    found = _activities(visit)
    gone = deleted_at(visit.db, {each.cohort_id for each in found})
    activities = [each for each in found if each.cohort_id not in gone]
    cohort_ids = {each.cohort_id for each in activities}
    lines = year_lines(activities, took_part(visit.db, list(cohort_ids), visit.now))
    own = chosen_year(lines, year)
    if format is not None:
        return download(
            f"credit-{own or 'years'}", [year_table(lines, own, gone=len(gone))], format
        )
    page = year_page(lines, own, coordinates=Role.COORDINATOR in actor.roles, gone=len(gone))
    return render(visit.request, "manage/credit/credit.html", page)


def _activities(visit: Visit) -> list[CountedActivity]:
    actor = visit.actor
    coordinates, officer = reach_of(actor, Role.COORDINATOR), reach_of(actor, Role.CME_OFFICER)
    return activities_of(visit.db, coordinates, officer, visit.now)
