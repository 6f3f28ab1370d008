"""The credit of a draft on one plain page, filled in from what was approved before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.credit.drafts.queries import EarlierCredit
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.proposals.enums import Outcome
from app.credit.proposals.queries import AskedOf
from app.credit.proposals.rules import RETURNED
from app.language import Text, _
from app.site.manage.cohorts.setup.credit.fields import Fields, fields_of
from app.site.manage.cohorts.setup.credit.values import Known, filled
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.web.forms import FormState


@dataclass(frozen=True)
class CreditPage:
    """What was approved, as a form."""

    frame: Frame
    lead: Text
    fields: Fields


def credit_page(
    draft: Draft,
    approved: ApprovedActivity | None,
    asked: AskedOf | None,
    earlier: EarlierCredit | None,
    known: Known,
    form: FormState | None,
    looks: Sequence[str],
    now: datetime,
) -> CreditPage:
    """What is stored, or else what an earlier cohort had, or what was just typed."""
    lead: Text = _(
        "Enter what the provider’s office approved, word for word. What is filled in follows from "
        "your sessions or is the usual wording: change it where the approval says otherwise."
    )
    if earlier is not None and asked is None and approved is None:
        lead = _filled_in(earlier)
    shown = form or FormState(filled(draft, approved, asked, earlier, known))
    fields = fields_of(shown, known, looks, draft.credit_path)
    if fields.officers_approve:
        lead = _of_officers(asked, earlier if asked is None and approved is None else None)
    return CreditPage(frame=frame_of(draft, "seats", now), lead=lead, fields=fields)


def _filled_in(earlier: EarlierCredit) -> Text:
    return _(
        "Filled in from {cohort}. Nothing is entered until you say who approved it, and when.",
        cohort=earlier.cohort.title,
    )


def _of_officers(asked: AskedOf | None, earlier: EarlierCredit | None) -> Text:
    """What is so where officers approve; `earlier`: what the form is filled in from."""
    decision = asked.decision if asked else None
    if asked is not None and decision is not None and decision.outcome is Outcome.RETURNED:
        return RETURNED(provider=asked.provider.name, word=decision.word)
    return _asked_for(earlier)


def _asked_for(earlier: EarlierCredit | None) -> Text:
    if earlier is None:
        return _("Nothing is in force until an officer of the provider approves it.")
    return _(
        "Filled in from {cohort}. Nothing is in force until an officer of the provider approves "
        "it.",
        cohort=earlier.cohort.title,
    )
