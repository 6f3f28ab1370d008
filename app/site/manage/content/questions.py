"""The questions of an instrument as people answer them, screen by screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.language import Text, _
from app.packs.instruments.names import NOT_APPLICABLE, THEN
from app.packs.instruments.schema import (
    InstrumentData,
    Item,
    ItemGroup,
    Perspective,
    Scale,
)
from app.web.parts import Option

ROOM = 3
"""How far apart two points of a row are at least, so that the words of both fit on a phone."""


@dataclass(frozen=True)
class ScalePoint:
    """One point to choose."""

    value: int
    words: str | None
    """What it means, where the instrument says that."""


@dataclass(frozen=True)
class AskedTime:
    """One time that a question is asked about."""

    name: str
    """Of its answer."""
    words: str | None
    """None where it is asked about one time only."""


@dataclass(frozen=True)
class AskedQuestion:
    """One question."""

    item: Item
    text: Text
    language: str | None
    """None where the text is ours: the wording is not there yet."""
    times: Sequence[AskedTime]
    points: Sequence[ScalePoint]
    layout: str
    """Of the points: `named` where each has words of its own; `ends` where so few have that those
    stand side by side on a phone, too, and `ends far` where there is more room; else `list`."""
    na: str | None

    @property
    def options(self) -> list[Option]:
        """What can be chosen where there are no points."""
        options = [Option(option.code, option.text) for option in self.item.options]
        return [*options, Option(NOT_APPLICABLE, self.na)] if self.na else options


@dataclass(frozen=True)
class QuestionScreen:
    """What is asked on one screen."""

    title: str
    intro: str | None
    questions: Sequence[AskedQuestion]


def screens(instrument: InstrumentData) -> list[QuestionScreen]:
    """An instrument's questions, about every time that it can ask them about."""
    return [_screen(instrument, group) for group in instrument.groups]


def _screen(instrument: InstrumentData, group: ItemGroup) -> QuestionScreen:
    questions = [_question(instrument, instrument.by_code[code]) for code in group.items]
    return QuestionScreen(group.title, group.intro, questions)


def _question(instrument: InstrumentData, item: Item) -> AskedQuestion:
    scale = instrument.scale_of(item)
    points = _points(scale) if scale else []
    no_wording = _("Question {code}: its wording is not here yet", code=item.code)
    return AskedQuestion(
        item=item,
        text=item.text or no_wording,
        language=instrument.language if item.text else None,
        times=_times(instrument, item),
        points=points,
        layout=_layout(points),
        na=instrument.na_of(item),
    )


def _times(instrument: InstrumentData, item: Item) -> list[AskedTime]:
    asked = instrument.perspectives_of(item)
    words = {"now": instrument.perspectives.now, "then": instrument.perspectives.then}
    told = item.kind == "likert"
    return [AskedTime(_name(item, time), words[time] if told else None) for time in asked]


def _name(item: Item, time: Perspective) -> str:
    return item.code + THEN if time == "then" else item.code


def _points(scale: Scale) -> list[ScalePoint]:
    return [ScalePoint(point, scale.anchors.get(str(point))) for point in scale.points]


def _layout(points: Sequence[ScalePoint]) -> str:
    if points and all(point.words for point in points):
        return "named"
    told = [place for place, point in enumerate(points) if point.words]
    nearest = min((after - before for before, after in pairwise(told)), default=0)
    if nearest < ROOM:
        return "list"
    return "ends" if nearest == ROOM else "ends far"  # not shown
