"""What the form of a draft's credit is filled with: what is stored, asked for, or was before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.credit.accreditations.queries import ProviderAccredited
from app.credit.disclosures.models import DisclosureDecision
from app.credit.drafts.queries import EarlierCredit
from app.credit.eligibility.rules import MINUTES_A_QUARTER, ApprovedActivity
from app.credit.enums import AMA_PRA_1, ActivityFormat
from app.credit.models import Activity, CreditSystem
from app.credit.phrase import credits_text
from app.credit.proposals.queries import AskedOf
from app.credit.proposals.terms import terms_of_approved
from app.language.moments import local
from app.people.models import Institution
from app.people.providers.models import Provider
from app.people.providers.rules import compared
from app.site.manage.cohorts.setup.credit.signatories import as_values
from app.site.manage.cohorts.setup.credit.systems import usual_values, values_of
from app.site.manage.cohorts.setup.loaders import Draft

CLAIM_STATEMENT = (
    "Physicians should claim only the credit commensurate "  # not shown
    "with the extent of their participation in the activity."
)
"""The sentence that the AMA prescribes after a designation statement."""


@dataclass(frozen=True)
class Known:
    """What a form can be filled with: those that are here already."""

    providers: Sequence[Provider]
    institutions: Sequence[Institution]
    accreditations: Sequence[ProviderAccredited]
    """The newest version of each, and an older one that the activity has: it keeps it."""
    systems: Sequence[CreditSystem]
    """Those that are offered, and those that the activity has."""
    retired: Sequence[CreditSystem]
    """All others."""
    with_officers: Collection[UUID]
    """The providers that have officers here."""
    names: Mapping[str, str]
    """Every name of a provider, with what it is called now."""
    named: Mapping[str, UUID]
    """Whose each name is, or was, as names are compared."""
    decided: DisclosureDecision | None = None
    """What was decided about disclosures of the cohort; it counts over what was approved before."""

    def has_officers(self, name: str) -> bool:
        """Whether the provider of this name has some."""
        return self.named.get(compared(name)) in self.with_officers

    def known_of(self, accreditation_id: str | None) -> str:
        """The accreditation that was chosen, if it can be chosen."""
        known = {str(row.accreditation.id) for row in self.accreditations}
        return accreditation_id if accreditation_id in known else ""


def filled(
    draft: Draft,
    approved: ApprovedActivity | None,
    asked: AskedOf | None,
    earlier: EarlierCredit | None,
    known: Known,
) -> dict[str, str]:
    """What its coordinator goes on from; else what an earlier cohort had, but for its choices."""
    zone = draft.here.cohort.zone
    usual = usual_values(known.systems)
    if asked is not None and asked.is_newest(approved):
        terms = asked.proposal.terms
        return usual | _values(terms, known) | _choices(terms, zone)
    if approved is not None:
        terms = terms_of_approved(approved)
        own = _choices(terms, zone) | _approved(approved.activity, zone) | _decided(known)
        return usual | _values(terms, known) | own
    if earlier is not None:
        before = _values(terms_of_approved(earlier.approved), known)
        return usual | before | {"title": _title(draft)}
    return usual | _of_sessions(draft)


def _decided(known: Known) -> dict[str, str]:
    own = known.decided
    if own is None:
        return {}
    return {"disclosure_applies": "yes" if own.applies else "", "disclosure_reason": own.reason}


def _title(draft: Draft) -> str:
    return f"{draft.here.program.title}, {draft.here.cohort.title}"


def _of_sessions(draft: Draft) -> dict[str, str]:
    """What follows from the sessions, and the wording that nobody changes."""
    minutes = [session.minutes for session in draft.sessions]
    return {
        "title": _title(draft),
        "session_minutes": str(max(minutes, default=0)),
        "session_most": credits_text(sum(minutes) // MINUTES_A_QUARTER),
        "claim_statement": CLAIM_STATEMENT,
        "format": _format(draft).value,
        f"for_{AMA_PRA_1}": "yes",
        "disclosure_applies": "yes",
    }


def _format(draft: Draft) -> ActivityFormat:
    """What units with a module, a session, or both make of an activity."""
    if not any(unit.has_module for unit in draft.units):
        return ActivityFormat.LIVE
    return ActivityFormat.BLENDED if draft.sessions else ActivityFormat.ENDURING


def _values(terms: Mapping[str, Any], known: Known) -> dict[str, str]:
    texts = (
        *("title", "provider", "place", "accreditation_statement"),
        *("designation_statement", "claim_statement", "disclosure_reason", "template"),
    )
    values = {name: str(terms[name]) for name in texts} | {
        "designated": credits_text(terms["designated_quarters"]),
        **as_values(terms["signatories"], terms["logos"]),
        **_partners(terms["joint_providers"], known),
        "accreditation": known.known_of(terms["accreditation_id"]),
        "format": terms["format"] or "",
        "disclosure_applies": "yes" if terms["disclosure_applies"] else "",
    }
    for part in terms["components"]:
        values[f"{part['kind']}_minutes"] = str(part["minutes_each"])
        values[f"{part['kind']}_most"] = credits_text(part["max_quarters"])
    return values | values_of(terms["designations"])


def _partners(names: Sequence[str], known: Known) -> dict[str, str]:
    """Institutions that are here are ticked, all others are written."""
    here = {place.name for place in known.institutions}
    return {
        "partner": "\n".join(name for name in names if name in here),
        "other_partners": "\n".join(name for name in names if name not in here),
    }


def _choices(terms: Mapping[str, Any], zone: str) -> dict[str, str]:
    """What each cohort chooses for itself."""
    expires = datetime.fromisoformat(terms["expires_at"]) if terms["expires_at"] else None
    less = "evaluation" if terms["requires_evaluation"] else "no"
    return {
        "expires_on": local(expires, zone).date().isoformat() if expires else "",
        "requires_completion": "yes" if terms["requires_completion"] else less,
    }


def _approved(activity: Activity, zone: str) -> dict[str, str]:
    on = local(activity.approved_at, zone).date()
    return {"approved_by": activity.approved_by, "approved_on": on.isoformat()}
