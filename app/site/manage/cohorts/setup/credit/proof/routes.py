"""The live proof of a draft's certificates."""

from starlette.responses import Response

from app.policy.table import Action
from app.site.manage.cohorts.setup.credit.loaders import CreditSubmitted
from app.site.manage.cohorts.setup.credit.proof.responses import proof_of_form
from app.site.manage.cohorts.setup.loaders import load_draft
from app.site.visits import ReadVisit, allows, router

routes = router()


@routes.post("/manage/cohorts/{cohort}/setup/credit/proof")
@allows(Action.COHORT_SET_UP)
def show_proof(visit: ReadVisit, cohort: str, submitted: CreditSubmitted) -> Response:
    """What certificates will look like as the form stands now; nothing of it is kept."""
    return proof_of_form(visit, load_draft(visit, cohort), submitted)
