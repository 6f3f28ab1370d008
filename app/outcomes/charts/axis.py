"""An axis with round numbers, on which zero is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from app.outcomes.charts.effects import Effect
from app.outcomes.charts.words import decimal


@dataclass(frozen=True)
class Axis:
    """From `low` to `high` in equal steps."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """How far along it a value is: 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Round numbers with their words; zero is among them."""
        places = 0 if self.step >= 1 else -floor(log10(self.step) + 1e-9)
        first, last = round(self.low / self.step), round(self.high / self.step)
        return [(at * self.step, decimal(at * self.step, places)) for at in range(first, last + 1)]


def axis_of(effects: Sequence[Effect]) -> Axis:
    """The shortest one that they and their intervals fit on."""
    ends = [0.0, *(end for e in effects for end in (e.estimate, e.low, e.high) if end is not None)]
    low, high = min(ends), max(ends)
    rough = ((high - low) or 1.0) / 5
    power = 10 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return Axis(step * floor(low / step + 1e-9), step * max(ceil(high / step - 1e-9), 1), step)
