"""What the file of a survey instrument says: its questions by code, its screens, its scores.

Which field belongs to which kind of question, and what must fit together, is in
`checks/instruments.py`.
"""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from app.packs.fields import (
    Code,
    Doi,
    Key,
    Label,
    LanguageCode,
    Line,
    Minutes,
    Phrase,
    PointName,
    Text,
    YesNo,
)
from app.packs.front_matter import FrontMatter

ItemKind = Literal["likert", "choice", "several", "number", "text", "date"]
Perspective = Literal["now", "then"]
AnsweredBy = Literal["learner", "mentee"]
Point = Annotated[int, Field(strict=True, ge=-10, le=20)]
Least = Annotated[int, Field(strict=True, ge=1, le=200)]
Bound = Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000)]

FIELDS_OF: dict[ItemKind, frozenset[str]] = {
    "likert": frozenset({"scale", "reversed", "na"}),
    "choice": frozenset({"options", "na"}),
    "several": frozenset({"options", "na"}),
    "number": frozenset({"min", "max", "unit", "na"}),
    "text": frozenset({"long", "most"}),
    "date": frozenset({"na"}),
}
"""The fields that only some kinds of questions have, by kind."""
OF_SOME_KINDS = frozenset[str]().union(*FIELDS_OF.values())


class InstrumentSource(FrontMatter):
    """Where the instrument, or its structure, comes from."""

    text: Text
    doi: Doi | None = None


class Perspectives(FrontMatter):
    """About which times the questions on a scale can be asked, and what each is called there."""

    now: Phrase | None = None
    then: Phrase | None = None
    """The time before, looked back on."""


class Scale(FrontMatter):
    """The points from the lowest to the highest, and what some or all of them mean."""

    low: Point
    high: Point
    anchors: dict[PointName, Phrase]
    """By point; the others are shown as numbers."""
    na: Phrase | None = None
    """A choice for who cannot say, such as: Does not apply to me."""

    @property
    def points(self) -> range:
        """All of its points."""
        return range(self.low, self.high + 1)


class ItemOption(FrontMatter):
    """One of the answers to choose from."""

    code: Code
    text: Line


class Item(FrontMatter):
    """One question."""

    code: Code
    """Stable for ever: answers hang on it, and a translation has the same."""
    kind: ItemKind
    text: Line | None = None
    """None: its wording may not be passed on, and a site that has the license pastes it."""
    required: YesNo = False
    scale: Code | None = None
    reversed: YesNo = False
    """Whether a high point means little of what is measured."""
    options: Annotated[tuple[ItemOption, ...], Field(max_length=20)] = ()
    min: Bound | None = None
    max: Bound | None = None
    unit: Label | None = None
    """What is counted, such as hours a week."""
    long: YesNo = False
    """Whether there is room for more than a line."""
    most: Annotated[int, Field(strict=True, ge=1, le=4000)] = 1000
    """How many characters a text has at most."""
    na: Phrase | None = None
    """As of a scale, for this question alone."""

    @model_serializer(mode="wrap")
    def _with_its_own_fields(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without those of other kinds, which nobody wrote and no comparison should name."""
        others = OF_SOME_KINDS - FIELDS_OF[self.kind]
        return {name: value for name, value in handler(self).items() if name not in others}


class ItemGroup(FrontMatter):
    """The questions of one screen, in their order there."""

    title: Line
    intro: Text | None = None
    items: Annotated[tuple[Code, ...], Field(min_length=1, max_length=40)]


class Subscale(FrontMatter):
    """Questions whose mean is a score."""

    code: Code
    title: Line
    items: Annotated[tuple[Code, ...], Field(min_length=1, max_length=100)]
    min_answered: Least | None = None
    """With fewer answers there is no score; four in five of its questions if nothing is said."""

    @property
    def needed(self) -> int:
        """How many of its questions have to be answered."""
        return self.min_answered or four_in_five(len(self.items))


class Composite(FrontMatter):
    """The mean over the questions of all subscales, in which each question counts the same."""

    title: Line
    min_answered: Least | None = None


class InstrumentData(FrontMatter):
    """The file of an instrument."""

    key: Key
    """As in the file's name; stable for ever."""
    title: Line
    language: LanguageCode
    """Of its words; a translation is an instrument of its own with the same codes."""
    minutes: Minutes
    """About how long it takes to answer."""
    intro: Text
    """What people read before the first question; who sees what, the survey says."""
    source: InstrumentSource
    license: Text
    redistribution: Literal["yes", "no", "ask"]
    """Whether its wording may be passed on; `ask`: only with its owner's consent."""
    answered_by: AnsweredBy | None = None
    """Who alone can be asked it, as its words are for nobody else; None: whoever is asked."""
    about_session: YesNo = False
    """Whether it asks about a live session, so that only who has some can say something."""
    perspectives: Perspectives = Perspectives()
    """Nothing said: it asks about now."""
    scales: dict[Code, Scale] = Field(default={}, max_length=20)
    """By name; a question names its own."""
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=200)]
    groups: Annotated[tuple[ItemGroup, ...], Field(min_length=1, max_length=60)]
    subscales: Annotated[tuple[Subscale, ...], Field(max_length=40)] = ()
    composite: Composite | None = None

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """Its questions by code."""
        return {item.code: item for item in self.items}

    @property
    def without_wording(self) -> list[str]:
        """The codes of the questions that a site has yet to paste the wording of."""
        return [item.code for item in self.items if item.text is None]

    @cached_property
    def scored(self) -> list[str]:
        """The codes of the questions of all subscales, each once: those of the composite."""
        return list(dict.fromkeys(code for own in self.subscales for code in own.items))

    @property
    def composite_needed(self) -> int:
        """How many questions have to be answered for the composite."""
        stated = self.composite.min_answered if self.composite else None
        return stated or four_in_five(len(self.scored))

    def scale_of(self, item: Item) -> Scale | None:
        """The scale that a question is answered on, if it is one with points."""
        return self.scales[item.scale] if item.scale else None

    def na_of(self, item: Item) -> str | None:
        """The words of the choice that a question does not apply, if there is that choice."""
        scale = self.scale_of(item)
        return item.na or (scale.na if scale else None)

    def perspectives_of(self, item: Item) -> tuple[Perspective, ...]:
        """About which times a question can be asked: only one on a scale is asked of the past."""
        if item.kind != "likert" or self.perspectives.then is None:
            return ("now",)
        return ("now", "then") if self.perspectives.now else ("then",)


def four_in_five(count: int) -> int:
    """80 % of some questions, rounded up: 17 of 21."""
    return -(-count * 4 // 5)
