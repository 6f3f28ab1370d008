"""One week of a reader: what goes together, what is more urgent, what there is room for. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from app.language.reasons import Reason, ReasonKind
from app.messages.reminders.enums import Rule
from app.messages.reminders.reader.rules import Place, Reader, Thing
from app.messages.reminders.timing.rules import week_of

A_WEEK = 2
UNANSWERED = 10
URGENCY = (
    Rule.SESSION_SOON,
    Rule.CLAIM_CLOSING,
    Rule.EVALUATION_CLOSING,
    Rule.OFF_TRACK,
    Rule.MISSED,
    Rule.UNIT_OPEN,
    Rule.UNSIGNED,
    Rule.SESSION_TOMORROW,
    Rule.EVALUATION_WAITS,
    Rule.CLAIM_OPEN,
)
"""The most urgent first: what cannot be done later, then what gets worse by waiting."""
_RANKS = {rule: rank for rank, rule in enumerate(URGENCY)}

WEEK_FULL = ReasonKind(
    "reminder.week_full",
    "Another letter of that week is more urgent, and nobody gets more than {count}.",
    "{count} letters a week are the most, and others of that week are more urgent.",
)
UNANSWERED_SO_FAR = ReasonKind(
    "reminder.unanswered",
    "{count} letter went to them, and they did nothing here since.",
    "{count} letters went to them, and they did nothing here since.",
)


class Item(NamedTuple):
    """One thing that a letter says, and of which cohort."""

    place: Place
    thing: Thing
    ends: datetime
    """When it is of no use any more."""


@dataclass(frozen=True)
class Planned:
    """A letter that goes at a moment; what is most urgent stands first."""

    at: datetime
    items: tuple[Item, ...]


class LeftOut(NamedTuple):
    """What would have gone at a moment, and why it does not."""

    at: datetime
    item: Item
    why: Reason


class Candidate(NamedTuple):
    """Something that is so at the moment at which it would go."""

    at: datetime
    item: Item


def urgency(item: Item) -> tuple[int, int]:
    """How urgent something is: the smaller, the more. `URGENCY`, but for who ignores openings."""
    rank = _RANKS[item.thing.rule]
    if item.thing.rule is Rule.UNIT_OPEN and item.place.ignores_openings:
        return _RANKS[Rule.UNSIGNED], 1
    return rank, 0


def choose(
    reader: Reader,
    found: Sequence[Candidate],
    before: Sequence[Planned],
    left_out: list[LeftOut],
) -> list[Planned]:
    """The letters of one week of the reader: the most urgent ones, as many as there is room for.

    `found`: what is so, in order of its moments. `before`: what goes in the weeks before it.
    """
    week = week_of(found[0].at, reader.zone)
    room = A_WEEK - sum(week_of(at, reader.zone) == week for at in reader.letters)
    said = {(item.place.enrollment_id, item.thing) for letter in before for item in letter.items}
    letters = _together(_once(found, said))
    chosen: list[Planned] = []
    for letter in sorted(letters, key=lambda letter: (urgency(letter.items[0]), letter.at)):
        items = [item for item in letter.items if _may_say(item, [*before, *chosen])]
        silent = [item for item in letter.items if item not in items]
        left_out += [LeftOut(letter.at, item, _silence(item)) for item in silent]
        if items and len(chosen) < room:
            chosen.append(Planned(letter.at, tuple(items)))
        else:
            left_out += [LeftOut(letter.at, item, WEEK_FULL(count=A_WEEK)) for item in items]
    return sorted(chosen, key=lambda letter: letter.at)


def _once(found: Iterable[Candidate], said: Iterable[tuple[UUID, Thing]]) -> Iterator[Candidate]:
    """Of what has several occasions, the first."""
    known = set(said)
    for candidate in found:
        key = candidate.item.place.enrollment_id, candidate.item.thing
        if key not in known:
            known.add(key)
            yield candidate


def _together(found: Iterable[Candidate]) -> list[Planned]:
    """What falls due at one moment, as one letter; `found` is in order."""
    return [
        Planned(at, tuple(candidate.item for candidate in ones))
        for at, ones in groupby(found, lambda candidate: candidate.at)
    ]


def _may_say(item: Item, planned: Sequence[Planned]) -> bool:
    """Whether its reader still gets letters about the cohort. `planned`: what else goes."""
    if item.place.unanswered + len(planned) < UNANSWERED:
        return True
    here = item.place.enrollment_id
    more = sum(
        any(other.place.enrollment_id == here for other in letter.items) for letter in planned
    )
    return item.place.unanswered + more < UNANSWERED


def _silence(item: Item) -> Reason:
    return UNANSWERED_SO_FAR(count=max(item.place.unanswered, UNANSWERED))
