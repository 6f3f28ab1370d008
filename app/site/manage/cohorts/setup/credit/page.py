"""The credit of a draft on one plain page, filled in from what was approved before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.credit.accreditations.queries import ProviderAccredited
from app.credit.accreditations.rules import accreditor_of
from app.credit.drafts.queries import EarlierCredit
from app.credit.enums import ActivityFormat
from app.credit.formats.rules import NEEDS_COMPLETION, NEEDS_NO_COMPLETION
from app.credit.proposals.enums import Outcome
from app.credit.proposals.queries import AskedOf
from app.credit.proposals.rules import RETURNED
from app.credit.rules import ApprovedActivity
from app.language import Text, _
from app.site.manage.cohorts.setup.credit.editor import Editor, editor_of
from app.site.manage.cohorts.setup.credit.systems import SystemChoice, choices
from app.site.manage.cohorts.setup.credit.values import Known, filled
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.web.forms import FormState
from app.web.parts import Option

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
    editor: Editor


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
    officers_approve = known.has_officers(shown.value("provider"))
    if officers_approve:
        lead = _of_officers(asked, earlier if asked is None and approved is None else None)
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
        editor=editor_of(shown, f"{draft.path}/credit", looks, known.systems),
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
