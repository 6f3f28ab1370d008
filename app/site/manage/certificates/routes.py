"""One issued certificate, for who coordinates its program."""

from starlette.responses import Response

from app.certificates import queries as records
from app.certificates.numbers import parse_number
from app.certificates.queries import CertificateWithStatus
from app.certificates.verification.queries import file_as_issued
from app.cohorts.context import CohortContext
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.certificates.page import issued_page
from app.site.manage.cohorts.page import path_of
from app.site.parts.certificates import pdf_response
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/manage/certificates/{number}.pdf")
@allows(Action.CERTIFICATE_DOWNLOAD)
def download_issued(visit: ReadVisit, number: str, download: bool = False) -> Response:
    """The stored PDF of a certificate of one's program."""
    issued, _ = _load_issued(visit, number)
    pdf = file_as_issued(visit.db, issued.certificate)
    return pdf_response(issued.certificate, pdf, download=download)


@routes.get("/manage/certificates/{number}")
@allows(Action.CERTIFICATE_DOWNLOAD)
def show_issued(visit: ReadVisit, number: str) -> Response:
    """A certificate of one's program, with its history."""
    issued, here = _load_issued(visit, number)
    back = f"{path_of(here)}/certificates"
    history = records.history(visit.db, issued.certificate)
    page = issued_page(issued, history, here.program.language, back)
    return render(visit.request, "manage/certificates/certificate.html", page)


def _load_issued(visit: Visit, number: str) -> tuple[CertificateWithStatus, CohortContext]:
    """A certificate and its cohort, for whom the loader lets in.

    The loader asks who it is before it says that there is nothing.
    """
    known = parse_number(number) or ""
    here = load_cohort(visit, records.cohort_slug(visit.db, known) or "")
    issued = records.by_number(visit.db, known)
    assert issued is not None  # it has a cohort
    return issued, here
