"""The times that have begun or are over, told on the form before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.language import Text, _
from app.language.moments import long_date
from app.site.parts.studies import signed_days, wave_title
from app.studies.lapses.rules import UNREAD, Lapse, ToTell

AT = dict.fromkeys(UNREAD, "despite")
"""At which field the refusal stands."""
Despite = Annotated[str, Field(max_length=64)]
"""What was told when somebody confirmed it."""


@dataclass(frozen=True)
class LapseFields:
    """Each such time in its cohort, and what confirms that they were read."""

    lines: Sequence[Text] = ()
    shown: str = ""
    """What stands for all that is told; empty where nothing is."""
    opens: bool = False
    elsewhere: bool = False
    """Both as of `ToTell`."""


def lapse_fields(told: ToTell, zone: str) -> LapseFields:
    """`zone`: the reader's."""
    lines = [_line(own, zone) for own in told.lapses]
    return LapseFields(lines, told.fingerprint, told.opens, told.elsewhere)


def _line(own: Lapse, zone: str) -> Text:
    facts = {
        "wave": wave_title(own.months),
        "cohort": own.cohort,
        "first": long_date(own.window.opens_at, zone),
        "last": long_date(own.window.closes_at, zone),
    }
    if own.is_over:
        return _over(own, facts)
    if own.last_day is None:
        return _("{cohort}, {wave}: open since {first}, until {last}.", **facts)
    return _(
        "{cohort}, {wave}: open since {first}, only until {last}. With {day} as its last day it "
        "would be open for two weeks from today.",
        **facts,
        day=signed_days(own.last_day),
    )


def _over(own: Lapse, facts: dict[str, Text]) -> Text:
    if own.last_day is None:
        return _(
            "{cohort}, {wave}: open from {first} to {last}, so it is over there, and nobody is "
            "asked.",
            **facts,
        )
    return _(
        "{cohort}, {wave}: open from {first} to {last}, so it is over there, and nobody is asked. "
        "With {day} as its last day it would be open for two weeks from today.",
        **facts,
        day=signed_days(own.last_day),
    )
