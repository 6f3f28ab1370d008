"""The credit of a draft on one plain page, filled in from what was approved before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.credit.accreditations.queries import ProviderAccredited
from app.credit.accreditations.rules import accreditor_of
from app.credit.drafts.queries import EarlierCredit
from app.credit.enums import ActivityFormat
from app.credit.formats.rules import NEEDS_COMPLETION, NEEDS_NO_COMPLETION
from app.credit.models import CreditSystem
from app.credit.phrase import credits_text
from app.credit.proposals.queries import AskedOf
from app.credit.proposals.terms import terms_of_approved
from app.credit.rules import MINUTES_A_QUARTER, ApprovedActivity
from app.language import Text, _
from app.language.moments import local
from app.people.models import Institution
from app.people.providers.models import Provider
from app.people.providers.rules import compared
from app.site.manage.cohorts.setup.credit.systems import (
    SystemChoice,
    choices,
    usual_values,
    values_of,
)
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.web.forms import FormState
from app.web.parts import Option

CLAIM_STATEMENT = (
    "Physicians should claim only the credit commensurate "  # not shown
    "with the extent of their participation in the activity."
)
"""The sentence that the AMA prescribes after a designation statement."""


FORMATS = [
    Option(ActivityFormat.BLENDED, _("Other activity: modules and live sessions, blended")),
    Option(ActivityFormat.LIVE, _("Live course")),
    Option(ActivityFormat.ENDURING, _("Enduring material")),
    Option(ActivityFormat.SERIES, _("Regularly scheduled series")),
]
NEEDS = [Option("no", NEEDS_NO_COMPLETION), Option("yes", NEEDS_COMPLETION)]


@dataclass(frozen=True)
class Known:
    """What a form can be filled with: those that are here already."""

    providers: Sequence[Provider]
    institutions: Sequence[Institution]
    accreditations: Sequence[ProviderAccredited]
    systems: Sequence[CreditSystem]
    with_officers: Collection[UUID]
    """The providers that have officers here."""

    def has_officers(self, name: str) -> bool:
        """Whether the provider of this name has some."""
        alike = (row.id for row in self.providers if compared(row.name) == compared(name))
        return any(id_ in self.with_officers for id_ in alike)

    def newest_of(self, accreditation_id: str | None) -> str:
        """The accreditation that was chosen, if it still holds in that version."""
        known = {str(row.accreditation.id) for row in self.accreditations}
        return accreditation_id if accreditation_id in known else ""


@dataclass(frozen=True)
class CreditPage:
    """What was approved, as a form."""

    frame: Frame
    form: FormState
    lead: Text
    providers: Sequence[str]
    partners: Sequence[Option]
    chosen: Sequence[str]
    accreditations: Sequence[Option]
    formats: Sequence[Option]
    needs: Sequence[Option]
    """What credit can need, in the words that learners read."""
    systems: Sequence[SystemChoice]
    """For what it can be designated."""
    officers_approve: bool
    """Whether the provider has officers here, so that nobody enters who approved it."""


def credit_page(
    draft: Draft,
    approved: ApprovedActivity | None,
    asked: AskedOf | None,
    earlier: EarlierCredit | None,
    known: Known,
    form: FormState | None,
    now: datetime,
) -> CreditPage:
    """What is stored, or else what an earlier cohort had, or what was just typed."""
    lead: Text = _(
        "Enter what the provider’s office approved, word for word. What is filled in follows from "
        "your sessions or is the usual wording: change it where the approval says otherwise."
    )
    values, usual = _usual(draft), usual_values(known.systems)
    if asked is not None and asked.is_newest(approved):
        values = _values(asked.proposal.terms, known)
    elif approved is not None:
        values = _values(terms_of_approved(approved), known) | _approved(approved, draft)
    elif earlier is not None:
        values = _values(terms_of_approved(earlier.approved), known) | {"title": _title(draft)}
        lead = _filled_in(earlier)
    shown = form or FormState(usual | values)
    officers_approve = known.has_officers(shown.value("provider"))
    if officers_approve and asked is None and approved is None:
        lead = _asked_for(earlier)
    return CreditPage(
        frame=frame_of(draft, "seats", now),
        form=shown,
        lead=lead,
        providers=[provider.name for provider in known.providers],
        partners=[Option(place.name, place.name) for place in known.institutions],
        chosen=shown.value("partner").splitlines(),
        accreditations=[_accreditation(row) for row in known.accreditations],
        formats=FORMATS,
        needs=NEEDS,
        systems=choices(known.systems),
        officers_approve=officers_approve,
    )


def _accreditation(row: ProviderAccredited) -> Option:
    own = row.accreditation
    facts = {"provider": row.provider.name, "accreditor": accreditor_of(own)}
    if own.valid_until is None:
        return Option(str(own.id), _("{provider}: {accreditor}", **facts))
    until = own.valid_until
    return Option(
        str(own.id), _("{provider}: {accreditor}, until {until:date}", **facts, until=until)
    )


def _title(draft: Draft) -> str:
    return f"{draft.here.program.title}, {draft.here.cohort.title}"


def _usual(draft: Draft) -> dict[str, str]:
    """What follows from the sessions, and the wording that nobody changes."""
    minutes = [session.minutes for session in draft.sessions]
    return {
        "title": _title(draft),
        "session_minutes": str(max(minutes, default=0)),
        "session_most": credits_text(sum(minutes) // MINUTES_A_QUARTER),
        "claim_statement": CLAIM_STATEMENT,
        "disclosure_applies": "yes",
    }


def _filled_in(earlier: EarlierCredit) -> Text:
    return _(
        "Filled in from {cohort}. Nothing is entered until you say who approved it, and when.",
        cohort=earlier.cohort.title,
    )


def _values(terms: Mapping[str, Any], known: Known) -> dict[str, str]:
    texts = (
        *("title", "provider", "place", "accreditation_statement"),
        *("designation_statement", "claim_statement", "disclosure_reason"),
    )
    values = {name: str(terms[name]) for name in texts} | {
        "designated": credits_text(terms["designated_quarters"]),
        "signatories": "\n".join(
            f"{signer['name']}, {signer['role']}" for signer in terms["signatories"]
        ),
        **_partners(terms["joint_providers"], known),
        "accreditation": known.newest_of(terms["accreditation_id"]),
        "format": terms["format"] or "",
        "disclosure_applies": "yes" if terms["disclosure_applies"] else "",
    }
    for part in terms["components"]:
        values[f"{part['kind']}_minutes"] = str(part["minutes_each"])
        values[f"{part['kind']}_most"] = credits_text(part["max_quarters"])
    return values | values_of(terms["designations"])


def _asked_for(earlier: EarlierCredit | None) -> Text:
    if earlier is None:
        return _("Nothing is in force until an officer of the provider approves it.")
    return _(
        "Filled in from {cohort}. Nothing is in force until an officer of the provider approves "
        "it.",
        cohort=earlier.cohort.title,
    )


def _partners(names: Sequence[str], known: Known) -> dict[str, str]:
    """Institutions that are here are ticked, all others are written."""
    here = {place.name for place in known.institutions}
    return {
        "partner": "\n".join(name for name in names if name in here),
        "other_partners": "\n".join(name for name in names if name not in here),
    }


def _approved(approved: ApprovedActivity, draft: Draft) -> dict[str, str]:
    activity, zone = approved.activity, draft.here.cohort.zone
    on = local(activity.approved_at, zone).date()
    expires = local(activity.expires_at, zone).date() if activity.expires_at else None
    return {
        "approved_by": activity.approved_by,
        "approved_on": on.isoformat(),
        "expires_on": expires.isoformat() if expires else "",
        "requires_completion": "yes" if activity.requires_completion else "no",
    }
