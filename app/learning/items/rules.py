"""What a unit asks for, what of it is done and how many minutes that leaves; pure.

Everything that tells somebody how far they are in a unit asks here: its page, home and the preview.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.language.reasons import Reason, ReasonKind
from app.learning.checks.rules import CheckLevel, check_level
from app.packs.schema import ModuleData

TEXT_KEY = "the_text"
"""Under which the module's own text is ticked; no key of a pack holds an underscore."""


class ItemKind(StrEnum):
    """What a unit asks for."""

    TEXT = "text"
    READING = "reading"
    REFLECTION = "reflection"
    CHECK = "check"


_STILL_OPEN: Mapping[frozenset[ItemKind], ReasonKind] = {
    frozenset({ItemKind.READING}): ReasonKind(
        "unit.readings_open",
        "{count} reading is still to do.",
        "{count} readings are still to do.",
    ),
    frozenset({ItemKind.REFLECTION}): ReasonKind(
        "unit.reflection_open", "The reflection is still to do."
    ),
    frozenset({ItemKind.CHECK}): ReasonKind(
        "unit.check_open", "The knowledge check is still to do."
    ),
    frozenset({ItemKind.READING, ItemKind.REFLECTION}): ReasonKind(
        "unit.readings_and_reflection_open",
        "{count} reading and the reflection are still to do.",
        "{count} readings and the reflection are still to do.",
    ),
    frozenset({ItemKind.READING, ItemKind.CHECK}): ReasonKind(
        "unit.readings_and_check_open",
        "{count} reading and the knowledge check are still to do.",
        "{count} readings and the knowledge check are still to do.",
    ),
    frozenset({ItemKind.REFLECTION, ItemKind.CHECK}): ReasonKind(
        "unit.reflection_and_check_open", "The reflection and the knowledge check are still to do."
    ),
    frozenset({ItemKind.READING, ItemKind.REFLECTION, ItemKind.CHECK}): ReasonKind(
        "unit.all_open",
        "{count} reading, the reflection, and the knowledge check are still to do.",
        "{count} readings, the reflection, and the knowledge check are still to do.",
    ),
}
"""What is said of what is open; `count` is the number of readings."""


@dataclass(frozen=True)
class Item:
    """One thing to do in a unit."""

    kind: ItemKind
    minutes: int
    required: bool
    """Whether the unit can be signed only when it is done."""
    done: bool
    key: str = ""
    """Of a reading."""

    @property
    def counts(self) -> bool:
        """Whether its minutes are among the module's: all but further readings."""
        return self.required or self.kind is not ItemKind.READING

    @property
    def is_task(self) -> bool:
        """Whether it is counted where it says how much is done: not what is optional."""
        return self.required or self.kind is ItemKind.TEXT


@dataclass(frozen=True)
class UnitWork:
    """How far somebody is in a unit."""

    items: Sequence[Item]
    """The text, the readings, the reflection and the check, in the order they are done in."""
    level: CheckLevel | None
    """How much of the check must be right; None: nothing depends on it."""
    signed: bool
    answered: int
    """How many questions of the check have an answer."""

    @property
    def still_open(self) -> Reason | None:
        """What is to be done before the unit can be signed."""
        return still_open(self.items)

    @property
    def minutes_left(self) -> int:
        """Of the module's minutes, those that are still to come; once it is signed, none."""
        return 0 if self.signed else minutes_left(self.items)

    @property
    def optional_left(self) -> int:
        """Of the minutes that are left, those that nobody has to spend: an optional check's."""
        open_ = (item for item in self.items if item.counts and not (item.is_task or item.done))
        return 0 if self.signed else sum(item.minutes for item in open_)

    @property
    def tasks(self) -> int:
        """How many tasks the unit has, signing among them; what is optional is none."""
        return sum(item.is_task for item in self.items) + 1

    @property
    def done(self) -> int:
        """How many of them are done."""
        if self.signed:
            return self.tasks
        return sum(item.is_task and item.done for item in self.items)

    @property
    def next_item(self) -> Item | None:
        """What to do next; None: to sign, as soon as nothing that is required is open."""
        if self.signed or self.still_open is None:
            return None
        asked = (item for item in self.items if item.required or item.kind is ItemKind.TEXT)
        return next((item for item in asked if not item.done), None)


def work_of(
    module: ModuleData,
    ticked: Collection[str],
    chosen: Mapping[str, int],
    *,
    reflected: bool,
    signed: bool,
    needed: int | None,
) -> UnitWork:
    """How far a unit is. `chosen`: the option of each question. `needed`: percent, if any."""
    level = check_level(module, chosen, needed)
    is_read, text, prompt = signed or TEXT_KEY in ticked, module.text_minutes, module.reflection
    first = Item(ItemKind.TEXT, text, False, is_read, TEXT_KEY)
    last = Item(ItemKind.REFLECTION, prompt.minutes, True, reflected)
    items = [first, *_readings(module, ticked), last, *_check(module, chosen, level)]
    return UnitWork(items, level, signed, answered=len(chosen))


def _readings(module: ModuleData, ticked: Collection[str]) -> list[Item]:
    return [
        Item(
            ItemKind.READING, reading.minutes, reading.required, reading.key in ticked, reading.key
        )
        for reading in module.readings
    ]


def _check(module: ModuleData, chosen: Mapping[str, int], level: CheckLevel | None) -> list[Item]:
    if module.check is None:
        return []
    answered = all(question.id in chosen for question in module.check.questions)
    done = answered if level is None else level.reached
    return [Item(ItemKind.CHECK, module.check.minutes, level is not None, done)]


def minutes_left(items: Iterable[Item]) -> int:
    """Of the module's minutes, those of what is still to do."""
    return sum(item.minutes for item in items if item.counts and not item.done)


def still_open(items: Iterable[Item]) -> Reason | None:
    """What is to be done before a unit can be signed."""
    kinds = [item.kind for item in items if item.required and not item.done]
    if not kinds:
        return None
    open_kinds = _STILL_OPEN[frozenset(kinds)]
    readings = kinds.count(ItemKind.READING)
    return open_kinds(count=readings) if readings else open_kinds()
