"""How pages speak of what somebody has earned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from app.credit.changes.relied.rules import relied_on
from app.credit.eligibility.rules import ApprovedActivity, Eligibility
from app.credit.enums import AMA_PRA_1, SystemRole
from app.credit.formats.rules import (
    CLAIM_ABOVE,
    CLAIM_STAYS,
    what_changed,
    what_credit_needs,
)
from app.credit.models import CreditSystem
from app.credit.phrase import credits_fact, credits_text, mark_phrase
from app.credit.rules import is_claim_above
from app.credit.status.rules import CreditStatus, EarnedStatus
from app.credit.systems.rules import is_awarded, unit_text
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.language.styles import number
from app.web.pages import content_lang
from app.web.parts import Fact

SYSTEMS_LANGUAGE = "en"
"""What systems are called, and their units, as who awards them writes it."""


@dataclass(frozen=True)
class Wording:
    """How the page speaks: of credit that is awarded, or of hours of participation."""

    title: Text
    label: Text
    button: Text
    earned: Text


_OF_CREDIT = Wording(
    title=_("Claim your credit"),
    label=_("Credit I claim"),
    button=_("Claim this credit"),
    earned=_("Credit earned"),
)
_OF_HOURS = Wording(
    title=_("Claim your hours of participation"),
    label=_("Hours I claim"),
    button=_("Claim these hours"),
    earned=_("Hours of participation"),
)


def wording_of(system: str) -> Wording:
    """How pages speak to who claims in a system."""
    return _OF_CREDIT if is_awarded(system) else _OF_HOURS


def system_name(system: CreditSystem) -> Text:
    """What a system is called, marked as the language it is in; hours in the page's own words."""
    if not is_awarded(system.key):
        return _("Hours of participation")
    return as_awarded(system.name)


def system_unit(system: CreditSystem, quarters: int) -> Markup:
    """`ANCC contact hours`, marked as the language it is in."""
    return as_awarded(unit_text(system, quarters))


def as_awarded(words: str) -> Markup:
    """Words of a system in a page: with the name of physicians' credit as it must be written."""
    language = content_lang(SYSTEMS_LANGUAGE)
    marked = mark_phrase(words)
    return Markup("<span{}>{}</span>").format(language, marked) if language else marked


def most_of(quarters: int, systems: Iterable[CreditSystem]) -> Text | Markup:
    """The most that an activity can give, in what it is designated for.

    Physicians’ credit where it is among that; else the one that is claimed, or just credits where
    there are several.
    """
    claimed = [own for own in systems if own.role is SystemRole.CLAIMED and is_awarded(own.key)]
    named = [own for own in claimed if own.key == AMA_PRA_1] or claimed
    if len(named) == 1:
        return Markup("{} {}").format(credits_text(quarters), system_unit(named[0], quarters))
    return ngettext(
        "{credits} credit",
        "{credits} credits",
        count=plural_of(quarters),
        credits=credits_fact(quarters),
    )


def credit_earned(status: EarnedStatus) -> Fact | None:
    """`Credit earned`, `6.00 of 12.00`: earned of designated; None without an activity.

    Who has claimed reads what the claim is judged by, whatever was approved since.
    """
    judged = status.as_claimed
    if judged.eligibility is None:
        return None
    earned, most = judged.eligibility.quarters, judged.eligibility.designated_quarters
    return Fact(
        wording_of(judged.system).earned,
        _("{part} of {whole}", part=credits_fact(earned), whole=credits_fact(most)),
    )


def told_of_credit(
    standing: CreditStatus, zone: str, versions: Sequence[ApprovedActivity] | None = None
) -> tuple[Reason | Markup, ...]:
    """What learners are told of their cohort's credit, and of its changes; nothing without.

    `zone`: of the cohort; `versions`: of which is said what each changed of the one before it;
    None: it is said that there was a last change, and no more.
    """
    if standing.approved is None:
        return ()
    activity = standing.approved.activity
    changed: tuple[Reason | Markup, ...] = what_changed(activity, zone)
    if versions is not None:
        changed = tuple(_changes(versions, zone))
    needs = what_credit_needs(activity, zone)
    return (*needs, *changed, *_of_claim(standing)) if changed else needs


def _changes(versions: Sequence[ApprovedActivity], zone: str) -> Iterator[Reason | Markup]:
    for before, after in pairwise(versions):
        yield from what_changed(after.activity, zone)
        yield from (mark_phrase(str(said)) for said in relied_on(before, after, zone))


def _of_claim(standing: CreditStatus) -> tuple[Reason, ...]:
    if standing.claimed_in is None:
        return ()
    return (CLAIM_ABOVE,) if is_claim_above(standing) else (CLAIM_STAYS,)


def short_amount(quarters: int, system: str) -> Text:
    """`11.50` credits, `12.00 h` of participation."""
    amount = credits_fact(quarters)
    if not is_awarded(system):
        return _("{hours} h", hours=amount)
    return number(amount)


def minutes_counted(earned: Eligibility) -> Text:
    """All minutes that count toward credit; `570 of 600` where a part was more than its most."""
    counted, raw = earned.minutes, earned.raw_minutes
    return number(counted) if counted == raw else _("{part} of {whole}", part=counted, whole=raw)


def plural_of(quarters: int) -> int:
    """The number that decides between one and many: exactly one is one, any part of it is not."""
    return 1 if quarters == 4 else 2


def earned_up_to(status: EarnedStatus) -> Text:
    """What was earned, in the words of what it is claimed in."""
    quarters = status.eligibility.quarters if status.eligibility else 0
    if not is_awarded(status.system):
        return ngettext(
            "You earned up to {hours} hour of participation.",
            "You earned up to {hours} hours of participation.",
            count=plural_of(quarters),
            hours=credits_fact(quarters),
        )
    return ngettext(
        "You earned up to {credits} credit.",
        "You earned up to {credits} credits.",
        count=plural_of(quarters),
        credits=credits_fact(quarters),
    )
