"""Claiming credit, and taking the claim back until a certificate is issued for it.

The page, the rules and the acts are the credit room's. The routes are here because this is the
lowest room that knows what was issued.
"""

from starlette.responses import Response

from app.certificates import queries
from app.cohorts.loaders import Seat, load_seat
from app.core.errors import RefusedError
from app.credit import actions
from app.credit import queries as credit
from app.credit.forms import ClaimForm
from app.credit.models import Claim
from app.credit.pages import Issued, claim_page
from app.people.visits import Reader, Visit, Writer, allows, router
from app.policy.table import Action
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/claim")
@allows(Action.CLAIM_READ)
def show_claim(visit: Reader, cohort: str, taken_back: bool = False) -> Response:
    """What was earned, and the claim: made, to be made, or why not."""
    return _page(visit, load_seat(visit, cohort), taken_back=taken_back)


@routes.post("/cohorts/{cohort}/claim")
@allows(Action.CLAIM_MAKE)
def make_claim(visit: Writer, cohort: str, submitted: Submitted) -> Response:
    """Claim what was chosen."""
    seat = load_seat(visit, cohort)
    try:
        form = parse(ClaimForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, seat, form=FormState(invalid.values, invalid.errors))
    try:
        actions.claim(visit.db, seat, form.quarters, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        values = {"quarters": str(form.quarters)}
        return _page(visit, seat, form=FormState(values, {"quarters": str(refused)}))
    return see_other(f"{seat.path}/claim")


@routes.post("/cohorts/{cohort}/claim/withdrawal")
@allows(Action.CLAIM_MAKE)
def withdraw_claim(visit: Writer, cohort: str) -> Response:
    """Take the claim back, if no certificate was issued for it."""
    seat = load_seat(visit, cohort)
    claim = credit.lock_live_claim(visit.db, seat.enrollment.id)
    issued = _issued(visit, claim)
    actions.withdraw_claim(
        visit.db,
        claim,
        issued_at=issued.at if issued else None,
        by=visit.actor.person_id,
        now=visit.now,
    )
    return see_other(f"{seat.path}/claim?taken_back=true")


def _page(
    visit: Visit, seat: Seat, *, form: FormState | None = None, taken_back: bool = False
) -> Response:
    standing = credit.standing(visit.db, seat.cohort.id, seat.enrollment.id, seat.policy, visit.now)
    page = claim_page(
        seat,
        standing,
        _issued(visit, standing.claim),
        zone=visit.actor.zone,
        now=visit.now,
        form=form,
        taken_back=taken_back,
    )
    status = 422 if page.form.errors else 200
    return render(visit.request, "credit/claim.html", page, block="content", status=status)


def _issued(visit: Visit, claim: Claim | None) -> Issued | None:
    certificate = queries.certificate_for_claim(visit.db, claim.id) if claim else None
    if certificate is None:
        return None
    return Issued(certificate.issued_at, f"/my/certificates/{certificate.number}.pdf")
