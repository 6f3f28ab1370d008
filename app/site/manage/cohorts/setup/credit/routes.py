"""The credit of a draft."""

from datetime import datetime

from starlette.responses import Response

from app.cohorts.drafts.rules import MORNING
from app.cohorts.models import Cohort
from app.cohorts.rules import to_utc
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.queries import accreditations, accredited
from app.credit.accreditations.rules import statement_of
from app.credit.actions import Approval, ApprovedComponent, approve_activity
from app.credit.drafts.queries import earlier_credit
from app.credit.enums import ComponentKind
from app.credit.proposals.actions import propose
from app.credit.proposals.queries import asked_last
from app.credit.queries import activity_of
from app.language.moments import local
from app.people.institutions.queries import taking_part
from app.people.providers.queries import (
    officers_of,
    provider_called,
    providers,
    with_officers,
)
from app.policy.table import Action
from app.site.manage.cohorts.setup.credit.accredited import stands
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.credit.page import Known, credit_page
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/setup/credit")
@allows(Action.COHORT_SET_UP)
def show_credit(visit: ReadVisit, cohort: str) -> Response:
    """What was approved for a draft, or for an earlier cohort."""
    return _credit(visit, load_draft(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/setup/credit")
@allows(Action.COHORT_SET_UP)
def save_credit(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Enter what was approved, as the next version of the activity."""
    draft = load_draft(visit, cohort)
    own = draft.here.cohort
    typed = {name: str(value) for name, value in submitted.items()}
    typed["partner"] = "\n".join(str(name) for name in submitted.getlist("partner"))
    try:
        form = parse(CreditForm, submitted)
        chosen = accredited(visit.db, form.accreditation) if form.accreditation else None
        provider = provider_called(visit.db, form.provider)
        officers = officers_of(visit.db, provider.id, visit.now) if provider else ()
        wrong = form.why_not(local(visit.now, own.zone).date(), has_officers=bool(officers))
        if errors := {**wrong, **stands(form, chosen, draft)}:
            raise FormInvalidError(errors, typed)
    except FormInvalidError as invalid:
        return _credit(visit, draft, FormState(typed, invalid.errors), status=422)
    approval = _approval(form, own, chosen.accreditation if chosen else None, visit.now)
    by, now = visit.actor.person_id, visit.now
    if provider is None or not officers:
        approve_activity(visit.db, own, approval, by=by, now=now)
        return see_other(f"{draft.path}/rehearsal")
    templates = print_setup_of(visit).pack.versions
    propose(
        visit.db, own, provider, approval, officers=officers, templates=templates, by=by, now=now
    )
    return see_other(f"/manage/cohorts/{own.slug}/credit")


def _credit(
    visit: Visit, draft: Draft, form: FormState | None = None, *, status: int = 200
) -> Response:
    page = credit_page(
        draft,
        activity_of(visit.db, draft.here.cohort.id),
        asked_last(visit.db, draft.here.cohort.id),
        earlier_credit(visit.db, draft.here.program.id),
        Known(
            providers(visit.db),
            taking_part(visit.db),
            accreditations(visit.db),
            with_officers(visit.db, visit.now),
        ),
        form,
        visit.now,
    )
    return render(visit.request, "manage/cohorts/setup/credit/credit.html", page, status=status)


def _approval(
    form: CreditForm, cohort: Cohort, chosen: Accreditation | None, now: datetime
) -> Approval:
    """What was approved, or is to be, in the words of the activity."""
    names = (
        "title",
        "provider",
        "joint_providers",
        "learning_format",
        "place",
        "designation_statement",
        "claim_statement",
        "requires_completion",
        "disclosure_applies",
        "disclosure_reason",
        "approved_by",
    )
    return Approval(
        **{name: getattr(form, name) for name in names},
        accreditation_id=chosen.id if chosen else None,
        accreditation_statement=(
            statement_of(chosen, form.joint_providers) if chosen else form.accreditation_statement
        ),
        designated_quarters=form.designated,
        rounding="half_up",
        signatories=_signatories(form.signatories),
        approved_at=to_utc(form.approved_on, MORNING, cohort.zone) if form.approved_on else now,
        claims_close_at=cohort.closes_at,
        components=_components(form),
    )


def _components(form: CreditForm) -> list[ApprovedComponent]:
    """What modules and sessions earn, and enduring material where it was designated, too."""
    found = [
        ApprovedComponent(ComponentKind.MODULE, form.module_minutes, form.module_most),
        ApprovedComponent(ComponentKind.SESSION, form.session_minutes, form.session_most),
    ]
    if form.enduring_minutes and form.enduring_most:
        kind, most = ComponentKind.ENDURING, form.enduring_most
        found.append(ApprovedComponent(kind, form.enduring_minutes, most))
    return found


def _signatories(text: str) -> list[dict[str, str]]:
    """`Rosa Lindqvist, MD, Course director`: the role is what follows the last comma."""
    pairs = [line.rpartition(",") for line in text.splitlines() if line.strip()]
    return [{"name": name.strip(), "role": role.strip()} for name, _comma, role in pairs]
