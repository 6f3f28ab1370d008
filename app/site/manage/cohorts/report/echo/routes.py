"""A cohort's attendance for a program of Project ECHO."""

from starlette.responses import Response

from app.credit.queries import activity_of, ledgers
from app.outcomes.echo.queries import echo_people, session_cases, session_leaders
from app.outcomes.echo.rules import echo_report
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.report.echo.tables import echo_tables
from app.site.visits import ReadVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.spreadsheet import Format

routes = router()


@routes.get("/manage/cohorts/{cohort}/report/echo")
@allows(Action.PEOPLE_READ)
def download_echo(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """The program, its people, its sessions, and who came to which, as a spreadsheet."""
    here = load_cohort(visit, cohort)
    cohort_id = here.cohort.id
    report = echo_report(
        echo_people(visit.db, cohort_id),
        ledgers(visit.db, cohort_id),
        session_leaders(visit.db, cohort_id),
        session_cases(visit.db, cohort_id),
        visit.now,
    )
    tables = echo_tables(here, report, activity_of(visit.db, cohort_id))
    return download(f"{here.cohort.slug}-echo", tables, asked.format or Format.XLSX)
