"""Of several waves, which one a report words first, and what it says of those before. Pure.

The last one that enough people answered comes first, since what leaders ask is whether it lasted;
those before stand beside it, whatever came out in them, so that none is picked for its number.
"""

from collections.abc import Sequence

from app.language import Text, _
from app.outcomes.charts.words import decimal
from app.outcomes.leadership.answers import CompetencyChange, Controlled, Measured, Span


def last_compared(measured: Measured) -> list[Controlled]:
    """The last comparison of each arm."""
    return list({own.arm: own for own in measured.controlled}.values())


def before_it(measured: Measured, last: Controlled) -> list[Text]:
    """How an arm differed at the waves before the last one; nothing where there are none."""
    before = [
        own for own in measured.controlled if own.arm == last.arm and own.to_wave < last.to_wave
    ]
    if not before:
        return []
    return [
        _(
            "That is the last of {waves} waves that can be compared. Before it, the difference "
            "(above 0: {arm} rose more) was {told:list}.",
            waves=len(before) + 1,
            arm=last.arm,
            told=tuple(_at(own.diff, own.ci, own.to_wave) for own in before),
        )
    ]


def earlier_changes(earlier: Sequence[CompetencyChange]) -> list[Text]:
    """By how much people had changed at the waves before the last one."""
    if not earlier:
        return []
    return [
        _(
            "That is the last of {waves} waves that can be compared with the first one. Before it, "
            "the change was {told:list}.",
            waves=len(earlier) + 1,
            told=tuple(_at(own.diff, own.ci, own.to_wave, own.n) for own in earlier),
        )
    ]


def _at(points: float, ci: Span | None, month: int, n: int | None = None) -> Text:
    facts: dict[str, Text | int] = {"points": decimal(points), "month": month}
    if ci is None:
        return _("{points} points at month {month} (n = {n})", n=n or 0, **facts)
    facts |= {"low": decimal(ci.low), "high": decimal(ci.high)}
    if n is None:
        return _("{points} points at month {month} (95% CI {low} to {high})", **facts)
    return _("{points} points at month {month} (95% CI {low} to {high}; n = {n})", n=n, **facts)
