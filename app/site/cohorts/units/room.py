"""What stands beside a unit's text: how far one is, what is next, the contents, the neighbors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.cohorts.queries import UnitRow
from app.content.shown import Heading
from app.language import Text, _, pgettext
from app.language.moments import leading_zone, local
from app.learning.items.rules import Item, ItemKind, UnitWork
from app.learning.models import ReadingPlace
from app.learning.rules import why_not_do
from app.site.cohorts.units.facts import UnitFacts
from app.site.parts.threads import thread_path
from app.site.parts.work import left_words
from app.web.parts import Link


@dataclass(frozen=True)
class ToDo:
    """One line of what is to do in a unit: where it is, and how far."""

    text: Text
    href: str
    state: Text
    tone: str
    """`good` once it is done, `warm` for what is begun."""


@dataclass(frozen=True)
class Stopped:
    """Where somebody was in the text when they left it."""

    heading: Heading
    words: Text


@dataclass(frozen=True)
class Room:
    """The column beside a text."""

    work: UnitWork
    next_task: Link | None
    """What to do next; None once it is signed, and where nothing can be done."""
    headings: Sequence[Heading]
    to_do: Sequence[ToDo]
    stopped: Stopped | None = None
    previous: Link | None = None
    following: Link | None = None
    thread: str | None = None
    """Questions and answers about it."""

    @property
    def left(self) -> Text:
        """How many minutes it still takes, or what is said instead."""
        return left_words(self.work)


def room(facts: UnitFacts) -> Room:
    """The column beside the text of an open unit."""
    zone, now, work = facts.reader.zone, facts.now, facts.work
    before, after = _neighbors(facts)
    begun = facts.writing.draft_words is not None
    is_open = why_not_do(facts.times, now) is None
    return Room(
        work=work,
        next_task=next_task(work, facts.label, facts.path) if is_open else None,
        headings=facts.module.headings,
        to_do=to_do(work, facts.label, facts.path, begun=begun),
        stopped=_stopped(facts.recorded.place, facts.module.headings, zone),
        previous=before,
        following=after,
        thread=thread_path(facts.learner, facts.unit, now),
    )


def next_task(work: UnitWork, label: str, path: str) -> Link | None:
    """`Next: Reflect (8 min)`."""
    if work.signed:
        return None
    item = work.next_item
    if item is None:
        return Link(_("Next: Sign {unit}", unit=label), "#attestation")
    minutes = item.minutes
    if item.kind is ItemKind.TEXT:
        return Link(_("Next: Read the module ({minutes} min)", minutes=minutes), "#module")
    if item.kind is ItemKind.REFLECTION:
        return Link(_("Next: Reflect ({minutes} min)", minutes=minutes), "#reflection")
    if item.kind is ItemKind.CHECK:
        words = _("Next: Check what you know ({minutes} min)", minutes=minutes)
        return Link(words, f"{path}/check")
    words = _("Next: Reading ({minutes} min)", minutes=minutes)
    return Link(words, f"#reading-{item.key}")


def to_do(work: UnitWork, label: str, path: str, *, begun: bool) -> list[ToDo]:
    """The unit's tasks in a line each. `begun`: whether the reflection has a draft."""
    return [
        *(_line(_("Module"), "#module", item) for item in _of(work, ItemKind.TEXT)),
        *_readings(_of(work, ItemKind.READING)),
        *(_reflection(item, begun=begun) for item in _of(work, ItemKind.REFLECTION)),
        *(_line(_("Knowledge check"), f"{path}/check", item) for item in _of(work, ItemKind.CHECK)),
        _signing(work, label),
    ]


def _of(work: UnitWork, kind: ItemKind) -> list[Item]:
    return [item for item in work.items if item.kind is kind]


def _line(text: Text, href: str, item: Item) -> ToDo:
    if item.done:
        return ToDo(text, href, _("Done"), "good")
    if item.kind is ItemKind.CHECK and not item.required:
        return ToDo(text, href, _("optional, {minutes} min", minutes=item.minutes), "neutral")
    return ToDo(text, href, _("{minutes} min", minutes=item.minutes), "neutral")


def _readings(readings: Sequence[Item]) -> Iterator[ToDo]:
    if not readings:
        return
    required = [item for item in readings if item.required]
    done = sum(item.done for item in required)
    state = _("{done} of {count} required", done=done, count=len(required))
    if not required:
        state = _("optional")
    is_done = bool(required) and done == len(required)
    yield ToDo(_("Readings"), "#readings", state, "good" if is_done else "neutral")


def _reflection(item: Item, *, begun: bool) -> ToDo:
    if begun and not item.done:
        return ToDo(_("Reflect"), "#reflection", pgettext("of a reflection", "Begun"), "warm")
    return _line(_("Reflect"), "#reflection", item)


def _signing(work: UnitWork, label: str) -> ToDo:
    text = _("Sign {unit}", unit=label)
    if work.signed:
        return ToDo(text, "#attestation", pgettext("of a unit", "Signed"), "good")
    if work.still_open is None:
        return ToDo(text, "#attestation", _("ready to sign"), "warm")
    return ToDo(text, "#attestation", _("when all is done"), "neutral")


def _stopped(place: ReadingPlace | None, headings: Sequence[Heading], zone: str) -> Stopped | None:
    """Where to go on; None where that is at the beginning, or in a text that has changed since."""
    if place is None:
        return None
    found = next((heading for heading in headings[1:] if heading.id == place.heading), None)
    if found is None:
        return None
    noted = local(place.noted_at, zone)
    return Stopped(found, _("You stopped here on {noted:day}", noted=noted))


def _neighbors(facts: UnitFacts) -> tuple[Link | None, Link | None]:
    """The unit before and the unit after; one that is not open says when it will be."""
    at = facts.units.index(facts.unit)
    before, after = facts.units[:at][-1:], facts.units[at + 1 :][:1]
    return _neighbor(facts, before), _neighbor(facts, after)


def _neighbor(facts: UnitFacts, found: Sequence[UnitRow]) -> Link | None:
    if not found:
        return None
    (unit,) = found
    learner = facts.learner
    label = learner.label(unit.position)
    if unit.is_open(facts.now):
        return Link(label, f"{learner.path}/units/{unit.position}")
    zone = leading_zone(unit.opens_at, learner.cohort.zone, facts.reader.zone)
    opens = local(unit.opens_at, zone)
    return Link(_("{unit} opens {opens:day}", unit=label, opens=opens), None)
