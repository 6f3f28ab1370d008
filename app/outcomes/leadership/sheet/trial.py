"""What a report says of a trial, and of whom the numbers of its study are. Pure.

Before and after of one arm says nothing of what it had beyond the other: both may have changed
alike. What answers that is how much more one arm changed.
"""

from collections.abc import Sequence
from enum import StrEnum

from app.language import Text, _
from app.outcomes.charts.words import decimal
from app.outcomes.leadership.answers import CompetencyChange, Controlled, Measured, MenteeView
from app.outcomes.leadership.sheet.waves import before_it, last_compared

SYNTHETIC = _("These answers are synthetic: nobody in them is a person.")


class Way(StrEnum):
    """Where the interval of a difference lies."""

    HIGHER = "higher"
    LOWER = "lower"
    OPEN = "open"


def way_of(low: float, high: float) -> Way:
    """By the ends of its interval of 95 %."""
    if low > 0:
        return Way.HIGHER
    return Way.LOWER if high < 0 else Way.OPEN


def controlled_words(own: Controlled) -> Text:
    """How much more an arm changed than the other, in one sentence.

    It says what one arm had beyond the other, and not what both had.
    """
    way = way_of(own.ci.low, own.ci.high)
    points, low, high = own.diff, own.ci.low, own.ci.high
    if way is Way.LOWER:
        points, low, high = -points, -high, -low
    facts: dict[str, Text | int] = {
        "arm": own.arm,
        "reference": own.reference,
        "n": own.n,
        "first": own.from_wave,
        "second": own.to_wave,
        "lowest": own.lowest,
        "highest": own.highest,
        "points": decimal(points),
        "low": decimal(low),
        "high": decimal(high),
    }
    if way is Way.HIGHER:
        return _(
            "From month {first} to month {second}, {arm} rose {points} points more than "
            "{reference}, or fell less, on a scale of {lowest} to {highest} (95% CI {low} to "
            "{high}; n = {n}).",
            **facts,
        )
    if way is Way.LOWER:
        return _(
            "From month {first} to month {second}, {arm} rose {points} points less than "
            "{reference}, or fell more, on a scale of {lowest} to {highest} (95% CI {low} to "
            "{high}; n = {n}).",
            **facts,
        )
    return _(
        "From month {first} to month {second}, no difference between {arm} and {reference} is "
        "shown in how much they changed: {points} points, on a scale of {lowest} to {highest} (95% "
        "CI {low} to {high}; n = {n}).",
        **facts,
    )


def works(measured: Measured) -> bool:
    """Whether a trial of real people shows that its one arm rose more than the other, at last."""
    last = last_compared(measured)
    return len(last) == 1 and not measured.is_synthetic and last[0].ci.low > 0


def arms_words(measured: Measured) -> list[Text]:
    """How each arm differs at its last wave, and how it did before."""
    said: list[Text] = []
    for last in last_compared(measured):
        said += [controlled_words(last), *before_it(measured, last)]
    return said


def trial_words(measured: Measured) -> list[Text]:
    """How its arms differ, as far as a trial says it; where it does not yet, why."""
    if not measured.controlled:
        return [
            _("Not known yet"),
            _(
                "“{study}” is a trial. Its arms can be compared once at least five people of each "
                "answered both times.",
                study=measured.study,
            ),
        ]
    return [
        *([SYNTHETIC] if measured.is_synthetic else []),
        _(
            "In the trial “{study}”, chance decided who came into which arm, and everybody counts "
            "in theirs, whatever they did.",
            study=measured.study,
        ),
        *arms_words(measured),
        *_open(measured.controlled),
    ]


def _open(told: Sequence[Controlled]) -> list[Text]:
    if all(way_of(own.ci.low, own.ci.high) is not Way.OPEN for own in told):
        return []
    return [_("An interval that holds 0 shows neither that they differ nor that they do not.")]


def whose_change(measured: Measured, change: CompetencyChange) -> Text:
    """Of whom before and after are."""
    facts: dict[str, Text | int] = {
        "study": measured.study,
        "n": change.n,
        "first": change.from_wave,
        "second": change.to_wave,
    }
    if change.arm:
        return _(
            "In the study “{study}”, of the arm {arm} alone: n = {n}, who answered at month "
            "{first} and month {second}.",
            arm=change.arm,
            **facts,
        )
    return _(
        "In the study “{study}”, of everybody who answered at month {first} and month {second}: "
        "n = {n}.",
        **facts,
    )


def whose_view(measured: Measured, own: MenteeView) -> Text:
    """Whose mentees they are."""
    if own.arm:
        return _(
            "In the study “{study}” at month {month}, mentees of people in the arm {arm} alone.",
            study=measured.study,
            month=own.wave,
            arm=own.arm,
        )
    return _(
        "In the study “{study}” at month {month}, mentees of everybody who takes part.",
        study=measured.study,
        month=own.wave,
    )
