"""What credit a draft gives, as its rehearsal says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import ComponentKind
from app.credit.phrase import credits_fact
from app.language import Text, _
from app.site.parts.credit import most_of


@dataclass(frozen=True)
class CreditShown:
    """What the cohort gives."""

    most: Text | Markup | None
    provider: str
    parts: Sequence[Text]
    asked: str | None
    """Where it is told what was asked for; None where somebody approved it, or nothing was."""


def credit_shown(approved: ApprovedActivity | None, asked: str | None) -> CreditShown:
    """The most that can be had, of whom, and by what. `asked`: where it is told, if it was."""
    if approved is None:
        return CreditShown(None, "", (), asked)
    quarters = approved.activity.designated_quarters
    most = most_of(quarters, (own.system for own in approved.designated))
    parts = [
        component_text(part.kind, part.minutes_each, part.max_quarters)
        for part in approved.components
    ]
    return CreditShown(most, approved.activity.provider, parts, asked=None)


def component_text(kind: ComponentKind, each: int, most: int) -> Text:
    """What one earns, and all of them at most."""
    if kind is ComponentKind.MODULE:
        return _(
            "Modules: {each:minutes} each, up to {most} in all", each=each, most=credits_fact(most)
        )
    if kind is ComponentKind.ENDURING:
        return _(
            "Sessions made up with a recording: {each:minutes} each, up to {most} in all",
            each=each,
            most=credits_fact(most),
        )
    return _(
        "Sessions: {each:minutes} each, up to {most} in all", each=each, most=credits_fact(most)
    )
