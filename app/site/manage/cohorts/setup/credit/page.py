"""The credit of a draft on one plain page, filled in from what was approved before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.credit.drafts.queries import EarlierCredit
from app.credit.enums import ActivityFormat
from app.credit.formats.rules import NEEDS_COMPLETION, NEEDS_NO_COMPLETION
from app.credit.models import CreditSystem
from app.credit.phrase import credits_text
from app.credit.rules import MINUTES_A_QUARTER, ApprovedActivity
from app.language import Text, _
from app.language.moments import local
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
class CreditPage:
    """What was approved, as a form."""

    frame: Frame
    form: FormState
    lead: Text
    formats: Sequence[Option]
    needs: Sequence[Option]
    """What credit can need, in the words that learners read."""
    systems: Sequence[SystemChoice]
    """For what it can be designated."""


def credit_page(
    draft: Draft,
    approved: ApprovedActivity | None,
    earlier: EarlierCredit | None,
    systems: Sequence[CreditSystem],
    form: FormState | None,
    now: datetime,
) -> CreditPage:
    """What is stored, or else what an earlier cohort had, or what was just typed."""
    lead: Text = _(
        "Enter what the provider’s office approved, word for word. What is filled in follows from "
        "your sessions or is the usual wording: change it where the approval says otherwise."
    )
    values, usual = _usual(draft), usual_values(systems)
    if approved is not None:
        values = _values(approved) | _approved(approved, draft)
    elif earlier is not None:
        values = _values(earlier.approved) | {"title": _title(draft)}
        lead = _filled_in(earlier)
    state = form or FormState(usual | values)
    return CreditPage(frame_of(draft, "seats", now), state, lead, FORMATS, NEEDS, choices(systems))


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
    }


def _filled_in(earlier: EarlierCredit) -> Text:
    return _(
        "Filled in from {cohort}. Nothing is entered until you say who approved it, and when.",
        cohort=earlier.cohort.title,
    )


def _values(approved: ApprovedActivity) -> dict[str, str]:
    activity = approved.activity
    texts = (
        "title",
        "provider",
        "accreditation_statement",
        "designation_statement",
        "claim_statement",
        "disclosure_reason",
    )
    values = {name: getattr(activity, name) for name in texts} | {
        "designated": credits_text(activity.designated_quarters),
        "signatories": "\n".join(
            f"{signer['name']}, {signer['role']}" for signer in activity.signatories
        ),
        "format": activity.format.value if activity.format else "",
        "disclosure_applies": "yes" if activity.disclosure_applies else "",
    }
    for part in approved.components:
        name = part.kind.value
        values[f"{name}_minutes"] = str(part.minutes_each)
        values[f"{name}_most"] = credits_text(part.max_quarters)
    return values | values_of(approved)


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
