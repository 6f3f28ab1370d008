"""One's own certificates."""

from starlette.responses import Response

from app.certificates import queries as records
from app.certificates.numbers import parse_number
from app.core.errors import NotFoundError
from app.policy.table import Action
from app.site.my.certificates.page import my_certificates_page
from app.site.parts.certificates import pdf_response
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/my/certificates")
@allows(Action.OWN_CERTIFICATE_READ)
def show_own(visit: ReadVisit) -> Response:
    """One's own certificates."""
    person_id = visit.permit_own().person_id
    page = my_certificates_page(records.certificates_of_person(visit.db, person_id))
    return render(visit.request, "my/certificates/certificates.html", page)


@routes.get("/my/certificates/{number}.pdf")
@allows(Action.OWN_CERTIFICATE_READ)
def download_own(visit: ReadVisit, number: str, download: bool = False) -> Response:
    """The stored PDF of one's own certificate."""
    person_id = visit.permit_own().person_id
    issued = records.own_by_number(visit.db, person_id, parse_number(number) or "")
    if issued is None:
        raise NotFoundError
    pdf = records.file_of(visit.db, issued.certificate.id)
    return pdf_response(issued.certificate, pdf, download=download)
