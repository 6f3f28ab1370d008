"""The page on which a published activity is changed: the form, and what it would do to whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.credit.changes.effects.rules import Touched
from app.credit.models import CreditSystem
from app.credit.proposals.enums import Outcome
from app.credit.proposals.queries import AskedOf
from app.credit.proposals.rules import RETURNED
from app.language import Text, _
from app.language.reasons import Reason
from app.messages.ahead import LetterAhead
from app.site.manage.cohorts.credit.change.loaders import Changing, Foreseen
from app.site.manage.cohorts.credit.effects import since_when, what_it_does
from app.site.manage.cohorts.credit.words import Change, Said, changes
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.setup.credit.fields import Fields
from app.site.parts.credit import short_amount, system_name
from app.site.parts.people import person_path


@dataclass(frozen=True)
class TouchedLine:
    """One person whom it touches."""

    name: str
    href: str
    before: Said
    after: Said
    why_not: Reason | None
    """What keeps them from claiming then."""
    claimed: Said | None
    certified: bool
    falls_below: bool
    """Whether they have claimed more than they will have earned."""


@dataclass(frozen=True)
class Check:
    """What the change would do, before it is done."""

    changes: Sequence[Change]
    since: Sequence[Text]
    """What of it counts only from the approval on."""
    does: Sequence[Text]
    people: Sequence[TouchedLine]
    letter: LetterAhead | None
    """As the first of those who are told will read it."""
    seen: str
    button: Text
    why_not: Reason | None


@dataclass(frozen=True)
class ChangePage:
    """What is in force as a form, or what was just typed."""

    cohort: str
    manages: str
    path: str
    """Of its credit."""
    lead: Text
    fields: Fields
    check: Check | None
    refused: Reason | None


def change_page(
    changing: Changing,
    asked: AskedOf | None,
    fields: Fields,
    check: Check | None,
    refused: Reason | None,
) -> ChangePage:
    """`asked`: what was asked for last."""
    here = changing.plan.here
    manages = path_of(here)
    return ChangePage(
        cohort=here.cohort.title,
        manages=manages,
        path=f"{manages}/credit",
        lead=_lead(asked, officers_approve=fields.officers_approve),
        fields=fields,
        check=check,
        refused=refused,
    )


def _lead(asked: AskedOf | None, *, officers_approve: bool) -> Text:
    if asked is not None and asked.decision and asked.decision.outcome is Outcome.RETURNED:
        return RETURNED(provider=asked.provider.name, word=asked.decision.word)
    if asked is not None and asked.is_open and not officers_approve:
        return _(
            "A request for approval waits, and {provider} has no officer here anymore. What you "
            "change here takes its place, and who asked is told.",
            provider=asked.provider.name,
        )
    if officers_approve:
        return _(
            "Nothing changes until you have seen what it does to whom, and an officer of the "
            "provider has approved it."
        )
    return _("Nothing changes until you have seen what it does to whom.")


def check_of(changing: Changing, ahead: Foreseen, letter: LetterAhead | None) -> Check:
    """Everybody whom it touches, before anything is done."""
    both = (changing.in_force, ahead.would_be)
    systems = {own.key: own.system for approved in both for own in approved.designated}
    zone = changing.plan.here.cohort.zone
    return Check(
        changes=changes(ahead.before, ahead.after, systems, zone),
        since=since_when(ahead.would_be, changing.in_force),
        does=what_it_does(ahead.found),
        people=[_line(own) for own in ahead.found.touched],
        letter=letter,
        seen=ahead.seen,
        button=_("Ask for approval of this change") if ahead.officers else _("Make this change"),
        why_not=ahead.why_not,
    )


def _line(own: Touched) -> TouchedLine:
    is_same = own.before.system.key == own.after.system.key
    before, after = (
        _amount(stands.system, stands.quarters, named=not is_same)
        for stands in (own.before, own.after)
    )
    claimed = own.claimed
    return TouchedLine(
        name=own.name,
        href=person_path(own.person_id),
        before=before,
        after=after,
        why_not=own.why_not,
        claimed=_amount(claimed.system, claimed.quarters, named=False) if claimed else None,
        certified=own.certified,
        falls_below=own.falls_below,
    )


def _amount(system: CreditSystem, quarters: int, *, named: bool) -> Said:
    amount = short_amount(quarters, system.key)
    if not named:
        return amount
    return _("{amount} ({system})", amount=amount, system=system_name(system))
