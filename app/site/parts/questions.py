"""The questions of an instrument as people answer them, screen by screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.language import Text, _
from app.packs.instruments.names import NOT_APPLICABLE, THEN
from app.packs.instruments.schema import (
    InstrumentData,
    Item,
    Perspective,
    Scale,
)
from app.surveys.answering.rules import Sent, na_field, times
from app.web.parts import FieldError, Option

ROOM = 3
"""How far apart two points of a row are at least, so that the words of both fit on a phone."""


@dataclass(frozen=True)
class ScalePoint:
    """One point to choose."""

    value: int
    words: str | None
    """What it means, where the instrument says that."""


@dataclass(frozen=True)
class Given:
    """What stands in the fields, and what is wrong with it."""

    values: Sent = field(default_factory=dict)
    """By the name of the field."""
    errors: Mapping[str, Text] = field(default_factory=dict)
    """By the name of the question; by none what is of the whole form."""

    @property
    def summary(self) -> list[FieldError]:
        """For the summary on top."""
        return [FieldError(name or None, text) for name, text in self.errors.items()]


NOTHING = Given()


@dataclass(frozen=True)
class AskedTime:
    """One time that a question is asked about."""

    name: str
    """Of its answer."""
    words: str | None
    """None where it is asked about one time only."""
    given: Sequence[str] = ()
    """What was chosen or typed."""
    is_na: bool = False
    """Whether the box beside a number or a day is ticked."""
    error: Text | None = None

    @property
    def na_name(self) -> str:
        """Of that box."""
        return na_field(self.name)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.given[0] if self.given else ""


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


def screens(
    instrument: InstrumentData, *, asks_then: bool = True, given: Given = NOTHING
) -> list[QuestionScreen]:
    """An instrument's questions. `asks_then`: also about the past, as far as it can."""
    return [
        QuestionScreen(
            group.title,
            group.intro,
            [
                _question(instrument, instrument.by_code[code], given, asks_then=asks_then)
                for code in group.items
            ],
        )
        for group in instrument.groups
    ]


def _question(
    instrument: InstrumentData, item: Item, given: Given, *, asks_then: bool
) -> AskedQuestion:
    scale = instrument.scale_of(item)
    points = _points(scale) if scale else []
    no_wording = _("Question {code}: its wording is not here yet", code=item.code)
    return AskedQuestion(
        item=item,
        text=item.text or no_wording,
        language=instrument.language if item.text else None,
        times=_times(instrument, item, given, asks_then=asks_then),
        points=points,
        layout=_layout(points),
        na=instrument.na_of(item),
    )


def _times(
    instrument: InstrumentData, item: Item, given: Given, *, asks_then: bool
) -> list[AskedTime]:
    words = {"now": instrument.perspectives.now, "then": instrument.perspectives.then}
    told = item.kind == "likert"
    return [
        _time(_name(item, time), words[time] if told else None, given)
        for time in times(instrument, item, asks_then=asks_then)
    ]


def _time(name: str, words: str | None, given: Given) -> AskedTime:
    values = tuple(given.values.get(name, ()))
    is_na = bool(given.values.get(na_field(name)))
    return AskedTime(name, words, values, is_na, given.errors.get(name))


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
