"""What one signed, with exactly the text that it was made for."""

from uuid import UUID

from starlette.responses import Response

from app.content import library
from app.content import queries as content
from app.core.errors import NotFoundError
from app.learning.signatures.queries import Signed, signed_by
from app.policy.table import Action, Role
from app.site.my.record.attestations.page import attestation_page
from app.site.parts.figures import figure_response, hash_of
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.files import not_modified
from app.web.pages import render

routes = router()


@routes.get("/my/record/attestations/{attestation}")
@allows(Action.ATTESTATION_READ)
def show_attestation(visit: ReadVisit, attestation: UUID) -> Response:
    """An attestation with its text; also when it was withdrawn, and in a cohort one has left."""
    signed = _load(visit, attestation)
    module = library.module(visit.db, signed.attestation.module_version_id)
    page = attestation_page(signed, module)
    return render(visit.request, "my/record/attestations/attestation.html", page)


@routes.get("/my/record/attestations/{attestation}/figures/{name}")
@allows(Action.ATTESTATION_READ)
def show_figure(visit: ReadVisit, attestation: UUID, name: str) -> Response:
    """A picture of the text that was signed."""
    version_id = _load(visit, attestation).attestation.module_version_id
    hash_ = hash_of(library.module(visit.db, version_id).figures, name)
    return not_modified(visit.request, hash_) or figure_response(content.figure(visit.db, hash_))


def _load(visit: Visit, attestation_id: UUID) -> Signed:
    """The visitor's own attestation; somebody else's does not exist."""
    signed = signed_by(visit.db, visit.actor.person_id, attestation_id)
    visit.permit({Role.PERSON} if signed else ())
    if signed is None:
        raise NotFoundError
    return signed
