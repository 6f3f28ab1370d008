"""The proof of an activity, as a PDF that one can open."""

from datetime import timedelta

from starlette.responses import Response

from app.certificates.issuing.proofs import Case, proof
from app.certificates.issuing.recording import Printed
from app.cohorts.context import CohortContext
from app.cohorts.queries import units
from app.core.errors import RefusedError
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1
from app.credit.pictures.queries import pictures_of
from app.credit.proposals.queries import asked_last
from app.credit.proposals.rules import NO_PROOF
from app.credit.proposals.terms import would_be
from app.credit.queries import activity_of
from app.credit.systems.queries import every_system
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.parts.proofs import setting_of
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.files import disposition
from app.web.limits import RateLimit

routes = router()
PRINTED = RateLimit(60, timedelta(minutes=10), "activities.proof")


@routes.get("/manage/cohorts/{cohort}/credit/proof")
@allows(Action.ACTIVITY_READ)
def show_proof(
    visit: ReadVisit, cohort: str, of: str = AMA_PRA_1, case: Case = Case.USUAL
) -> Response:
    """What waits, or else what is in force, printed as certificates are, for nobody.

    `of`: the key of a credit system, or `completion`.
    """
    here = load_cohort(visit, cohort)
    shown = _shown(visit, here)
    PRINTED.hit(str(visit.actor.person_id), visit.now)
    planned = units(visit.db, here.cohort.id)
    starts = [unit.starts_at for unit in planned if unit.starts_at and not unit.canceled]
    modules = sum(unit.module_version_id is not None for unit in planned)
    setting = setting_of(here, starts, modules, visit.now)
    made = proof(shown, of, case, setting, print_setup_of(visit))
    pictures = pictures_of(visit.db, shown.activity)
    printed: Printed = visit.request.app.state.previews.proof(made, pictures)
    name = f"proof-{of}-{case.value}.pdf"
    headers = {"Content-Disposition": disposition("inline", name, name)}
    return Response(printed.pdf, media_type="application/pdf", headers=headers)


def _shown(visit: Visit, here: CohortContext) -> ApprovedActivity:
    asked = asked_last(visit.db, here.cohort.id)
    if asked is not None and asked.is_open:
        return would_be(asked.proposal, here.cohort, every_system(visit.db))
    approved = activity_of(visit.db, here.cohort.id)
    if approved is None:
        raise RefusedError(NO_PROOF)
    return approved
