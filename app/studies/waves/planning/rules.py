"""A wave as its coordinator wants it; pure."""

from dataclasses import dataclass

from app.studies.enums import Respondent


@dataclass(frozen=True, order=True)
class Asks:
    """One thing that a wave asks."""

    respondent: Respondent
    instrument: str
    asks_then: bool = False


@dataclass(frozen=True)
class Planned:
    """A wave as its coordinator wants it. Days are counted from the target; negative: before."""

    months: int
    first_day: int
    last_day: int
    asks: frozenset[Asks]
