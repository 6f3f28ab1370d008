"""Questions on a scale as they are shown: a bar and its numbers in one row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.language import Text, _, dotted
from app.outcomes.results.records import Points, QuestionResult
from app.packs.instruments.schema import InstrumentData
from app.site.manage.cohorts.evaluation.bars import Slice, shade, slices
from app.site.manage.cohorts.evaluation.told import left_out, percent_of, two_places, words_of
from app.site.manage.cohorts.evaluation.words import time_of


@dataclass(frozen=True)
class PointShown:
    """One point of a scale, over its column."""

    value: int
    words: str
    """What it means; empty where only a number stands for it."""
    shade: int


@dataclass(frozen=True)
class ScaleRow:
    """A question on a scale; without a number where too few answered."""

    text: str
    time: Text
    """Which time it is about; empty where it is about one only."""
    again: bool = False
    """Whether the row above is the same question, about another time."""
    slices: Sequence[Slice] = ()
    cells: Sequence[int] = ()
    people: int | None = None
    middle: Sequence[Text] = ()
    """Median, middle half, mean, the two highest."""
    notes: Text = ""
    """Who did not answer, and whether an end is crowded."""


@dataclass(frozen=True)
class ScaleTable:
    """Questions that stand one after the other and have the same scale."""

    points: Sequence[PointShown]
    rows: Sequence[ScaleRow]
    top: Text
    """What the two highest points are called as a column."""


def scale_table(
    instrument: InstrumentData, name: str, questions: Iterable[QuestionResult]
) -> ScaleTable:
    """Questions that have the same scale. `name`: the scale's."""
    scale = instrument.scales[name]
    points = [
        PointShown(value, scale.anchors.get(str(value), ""), shade(at, len(scale.points)))
        for at, value in enumerate(scale.points)
    ]
    rows: list[ScaleRow] = []
    for question in questions:
        row = _row(instrument, question)
        rows.append(replace(row, again=bool(rows) and rows[-1].text == row.text))
    top = _("{low} or {high}", low=points[-2].value, high=points[-1].value)
    return ScaleTable(points, rows, top)


def _row(instrument: InstrumentData, question: QuestionResult) -> ScaleRow:
    item = instrument.by_code[question.code]
    times = instrument.perspectives_of(item)
    time: Text = time_of(instrument, question.time) if len(times) > 1 else ""
    found = question.found
    if not isinstance(found, Points) or question.counts is None:
        return ScaleRow(words_of(item), time)
    own = found.distribution
    return ScaleRow(
        text=words_of(item),
        time=time,
        slices=slices(own.counts),
        cells=own.counts,
        people=own.n,
        middle=_middle_of(found),
        notes=dotted((*left_out(instrument, item, question.counts), *_crowded(found))),
    )


def _middle_of(found: Points) -> list[Text]:
    own = found.distribution
    low, high = own.quantile(0.25), own.quantile(0.75)
    assert low is not None  # somebody answered
    assert high is not None
    return [
        str(own.median),
        _("{low} to {high}", low=low, high=high),
        two_places(own.mean),
        _("{percent}%", percent=percent_of(sum(own.counts[-2:]), own.n)),
    ]


def _crowded(found: Points) -> list[Text]:
    floor = [_("many at the lowest point, so a fall can hardly show")] if found.has_floor else []
    return (
        [*floor, _("many at the highest point, so little growth can show")]
        if found.has_ceiling
        else [*floor]
    )
