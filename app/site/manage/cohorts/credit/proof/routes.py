"""The proof of an activity, as a PDF that one can open."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from starlette.responses import Response

from app.certificates.issuing.proofs import Case, proof_of
from app.certificates.snapshot import CertificateKind
from app.core.errors import RefusedError
from app.credit.proposals.queries import asked_last
from app.credit.proposals.rules import NO_PROOF
from app.credit.proposals.terms import terms_of_approved
from app.credit.queries import activity_of
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.files import disposition
from app.web.limits import RateLimit

routes = router()
PRINTED = RateLimit(60, timedelta(minutes=10), "activities.proof")


@routes.get("/manage/cohorts/{cohort}/credit/proof")
@allows(Action.ACTIVITY_READ)
def show_proof(
    visit: ReadVisit,
    cohort: str,
    kind: CertificateKind = CertificateKind.CME_CREDIT,
    case: Case = Case.USUAL,
) -> Response:
    """What waits, or else what is in force, printed as certificates are, for nobody."""
    here = load_cohort(visit, cohort)
    terms = _terms(visit, here.cohort.id)
    PRINTED.hit(str(visit.actor.person_id), visit.now)
    draft = proof_of(
        terms,
        kind,
        case,
        print_setup_of(visit),
        program=here.program.title,
        cohort=here.cohort.title,
        zone=here.cohort.zone,
    )
    pdf = visit.request.app.state.previews.marked(draft)
    name = f"proof-{kind.value}-{case.value}.pdf"
    headers = {"Content-Disposition": disposition("inline", name, name)}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _terms(visit: Visit, cohort_id: UUID) -> Mapping[str, Any]:
    asked = asked_last(visit.db, cohort_id)
    if asked is not None and asked.is_open:
        return asked.proposal.terms
    approved = activity_of(visit.db, cohort_id)
    if approved is None:
        raise RefusedError(NO_PROOF)
    return terms_of_approved(approved)
