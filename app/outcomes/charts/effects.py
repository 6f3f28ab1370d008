"""Estimates that a chart shows, their words, and the table that says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.language import Text, _, dotted, pgettext
from app.outcomes.charts.shapes import ChartTable
from app.outcomes.charts.words import FEW, NOTHING, decimal
from app.outcomes.disclosure.cells import TOO_FEW, TooFew


@dataclass(frozen=True)
class Effect:
    """An estimate; `low` and `high` are None where no interval is told."""

    estimate: float
    low: float | None
    high: float | None
    n: int


Known = Effect | TooFew | None
"""What is known in one place: an effect, that there are too few to tell it, or nothing."""


@dataclass(frozen=True)
class Measure:
    """What was measured."""

    label: str
    effects: tuple[tuple[Known, ...], ...]
    """By panel, then by series."""
    is_main: bool = False


@dataclass(frozen=True)
class Bands:
    """From these sizes on, either way, an effect is called something."""

    edges: tuple[float, ...]
    words: Text
    """What, as a sentence."""


EFFECT_SIZES = Bands(
    (0.2, 0.5, 0.8),
    _(
        "Bands: an effect is called small from {small}, medium from {medium}, large from {large}.",
        small=Decimal("0.2"),
        medium=Decimal("0.5"),
        large=Decimal("0.8"),
    ),
)
"""Cohen 1988; a convention."""


@dataclass(frozen=True)
class Forest:
    """What is drawn, before it is known how wide."""

    title: str
    about: str
    panels: tuple[str, ...]
    series: tuple[str, ...]
    measures: tuple[Measure, ...]
    bands: Bands | None = None


def words_of(effect: Known) -> str:
    """`0.58 (0.36 to 0.80)`."""
    if not isinstance(effect, Effect):
        return str(FEW) if effect is TOO_FEW else NOTHING
    if effect.low is None or effect.high is None:
        return decimal(effect.estimate)
    ends = {"low": decimal(effect.low), "high": decimal(effect.high)}
    return str(_("{estimate} ({low} to {high})", estimate=decimal(effect.estimate), **ends))


def table_of(of: Forest, panels: Sequence[int]) -> ChartTable:
    """The numbers of some panels."""
    headers = (
        _("Measure"),
        _("Estimate"),
        pgettext("of an interval", "From"),
        pgettext("of an interval", "To"),
        pgettext("how many", "n"),
    )
    return ChartTable(tuple(map(str, headers)), tuple(_rows(of, panels)))


def _rows(of: Forest, panels: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for measure in of.measures:
        for panel in panels:
            for at, effect in enumerate(measure.effects[panel]):
                named = dotted([measure.label, of.panels[panel], of.series[at]])
                yield (named, *_cells(effect))


def _cells(effect: Known) -> tuple[str, ...]:
    if not isinstance(effect, Effect):
        return (words_of(effect), NOTHING, NOTHING, NOTHING)
    ends = (NOTHING if end is None else decimal(end) for end in (effect.low, effect.high))
    return (decimal(effect.estimate), *ends, str(effect.n))
