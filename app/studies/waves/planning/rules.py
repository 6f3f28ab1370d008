"""A wave as its coordinator wants it; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.language.reasons import Reason
from app.packs.instruments.rules import why_not_in_wave
from app.packs.instruments.schema import InstrumentData
from app.studies.enums import Respondent
from app.studies.waves.rules import WaveDays


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

    @property
    def days(self) -> WaveDays:
        """When it asks."""
        return WaveDays(self.months, self.first_day, self.last_day)


def why_not_ask_these(
    asks: Collection[Asks], instruments: Mapping[str, InstrumentData]
) -> Reason | None:
    """Why somebody cannot be asked one of these. `instruments`: those that there are, by key."""
    for own in sorted(asks):
        data = instruments.get(own.instrument)
        if data is not None and (why := why_not_in_wave(data, own.respondent.value)):
            return why
    return None
