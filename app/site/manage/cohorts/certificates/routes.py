"""The certificates of a cohort."""

from starlette.responses import Response

from app.certificates.amendments.queries import flagged_certificates
from app.certificates.queries import certificates_of_cohort
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.certificates.page import (
    certificate_line,
    certificates_of,
    certificates_page,
)
from app.site.visits import ReadVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render
from app.web.shown import table_of

routes = router()


@routes.get("/manage/cohorts/{cohort}/certificates")
@allows(Action.CERTIFICATES_READ)
def show_certificates(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """The certificates issued in a cohort, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    issued = certificates_of_cohort(visit.db, here.cohort.id)
    lines = [certificate_line(certificate, here.cohort.zone) for certificate in issued]
    if asked.format:
        listing = certificates_of(here)
        return download(
            f"{here.cohort.slug}-certificates", [table_of(listing, lines, asked)], asked.format
        )
    waiting = flagged_certificates(visit.db, [here.cohort.id]).get(here.cohort.id, ())
    page = certificates_page(here, lines, asked, flagged=len(waiting))
    return render(visit.request, "manage/cohorts/certificates/certificates.html", page)
