"""Taking a signature back."""

from starlette.responses import Response

from app.casework.certified.rules import has_claim, numbers_of
from app.certificates.marks.queries import built_on
from app.certificates.withdrawals import actions as withdrawals
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.core.errors import ConflictError
from app.language import _
from app.language.reasons import Reason
from app.learning import actions, rules
from app.learning import queries as learned
from app.policy.table import Action
from app.site.cohorts.units.attestation.forms import signature
from app.site.cohorts.units.attestation.page import WithdrawalPage
from app.site.cohorts.units.routes import open_module, unit_response
from app.site.loaders import Position, load_learner, name_whom_to_ask, unit_at, units_for
from app.site.visits import ReadVisit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/units/{position}/attestation/withdrawal")
@allows(Action.ATTESTATION_WITHDRAW)
def check_withdrawal(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """A check page: what would be withdrawn, or why it cannot be."""
    learner = load_learner(visit, cohort)
    unit = unit_at(units_for(visit, learner), position)
    name_whom_to_ask(visit, learner.cohort)
    page = _withdrawal(visit, learner, unit)
    return render(visit.request, "cohorts/units/attestation/withdrawal.html", page)


def _withdrawal(visit: ReadVisit, learner: LearnerInCohort, unit: UnitRow) -> WithdrawalPage:
    signed = learned.work_done(visit.db, learner.enrollment.id, unit.id).attestation
    return WithdrawalPage(
        language=learner.program.language,
        eyebrow=f"{learner.label(unit.position)}: {unit.title}",
        title=_("Withdraw your attestation?"),
        statement=signed.statement if signed else None,
        path=f"{learner.path}/units/{unit.position}",
        reason=_why_not_withdraw(visit, learner, signed=signed is not None),
        updated=signed is not None and signed.module_version_id != unit.module_version_id,
    )


def _why_not_withdraw(visit: ReadVisit, learner: LearnerInCohort, *, signed: bool) -> Reason | None:
    built = built_on(visit.db, [learner.enrollment.id]).get(learner.enrollment.id, ())
    return rules.why_not_withdraw(
        signed=signed,
        claimed=has_claim(built),
        issued=len(numbers_of(built)),
        closes_at=learner.cohort.closes_at,
        now=visit.now,
    )


@routes.post("/cohorts/{cohort}/units/{position}/attestation/withdrawal")
@allows(Action.ATTESTATION_WITHDRAW)
def withdraw(visit: WriteVisit, cohort: str, position: Position) -> Response:
    """Withdraw an attestation, as long as no claim and no certificate rests on it."""
    learner = load_learner(visit, cohort)
    unit = unit_at(units_for(visit, learner), position)
    withdrawals.withdraw_attestation(visit.db, learner, unit, now=visit.now)
    return see_other(f"{learner.path}/units/{position}#attestation")


@routes.post("/cohorts/{cohort}/units/{position}/attestation")
@allows(Action.ATTESTATION_SIGN)
def sign(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Sign that the unit's module was completed."""
    learner = load_learner(visit, cohort)
    unit, _module = open_module(visit, learner, position)
    try:
        form = signature(submitted, learner.cohort.attestation_version, visit.actor)
    except FormInvalidError as invalid:
        return unit_response(
            visit, learner, position, form=FormState(invalid.values, invalid.errors)
        )
    try:
        actions.attest(
            visit.db,
            learner,
            unit,
            shown=form.module,
            typed_name=form.typed_name,
            by=visit.actor,
            now=visit.now,
        )
    except ConflictError as conflict:
        kept = FormState({"typed_name": form.typed_name}, {"typed_name": conflict.reason})
        return unit_response(visit, learner, position, form=kept, status=409)
    return see_other(f"{learner.path}/units/{position}?saved=attestation#done")
