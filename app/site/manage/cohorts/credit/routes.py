"""The activity of a cohort: see it, approve what waits or return it, take a request back."""

from collections.abc import Callable

from starlette.responses import Response

from app.certificates.issuing.candidates.queries import with_certificate
from app.cohorts.context import CohortContext
from app.cohorts.queries import units
from app.credit.accreditations.queries import accredited_by_text
from app.credit.approving.actions import approve
from app.credit.changes.effects.rules import Effects
from app.credit.changes.foreseen import effects_of, would_become
from app.credit.claims.queries import claimed_in
from app.credit.disclosures.needed.queries import decisions_of
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.proposals import actions
from app.credit.proposals.queries import AskedOf, asked_in, belongs_to
from app.credit.proposals.rules import why_not_decide
from app.credit.proposals.terms import approval_asked
from app.credit.queries import versions_of
from app.language.reasons import Reason
from app.people.models import Person
from app.people.roles import of_cohort, reach_of, roles_over
from app.policy.table import Action, Role
from app.site.loaders import load_cohort
from app.site.manage.cohorts.credit.forms import DecisionForm
from app.site.manage.cohorts.credit.page import Activities, Reader, credit_page
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()
AT = "/manage/cohorts/{cohort}/credit"


@routes.get(AT)
@allows(Action.ACTIVITY_READ)
def show_credit(visit: ReadVisit, cohort: str, saved: bool | None = None) -> Response:
    """Everything that is approved, what waits, and what was claimed."""
    return _page(visit, load_cohort(visit, cohort), saved=saved)


@routes.post(f"{AT}/approval")
@allows(Action.ACTIVITY_APPROVE)
def decide(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Approve exactly what was shown, or return it with a word."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(DecisionForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, here, form=FormState(invalid.values, invalid.errors))
    why_not = visit.attempt(_decision(visit, here, form))
    if why_not is not None:
        state = FormState({"word": form.word})
        return _page(visit, here, form=state, refused=why_not)
    return see_other(f"/manage/cohorts/{cohort}/credit?saved=true")


def _decision(visit: Visit, here: CohortContext, form: DecisionForm) -> Callable[[], None]:
    by, now = visit.actor.person_id, visit.now
    if form.decision == "return":
        return lambda: actions.give_back(visit.db, here.cohort, form.word, by=by, now=now)
    officer = visit.db.get_one(Person, by)
    templates = print_setup_of(visit).pack.versions
    return lambda: approve(
        visit.db, here.cohort, officer, read=form.read, templates=templates, now=now
    )


@routes.post(f"{AT}/withdrawal")
@allows(Action.ACTIVITY_ASK)
def take_back(visit: WriteVisit, cohort: str) -> Response:
    """Take back what waits."""
    here = load_cohort(visit, cohort)
    actions.take_back(visit.db, here.cohort, by=visit.actor.person_id, now=visit.now)
    return see_other(f"/manage/cohorts/{cohort}/credit?saved={str(visit.has_changed).lower()}")


def _read(visit: Visit, here: CohortContext) -> Activities:
    cohort_id = here.cohort.id
    versions = versions_of(visit.db, cohort_id).values()
    asked = asked_in(visit.db, cohort_id)
    waits = asked[0].proposal if asked and asked[0].is_open else None
    newest_first = sorted(versions, key=lambda own: own.activity.version, reverse=True)
    in_force = next(iter(newest_first), None)
    then = _would_be(visit, here, in_force, asked[0]) if waits else None
    read = Activities(
        versions=newest_first,
        asked=asked,
        claimed=claimed_in(visit.db, cohort_id),
        units=units(visit.db, cohort_id),
        would_be=then,
        effects=_effects(visit, here, in_force, then) if then else Effects(),
        decided=next(iter(decisions_of(visit.db, cohort_id)), None),
    )
    return read.with_accreditation(accredited_by_text(visit.db, read.shown_accreditation))


def _would_be(
    visit: Visit,
    here: CohortContext,
    in_force: ApprovedActivity | None,
    waits: AskedOf,
) -> ApprovedActivity:
    """What an approval now would make of it."""
    asked = approval_asked(waits.proposal, here.cohort, visit.now)
    return would_become(visit.db, here.cohort, in_force, asked, waits.provider.id)


def _effects(
    visit: Visit,
    here: CohortContext,
    in_force: ApprovedActivity | None,
    then: ApprovedActivity,
) -> Effects:
    certified = with_certificate(visit.db, here.cohort.id) if in_force else ()
    return effects_of(visit.db, here.cohort, in_force, then, visit.now, certified)


def _reader(visit: Visit, here: CohortContext, read: Activities) -> Reader:
    actor, cohort = visit.actor, here.cohort
    held = roles_over(actor, of_cohort(here.program.id, cohort.id, is_draft=cohort.is_draft))
    own = reach_of(actor, Role.CME_OFFICER).providers
    why_not = None
    if read.open is not None and read.open.provider.id in own:
        belongs = belongs_to(visit.db, cohort, actor.person_id, visit.now)
        why_not = why_not_decide(actor.person_id, read.open.proposal.by, belongs=belongs)
    return Reader(
        zone=actor.zone,
        is_coordinator=Role.COORDINATOR in held,
        is_officer=bool(own & read.provider_ids),
        decides=read.open is not None and read.open.provider.id in own,
        why_not=why_not,
    )


def _page(
    visit: Visit,
    here: CohortContext,
    *,
    form: FormState | None = None,
    refused: Reason | None = None,
    saved: bool | None = None,
) -> Response:
    read = _read(visit, here)
    page = credit_page(
        here,
        read,
        _reader(visit, here, read),
        templates=print_setup_of(visit).pack.versions,
        now=visit.now,
        form=form,
        refused=refused,
        saved=saved,
    )
    status = 409 if refused else 422 if form else 200
    return render(visit.request, "manage/cohorts/credit/credit.html", page, status=status)
