"""A report to leaders that was ordered: how it stands, its paragraph, its file."""

from uuid import UUID

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.outcomes.leadership.queries import file_of
from app.policy.table import Action
from app.site.manage.outcomes.reports.loaders import load_report
from app.site.manage.outcomes.reports.page import file_name, report_page
from app.site.visits import ReadVisit, allows, router
from app.web.files import not_modified, stored_file
from app.web.pages import render

routes = router()


@routes.get("/manage/outcomes/reports/{leadership_report}")
@allows(Action.OUTCOMES_READ)
def show_report(visit: ReadVisit, leadership_report: UUID) -> Response:
    """What it was made of, and its paragraph for grant applications."""
    here = load_report(visit, leadership_report)
    page = report_page(here, visit.actor.zone)
    return render(visit.request, "manage/outcomes/reports/report.html", page)


@routes.get("/manage/outcomes/reports/{leadership_report}/file")
@allows(Action.OUTCOMES_READ)
def download_report(visit: ReadVisit, leadership_report: UUID) -> Response:
    """The stored PDF, the same bytes each time."""
    here = load_report(visit, leadership_report)
    made = file_of(visit.db, leadership_report)
    if made is None:
        raise NotFoundError
    etag = made.sha256[:32]
    sent = stored_file(made.pdf, "application/pdf", etag, name=file_name(here))
    return not_modified(visit.request, etag) or sent
