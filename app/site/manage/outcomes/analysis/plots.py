"""The plots of one instrument: effects with their intervals, of changes and of arms."""

from collections.abc import Callable, Iterator, Sequence

from app.language import Text, _, dotted
from app.outcomes.charts.forest import EFFECT_SIZES, Effect, forest, too_few
from app.outcomes.charts.forest import Row as Line
from app.outcomes.charts.shapes import Chart
from app.outcomes.projects.analyses.records import InstrumentNames, Row, RowKind, Value
from app.site.manage.outcomes.analysis.cells import about, scale_of


def plots_of(rows: Sequence[Row], names: InstrumentNames, zone: str) -> list[Chart]:
    """Those that there is something of."""
    changes = [
        row for row in rows if row.kind is RowKind.CHANGE and row.of["kind"] == "post_minus_pre"
    ]
    arms = [row for row in rows if row.kind is RowKind.ARMS]
    made = []
    if changes:
        lines = list(_lines(changes, names, zone, _of_change))
        made.append(forest(str(_CHANGES), str(_CHANGES_ABOUT), lines, EFFECT_SIZES))
    if arms:
        made.append(forest(str(_ARMS), str(_ARMS_ABOUT), list(_lines(arms, names, zone, _of_arms))))
    return made


Numbers = tuple[Value, Value, Value]


def _lines(
    rows: Sequence[Row], names: InstrumentNames, zone: str, of: Callable[[Row], Numbers]
) -> Iterator[Line]:
    for row in rows:
        label = str(dotted([scale_of(row, names), about(row, zone)]))
        estimate, low, high = of(row)
        if row.people is None or not isinstance(estimate, float):
            yield too_few(label)
            continue
        n = sum(row.people.values())
        yield Effect(label, estimate, _end(low), _end(high), n)


def _end(value: Value) -> float | None:
    return value if isinstance(value, float) else None


def _of_change(row: Row) -> Numbers:
    """`dav` of the same people, Hedges' g of different ones."""
    known = row.numbers
    if "dav" in known:
        return known["dav"], known.get("dav_low"), known.get("dav_high")
    return known.get("g"), known.get("g_low"), known.get("g_high")


def _of_arms(row: Row) -> Numbers:
    known = row.numbers
    return known.get("estimate"), known.get("ci_low"), known.get("ci_high")


_CHANGES: Text = _("Effect of each change")
_CHANGES_ABOUT: Text = _(
    "The change since the first wave, divided by the mean of both standard deviations (dav; of "
    "different people Hedges’ g), with its interval of 95%."
)
_ARMS: Text = _("Difference between arms")
_ARMS_ABOUT: Text = _(
    "How much more an arm changed since the first wave, in points of the scale, with its interval "
    "of 95%."
)
