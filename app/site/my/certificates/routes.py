"""One's own certificates."""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from app.certificates import queries as records
from app.certificates.badges.queries import with_badges
from app.certificates.names.queries import names_among
from app.certificates.numbers import parse_number
from app.certificates.pars.own.queries import permissions_of_person
from app.certificates.queries import CertificateWithStatus
from app.certificates.verification.doubts import with_doubts
from app.certificates.verification.queries import file_as_issued
from app.cohorts.enrollments import queries as enrollments
from app.core.errors import NotFoundError
from app.credit import queries as credit
from app.policy.table import Action
from app.site.loaders import still_enrolled, still_there
from app.site.my.certificates.next import next_steps, with_names
from app.site.my.certificates.page import my_certificates_page
from app.site.parts.certificates import pdf_response
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/my/certificates")
@allows(Action.OWN_CERTIFICATE_READ)
def show_own(visit: ReadVisit, withdrawn: bool = False) -> Response:
    """One's own certificates."""
    person_id = visit.permit_own().person_id
    issued = with_doubts(visit.db, records.certificates_of_person(visit.db, person_id))
    places = still_enrolled(enrollments.enrollments_of(visit.db, person_id))
    places = still_there(visit, places)
    standings = credit.own_standings(visit.db, places, visit.now) if places else {}
    certified, zone = _certified(issued), visit.actor.zone
    steps = next_steps(places, standings, certified, visit.now, reader_zone=zone)
    following = with_names(steps, names_among(visit.db, steps)) if steps else []
    permissions = permissions_of_person(visit.db, person_id)
    base_url = visit.request.app.state.settings.base_url
    badges = with_badges(visit.db, [own.certificate.id for own in issued])
    page = my_certificates_page(
        issued, following, permissions, base_url, zone=zone, badges=badges, withdrawn=withdrawn
    )
    return render(visit.request, "my/certificates/certificates.html", page)


def _certified(issued: Sequence[CertificateWithStatus]) -> set[UUID]:
    """The places and the claims that a certificate was issued for."""
    made = [each.certificate for each in issued]
    claims = {certificate.claim_id for certificate in made if certificate.claim_id}
    return claims | {certificate.place_id for certificate in made}


@routes.get("/my/certificates/{number}.pdf")
@allows(Action.OWN_CERTIFICATE_READ)
def download_own(visit: ReadVisit, number: str, download: bool = False) -> Response:
    """The stored PDF of one's own certificate."""
    person_id = visit.permit_own().person_id
    issued = records.own_by_number(visit.db, person_id, parse_number(number) or "")
    if issued is None:
        raise NotFoundError
    pdf = file_as_issued(visit.db, issued.certificate)
    return pdf_response(issued.certificate, pdf, download=download)
