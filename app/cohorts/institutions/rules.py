"""What an institution lead may be told; pure.

An aggregate that speaks of other institutions' people never tells a number under five, and never
one from which such a number follows: not beside the lead's own people, whom they know by name, not
beside the seats that are taken, which everybody can see, and not beside what was told before.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.language.reasons import Reason, ReasonKind

SMALLEST = 5

FEW_ELSEWHERE = ReasonKind(
    "elsewhere.few", "Fewer than {few} people of other institutions are in this cohort."
)
FEW_COMPLETED = ReasonKind(
    "elsewhere.few_completed",
    "{count} person of other institutions is in this cohort; "
    "fewer than {few} of them have completed.",
    "{count} people of other institutions are in this cohort; "
    "fewer than {few} of them have completed.",
)
FEW_NOT_COMPLETED = ReasonKind(
    "elsewhere.few_not_completed",
    "{count} person of other institutions is in this cohort; "
    "fewer than {few} of them have not completed.",
    "{count} people of other institutions are in this cohort; "
    "fewer than {few} of them have not completed.",
)
SHARE_COMPLETED = ReasonKind(
    "elsewhere.share_completed",
    "{count} person of other institutions is in this cohort; {percent}% of them have completed.",
    "{count} people of other institutions are in this cohort; {percent}% of them have completed.",
)
BOTH_SHARES = ReasonKind("elsewhere.both_shares", "{own}% of yours, {others}% elsewhere")


@dataclass(frozen=True)
class InstitutionMember:
    """One person of the lead's institution, as the list of people shows them."""

    family_name: str
    given_name: str
    display_name: str
    address: str
    department: str
    cohorts: tuple[str, ...]
    """Newest first."""
    newest: str
    """Sorts by when the newest cohort closes; empty for nobody's."""


@dataclass(frozen=True)
class CompletionCounts:
    """How many of some people have completed."""

    people: int
    complete: int


class Numbers(NamedTuple):
    """People of an institution, or of some, in a cohort."""

    people: int = 0
    complete: int = 0
    held: int = 0
    """Seats that are held for others of them."""


@dataclass(frozen=True)
class Snapshot:
    """A cohort's numbers by institution, as they were at one moment."""

    taken_at: datetime
    of: Mapping[UUID, Numbers]

    def without(self, own: Collection[UUID]) -> Numbers:
        """Of all institutions but these."""
        others = [numbers for key, numbers in self.of.items() if key not in own]
        return Numbers(*map(sum, zip(*others, strict=True))) if others else Numbers()


@dataclass(frozen=True)
class Release:
    """What is told of other institutions' people, and as of when it holds."""

    as_of: datetime
    others: CompletionCounts


def released(history: Sequence[Snapshot], own: Collection[UUID]) -> Release | None:
    """What a lead of some institutions is told of the others; `history`: the oldest first.

    A snapshot is told only if it differs from each that was told before by nobody or by at least
    five: in people, in who completed, in who did not, and in seats held. Otherwise the one before
    stands, with its date. Of several institutions, what a lead of one of them was told counts as
    told: somebody's role can grow.
    """
    before = {number for key in own for number in _told(history, {key}, ())} if len(own) > 1 else ()
    told = _told(history, own, before)
    if not told:
        return None
    newest = history[told[-1]]
    people, complete, _held = newest.without(own)
    return Release(newest.taken_at, CompletionCounts(people, complete))


def _told(history: Sequence[Snapshot], own: Collection[UUID], before: Collection[int]) -> list[int]:
    """Which snapshots are told, by their number. `before`: those that were told to others."""
    told: list[int] = []
    rests = [snapshot.without(own) for snapshot in history]
    for number, rest in enumerate(rests):
        known = [rests[other] for other in {*told, *before} if other < number]
        if is_told(rest.held) and all(_may_follow(rest, other) for other in known):
            told.append(number)
    return told


def _may_follow(rest: Numbers, before: Numbers) -> bool:
    people, complete = rest.people - before.people, rest.complete - before.complete
    return all(map(is_told, map(abs, (people, complete, people - complete))))


def of_other_institutions(others: CompletionCounts) -> Reason:
    """What may be said of the other institutions' people in a cohort."""
    people, complete = others.people, others.complete
    if people < SMALLEST:
        return FEW_ELSEWHERE(few=SMALLEST)
    if complete < SMALLEST:
        return FEW_COMPLETED(count=people, few=SMALLEST)
    if people - complete < SMALLEST:
        return FEW_NOT_COMPLETED(count=people, few=SMALLEST)
    return SHARE_COMPLETED(count=people, percent=percent(complete, people))


def comparison(own: CompletionCounts, others: CompletionCounts) -> Reason | None:
    """Both rates of completion, where neither tells of a few people."""
    fewest = min(others.complete, others.people - others.complete)
    if own.people < SMALLEST or fewest < SMALLEST:
        return None
    return BOTH_SHARES(
        own=percent(own.complete, own.people), others=percent(others.complete, others.people)
    )


def percent(part: int, whole: int) -> int:
    """A share in whole percent, half up; of nobody it is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def is_told(number: int) -> bool:
    """Whether a count can be told: of nobody, or of enough people."""
    return number == 0 or number >= SMALLEST


class Told(NamedTuple):
    """What is told of a group of a table; None: held back."""

    people: int | None
    complete: int | None


def hold_back(groups: Sequence[CompletionCounts]) -> list[Told]:
    """What a table may tell of its groups, whose sums are told.

    A count under five is held back, of those who have completed and of those who have not; and as
    many more, the smallest first, as it takes that none follows from the sums.
    """
    people = _held_back([group.people for group in groups], [() for _group in groups], set())
    pairs = [(group.complete, group.people - group.complete) for group in groups]
    both = _held_back([group.complete for group in groups], pairs, people)
    return [
        Told(
            None if number in people else group.people,
            None if number in both else group.complete,
        )
        for number, group in enumerate(groups)
    ]


def _held_back(
    values: Sequence[int], parts: Sequence[tuple[int, ...]], before: Collection[int]
) -> set[int]:
    """Which of the values are held back, by their number; `parts`: of each what it tells, too."""
    told = {number: (values[number], *parts[number]) for number in range(len(values))}
    held = {number for number in told if number in before or not all(map(is_told, told[number]))}
    smallest_first = sorted(told.keys() - held, key=lambda number: min(told[number]))
    for number in smallest_first:
        sums = [sum(column) for column in zip(*(told[n] for n in held), strict=True)]
        if len(held) != 1 and all(map(is_told, sums)):
            break
        held.add(number)
    return held
