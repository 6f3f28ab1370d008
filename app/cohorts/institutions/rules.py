"""What an institution lead may be told of others than their own people; pure.

Against whom: leads who know their own people by name, on every day and of every institution that
they lead, have led or will lead; who compare all that they were ever shown, know these rules, and
tell each other. People come, go, complete and move, institutions merge, roles are given and taken.

Two numbers leave a cohort: how many people are in it, own ones included, and how many of them have
completed. None is about some of its institutions, so none can be taken from another.

1. *In fives.* 20 is said of 20 to 24. Of whatever is left when people who are known are taken away,
   five numbers in a row are possible, and of how it differs from another day nine: it is never
   known to be one to four people. All that is decided below is decided by numbers in fives and by
   own people, so what is told, and what is not, never says more than every day's number in fives.
   That number is the cohort's: who leads others, more or fewer, reads the same one.
2. *It stands.* A number is told anew only if at least five people of other institutions have
   changed for sure, against each time that it was told before. Own people alone change nothing
   that is told, and no two numbers told to leads of the same institutions differ by fewer than
   five others. Between two scopes, or over a merge, it is the first rule that holds.
3. *Not beside many.* Nothing is told beside so many own people that fewer than five could be left,
   of those in the cohort, of those who have completed, or of those who have not: neither on the day
   of a number, nor by the numbers that stand beside own people of today.

Files hold own people only. How many seats are taken is public (`/join`), and no secret here; who
takes own people away learns how many seats others have, and never how many of those completed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

SMALLEST = 5
APART = SMALLEST + SMALLEST - 1
"""So much apart two numbers in fives have to be for `SMALLEST` to lie between them for sure."""


class Numbers(NamedTuple):
    """How many people there are, of an institution or of some, and how many have completed."""

    people: int = 0
    complete: int = 0


@dataclass(frozen=True)
class Snapshot:
    """A cohort's numbers by institution, as they were at one moment."""

    taken_at: datetime
    of: Mapping[UUID, Numbers]


@dataclass(frozen=True)
class AtLeast:
    """A number of a whole cohort: a multiple of five that it reached at a moment."""

    number: int
    as_of: datetime


@dataclass(frozen=True)
class Release:
    """What a lead is told of a whole cohort."""

    people: AtLeast
    complete: AtLeast | None
    """None as long as nothing can be told of who has completed."""


def released(
    history: Sequence[Snapshot], institutions: Collection[UUID], own: Numbers
) -> Release | None:
    """What a lead of some institutions is told. `history`: the oldest first; `own`: people now."""
    people = _told(history, institutions, _people)
    if people is None or people.number - own.people < SMALLEST:
        return None
    days = [snapshot for snapshot in history if _leaves_enough(snapshot, institutions)]
    complete = _told(days, institutions, _complete)
    if complete is not None:
        done = complete.number - own.complete
        not_done = people.number - own.people - done
        if done < SMALLEST or not_done < APART:
            complete = None
    return Release(people, complete)


def _people(numbers: Numbers) -> int:
    return numbers.people


def _complete(numbers: Numbers) -> int:
    return numbers.complete


def _leaves_enough(snapshot: Snapshot, institutions: Collection[UUID]) -> bool:
    """Whether at least `SMALLEST` others had not completed that day, for sure.

    Who has not is the difference of two numbers in fives, as the difference of two days is.
    """
    in_it, done = (_beside(snapshot, institutions, of) for of in (_people, _complete))
    return in_it - done >= APART


def _told(
    history: Sequence[Snapshot], institutions: Collection[UUID], of: Callable[[Numbers], int]
) -> AtLeast | None:
    """One of the two numbers, as it was told last.

    Whether a day's is told is asked of numbers in fives and of own people, so that neither the
    answer nor silence says more than those.
    """
    newest, before = None, list[int]()
    for snapshot in history:
        beside = _beside(snapshot, institutions, of)
        if beside >= SMALLEST and all(abs(beside - other) >= APART for other in before):
            newest = AtLeast(_whole(snapshot, of), snapshot.taken_at)
            before.append(beside)
    return newest


def _whole(snapshot: Snapshot, of: Callable[[Numbers], int]) -> int:
    """A number of a whole cohort, in fives."""
    return in_fives(sum(map(of, snapshot.of.values())))


def _beside(
    snapshot: Snapshot, institutions: Collection[UUID], of: Callable[[Numbers], int]
) -> int:
    """The same less one's own people, who are known."""
    own = sum(of(numbers) for key, numbers in snapshot.of.items() if key in institutions)
    return _whole(snapshot, of) - own


def in_fives(number: int) -> int:
    """The multiple of five that it reaches."""
    return number - number % SMALLEST


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


def hold_back(groups: Sequence[Numbers]) -> list[Told]:
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


def folded(groups: Sequence[Numbers]) -> tuple[list[Told], Told | None]:
    """What a table may tell of its groups, and of those together whose people are held back.

    Together they are what is left of the sums; so of them is told what follows from these anyway,
    and of a single one nothing. None where nobody's are held back.
    """
    told = hold_back(groups)
    others = [group for group, cells in zip(groups, told, strict=True) if cells.people is None]
    if not others:
        return told, None
    if len(others) == 1:
        return told, Told(None, None)
    follows = all(cells.people is None or cells.complete is not None for cells in told)
    complete = sum(group.complete for group in others) if follows else None
    return told, Told(sum(group.people for group in others), complete)


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
