"""The report of a cohort."""

from starlette.responses import Response

from app.certificates.reports.queries import cohorts_before, facts_of
from app.certificates.reports.records import CohortNumbers, Part
from app.certificates.reports.rules import report
from app.cohorts.context import CohortContext
from app.cohorts.deleted.queries import deleted_among
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.report.page import report_page, report_tables
from app.site.manage.cohorts.report.series import attended_table, series_report_page
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render

routes = router()


@routes.get("/manage/cohorts/{cohort}/report")
@allows(Action.COHORT_REPORT)
def show_report(
    visit: ReadVisit, cohort: str, asked: ListAsked, by: str = "", numbers: str = ""
) -> Response:
    """How a cohort goes, beside those before it; as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    part = next((part for part in Part if part.value == by), Part.INSTITUTION)
    whole = numbers == "all"
    before = () if here.cohort.is_series else _before(visit, here)
    facts = facts_of(visit.db, [here, *before], visit.now)
    found = report(
        facts[here.cohort.id], [facts[other.cohort.id] for other in before], part, visit.now
    )
    if here.cohort.is_series:
        return _of_series(visit, found.numbers, asked)
    if asked.format:
        tables = report_tables(found, part, whole=whole)
        return download(f"{here.cohort.slug}-report", tables, asked.format)
    page = report_page(found, part, visit.now, whole=whole)
    return render(visit.request, "manage/cohorts/report/report.html", page)


def _before(visit: Visit, here: CohortContext) -> list[CohortContext]:
    found = cohorts_before(visit.db, here)
    deleted = deleted_among(visit.db, [other.cohort for other in found], visit.now)
    return [other for other in found if other.cohort.id not in deleted]


def _of_series(visit: Visit, numbers: CohortNumbers, asked: ListAsked) -> Response:
    if asked.format:
        table = attended_table(numbers).exported
        return download(f"{numbers.here.cohort.slug}-report", [table], asked.format)
    page = series_report_page(numbers, visit.now)
    return render(visit.request, "manage/cohorts/report/series.html", page)
