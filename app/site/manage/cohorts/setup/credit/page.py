"""The credit of a draft on one plain page, filled in from what was approved before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.credit.drafts.queries import EarlierCredit
from app.credit.phrase import credits_text
from app.credit.rules import MINUTES_A_QUARTER, ApprovedActivity
from app.language import Text, _
from app.language.moments import local
from app.site.manage.cohorts.setup.credit.editor import Editor, editor_of
from app.site.manage.cohorts.setup.credit.signatories import as_values
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.web.forms import FormState

LEARNING_FORMAT = "Other activity (blended)"  # not shown: certificates keep their language
CLAIM_STATEMENT = (
    "Physicians should claim only the credit commensurate "  # not shown
    "with the extent of their participation in the activity."
)
"""The sentence that the AMA prescribes after a designation statement."""


@dataclass(frozen=True)
class CreditPage:
    """What was approved, as a form."""

    frame: Frame
    form: FormState
    lead: Text
    editor: Editor


def credit_page(
    draft: Draft,
    approved: ApprovedActivity | None,
    earlier: EarlierCredit | None,
    form: FormState | None,
    looks: Sequence[str],
    now: datetime,
) -> CreditPage:
    """What is stored, or else what an earlier cohort had, or what was just typed."""
    lead: Text = _(
        "Enter what the provider’s office approved, word for word. What is filled in follows from "
        "your sessions or is the usual wording: change it where the approval says otherwise."
    )
    values = _usual(draft)
    if approved is not None:
        values = _values(approved) | _approved(approved, draft)
    elif earlier is not None:
        values = _values(earlier.approved) | {"title": _title(draft)}
        lead = _filled_in(earlier)
    shown = form or FormState(values)
    path = f"{draft.path}/credit"
    return CreditPage(frame_of(draft, "seats", now), shown, lead, editor_of(shown, path, looks))


def _title(draft: Draft) -> str:
    return f"{draft.here.program.title}, {draft.here.cohort.title}"


def _usual(draft: Draft) -> dict[str, str]:
    """What follows from the sessions, and the wording that nobody changes."""
    minutes = [session.minutes for session in draft.sessions]
    return {
        "title": _title(draft),
        "learning_format": LEARNING_FORMAT,
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
        "learning_format",
        "accreditation_statement",
        "designation_statement",
        "claim_statement",
        "disclosure_reason",
    )
    values = {name: getattr(activity, name) for name in texts} | {
        "designated": credits_text(activity.designated_quarters),
        "template": activity.template,
        "requires_completion": "yes" if activity.requires_completion else "",
        "disclosure_applies": "yes" if activity.disclosure_applies else "",
    }
    values |= as_values(activity.signatories, activity.logos)
    for part in approved.components:
        name = part.kind.value
        values[f"{name}_minutes"] = str(part.minutes_each)
        values[f"{name}_most"] = credits_text(part.max_quarters)
    return values


def _approved(approved: ApprovedActivity, draft: Draft) -> dict[str, str]:
    activity, zone = approved.activity, draft.here.cohort.zone
    on = local(activity.approved_at, zone).date()
    return {"approved_by": activity.approved_by, "approved_on": on.isoformat()}
