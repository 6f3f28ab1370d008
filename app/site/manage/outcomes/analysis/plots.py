"""The plots of one instrument: means of its main scale, and effects with their intervals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _, dotted
from app.outcomes.charts.effects import (
    EFFECT_SIZES,
    Bands,
    Effect,
    Forest,
    Known,
    Measure,
)
from app.outcomes.charts.forest import forest
from app.outcomes.charts.shapes import Chart
from app.outcomes.charts.slopes import Slope, slopes
from app.outcomes.disclosure.cells import TOO_FEW
from app.outcomes.projects.analyses.findings import (
    ITT,
    PER_PROTOCOL,
    changes_of,
    main_scale,
    scales_in_order,
)
from app.outcomes.projects.analyses.records import InstrumentNames, Row, RowKind, Value
from app.site.manage.outcomes.analysis.cells import moment

MOST_BESIDE = 2
"""So many panels have room on a page."""


@dataclass(frozen=True)
class Plot:
    """One plot, drawn twice: for a desk, its panels beside each other, and for a phone."""

    about: str
    wide: Sequence[Chart]
    narrow: Sequence[Chart]


Place = tuple[str, Text, Text]
"""A scale, the panel and the series in which an effect of it stands."""


def plot_of_arms(rows: Sequence[Row], names: InstrumentNames, reference: str) -> Plot | None:
    """How much more each arm changed: a panel for each wave, both sets of people in each row."""
    own = [row for row in rows if row.kind is RowKind.ARMS and "wave" in row.of]
    arms = {row.of["arm"] for row in own}

    def place(row: Row) -> Place:
        arm = str(row.of["arm"]) if len(arms) > 1 else ""
        return _scale(row), dotted([moment(row), arm]), SETS[str(row.of["population"])]

    about = _(
        "How much more an arm changed since the first wave than {reference}, in points of the "
        "scale, with its interval of 95%. Right of zero it rose more, or fell less.",
        reference=reference,
    )
    return _plot((_("Difference between arms"), about), own, names, place, _of_arms)


def plot_of_changes(
    rows: Sequence[Row], names: InstrumentNames, reference: str, *, is_mentee: bool
) -> Plot | None:
    """What changed: a panel for each wave, all arms in each row, the reference last."""
    found = (
        change for code in names.scales for change in changes_of(rows, code, is_mentee=is_mentee)
    )
    own = sorted(found, key=lambda row: row.of["arm"] == reference)

    def place(row: Row) -> Place:
        return _scale(row), moment(row), str(row.of["arm"])

    return _plot((_CHANGES, _CHANGES_ABOUT), own, names, place, _of_change, EFFECT_SIZES)


def means_of(rows: Sequence[Row], names: InstrumentNames, reference: str) -> Iterator[Chart]:
    """The means of the main scale at the first wave and each later one, a line for each arm."""
    own = changes_of(rows, main_scale(names))
    for wave in sorted({int(row.of["to_wave"]) for row in own}):
        same = [row for row in own if row.of["to_wave"] == wave]
        first = same[0].of["from_wave"]
        title = _("Means at month {first} and {second}", first=first, second=wave)
        times = (str(_("Month {months}", months=first)), str(_("Month {months}", months=wave)))
        lines = [_slope(row, is_quiet=row.of["arm"] == reference != "") for row in same]
        yield slopes(str(title), str(_about(same)), times, lines)


def _about(rows: Sequence[Row]) -> Text:
    """Whose means they are."""
    if any("first" in (row.people or {}) for row in rows):
        return _("Means of all who answered each time; who answered twice is not known.")
    return _("Means of those who answered both times.")


def _slope(row: Row, *, is_quiet: bool) -> Slope:
    before, after = (_float(row.numbers.get(name)) for name in ("mean_before", "mean_after"))
    counted = _("n = {n}", n=sum(row.people.values())) if row.people else ""
    return Slope(dotted([str(row.of["arm"]), counted]), before, after, is_quiet)


def _plot(
    words: tuple[Text, Text],
    rows: Sequence[Row],
    names: InstrumentNames,
    place: Callable[[Row], Place],
    of: Callable[[Row], Known],
    bands: Bands | None = None,
) -> Plot | None:
    if not rows:
        return None
    known = {place(row): of(row) for row in rows}
    made = _forest(words, known, names, bands)
    places = range(len(made.panels))
    beside = [places[at : at + MOST_BESIDE] for at in places[::MOST_BESIDE]]
    wide = [forest(made, own, wide=True) for own in beside]
    return Plot(made.about, wide, [forest(made, [own], wide=False) for own in places])


def _forest(
    words: tuple[Text, Text],
    known: Mapping[Place, Known],
    names: InstrumentNames,
    bands: Bands | None,
) -> Forest:
    """Every scale in every panel and series that there is."""
    panels, series = (list(dict.fromkeys(own[at] for own in known)) for at in (1, 2))
    measures = [
        Measure(
            names.scales[code],
            tuple(tuple(known.get((code, a, b)) for b in series) for a in panels),
            is_main=code == main_scale(names),
        )
        for code in scales_in_order(names)
    ]
    title, about = words
    return Forest(
        str(title),
        str(about),
        tuple(map(str, panels)),
        tuple(map(str, series)),
        tuple(measures),
        bands,
    )


def _scale(row: Row) -> str:
    return str(row.of["scale"])


def _float(value: Value) -> float | None:
    return value if isinstance(value, float) else None


def _effect(row: Row, estimate: Value, low: Value, high: Value) -> Known:
    if row.people is None:
        return TOO_FEW
    if not isinstance(estimate, float):
        return None
    return Effect(estimate, _float(low), _float(high), sum(row.people.values()))


def _of_change(row: Row) -> Known:
    """`dav` of the same people, Hedges' g of different ones."""
    known = row.numbers
    if "dav" in known:
        return _effect(row, known["dav"], known.get("dav_low"), known.get("dav_high"))
    return _effect(row, known.get("g"), known.get("g_low"), known.get("g_high"))


def _of_arms(row: Row) -> Known:
    known = row.numbers
    return _effect(row, known.get("estimate"), known.get("ci_low"), known.get("ci_high"))


SETS: dict[str, Text] = {ITT: _("Intention to treat"), PER_PROTOCOL: _("Per protocol")}
_CHANGES: Text = _("Effect of each change")
_CHANGES_ABOUT: Text = _(
    "The change since the first wave, divided by the mean of both standard deviations (dav; of "
    "different people Hedges’ g), with its interval of 95%."
)
