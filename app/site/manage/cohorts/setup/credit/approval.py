"""What was entered for a draft's credit, in the words of an approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from app.cohorts.drafts.rules import MORNING
from app.cohorts.models import Cohort
from app.cohorts.rules import to_utc
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.rules import statement_of
from app.credit.approvals import Approval, ApprovedComponent, ApprovedSystem
from app.credit.enums import ComponentKind
from app.credit.formats.rules import FORMAT_TEXTS
from app.credit.systems.rules import Designated
from app.people.models import Person
from app.people.providers.models import Provider
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.credit.signatories import Sent

END_OF_DAY = time(23, 59, 59)
"""Until then the last day of an activity counts; what was approved before 2026-12-04 says 5 PM."""
_AS_TYPED = (
    *("title", "provider", "joint_providers", "format", "place", "template"),
    *("designation_statement", "claim_statement"),
    *("disclosure_applies", "disclosure_reason", "approved_by"),
)


@dataclass(frozen=True)
class Entered:
    """What was entered, with the rows that it names."""

    form: CreditForm
    sent: Sent
    accreditation: Accreditation | None
    systems: Sequence[Designated]
    """With hours of participation."""
    provider: Provider | None
    """None: none is called so yet."""
    officers: Sequence[Person]
    """Who approve it; nobody where the provider has none here."""


def approval_of(entered: Entered, cohort: Cohort, now: datetime) -> Approval:
    """What was approved, or is to be, in the words of the activity."""
    form, sent, chosen = entered.form, entered.sent, entered.accreditation
    return Approval(
        **{name: getattr(form, name) for name in _AS_TYPED},
        requires_completion=form.requires_completion == "yes",
        requires_evaluation=form.requires_completion == "evaluation",
        learning_format=FORMAT_TEXTS[form.format],
        expires_at=expiry_of(form, cohort),
        accreditation_id=chosen.id if chosen else None,
        accreditation_statement=(
            statement_of(chosen, form.joint_providers) if chosen else form.accreditation_statement
        ),
        designated_quarters=form.designated,
        rounding="half_up",
        signatories=[dict(signatory) for signatory in sent.signatories],
        logos=[dict(logo) for logo in sent.logos],
        approved_at=to_utc(form.approved_on, MORNING, cohort.zone) if form.approved_on else now,
        claims_close_at=cohort.closes_at,
        components=_components(form),
        designations=[
            ApprovedSystem(it.key, it.max_quarters, it.statement, it.version)
            for it in entered.systems
        ],
    )


def expiry_of(form: CreditForm, cohort: Cohort) -> datetime | None:
    """The last moment of the activity; None: it does not expire."""
    return to_utc(form.expires_on, END_OF_DAY, cohort.zone) if form.expires_on else None


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
