"""The credit of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from starlette.datastructures import FormData
from starlette.responses import Response

from app.cohorts.drafts.rules import FIVE_PM, MORNING
from app.cohorts.models import Cohort
from app.cohorts.rules import to_utc
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.queries import accreditations, accredited
from app.credit.accreditations.rules import statement_of
from app.credit.actions import (
    Approval,
    ApprovedComponent,
    ApprovedSystem,
    approve_activity,
)
from app.credit.drafts.queries import earlier_credit
from app.credit.enums import ComponentKind
from app.credit.formats.rules import FORMAT_TEXTS
from app.credit.proposals.actions import propose
from app.credit.proposals.queries import asked_last
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems
from app.credit.systems.rules import Designated
from app.language import Text
from app.language.moments import local
from app.people.institutions.queries import taking_part
from app.people.models import Person
from app.people.providers.models import Provider
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
from app.site.manage.cohorts.setup.credit.systems import besides, chosen_of
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
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
    try:
        entered = _read(visit, draft, submitted)
    except FormInvalidError as invalid:
        return _credit(visit, draft, FormState(invalid.values, invalid.errors), status=422)
    approval = _approval(entered, own, visit.now)
    by, now = visit.actor.person_id, visit.now
    if entered.provider is None or not entered.officers:
        approve_activity(visit.db, own, approval, by=by, now=now)
        return see_other(f"{draft.path}/rehearsal")
    propose(
        visit.db,
        own,
        entered.provider,
        approval,
        officers=entered.officers,
        templates=print_setup_of(visit).pack.versions,
        by=by,
        now=now,
    )
    return see_other(f"/manage/cohorts/{own.slug}/credit")


@dataclass(frozen=True)
class Entered:
    """What was sent, with the rows that it names."""

    form: CreditForm
    accreditation: Accreditation | None
    systems: Sequence[Designated]
    provider: Provider | None
    """None: none is called so yet."""
    officers: Sequence[Person]
    """Who approve it; nobody where the provider has none here."""


def _read(visit: Visit, draft: Draft, submitted: FormData) -> Entered:
    """What was sent. Raises `FormInvalidError` with all that is wrong, in one go."""
    errors: dict[str, Text] = {}
    form = accreditation = None
    provider = provider_called(visit.db, str(submitted.get("provider", "")))
    officers = officers_of(visit.db, provider.id, visit.now) if provider else ()
    try:
        form = parse(CreditForm, besides(submitted))
        today = local(visit.now, draft.here.cohort.zone).date()
        errors |= form.why_not(today, _last_day(draft), has_officers=bool(officers))
        accreditation = accredited(visit.db, form.accreditation) if form.accreditation else None
        errors |= stands(form, accreditation, draft)
    except FormInvalidError as invalid:
        errors |= invalid.errors
    chosen = chosen_of(submitted, newest_systems(visit.db))
    errors |= chosen.errors
    if form is None or errors:
        partners = "\n".join(str(name) for name in submitted.getlist("partner"))
        raise FormInvalidError(errors, typed(submitted) | {"partner": partners})
    own = accreditation.accreditation if accreditation else None
    return Entered(form, own, chosen.systems, provider, officers)


def _last_day(draft: Draft) -> date | None:
    """The day of the last session, in the cohort's zone."""
    zone = draft.here.cohort.zone
    starts = [own.starts_at for own in draft.sessions if own.starts_at is not None]
    return local(max(starts), zone).date() if starts else None


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
            newest_systems(visit.db),
            with_officers(visit.db, visit.now),
        ),
        form,
        visit.now,
    )
    return render(visit.request, "manage/cohorts/setup/credit/credit.html", page, status=status)


def _approval(entered: Entered, cohort: Cohort, now: datetime) -> Approval:
    """What was approved, or is to be, in the words of the activity."""
    names = (
        "title",
        "provider",
        "joint_providers",
        "format",
        "place",
        "designation_statement",
        "claim_statement",
        "requires_completion",
        "disclosure_applies",
        "disclosure_reason",
        "approved_by",
    )
    form, chosen = entered.form, entered.accreditation
    return Approval(
        **{name: getattr(form, name) for name in names},
        learning_format=FORMAT_TEXTS[form.format],
        expires_at=to_utc(form.expires_on, FIVE_PM, cohort.zone) if form.expires_on else None,
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
        designations=[
            ApprovedSystem(it.key, it.max_quarters, it.statement) for it in entered.systems
        ],
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
