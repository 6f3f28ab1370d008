"""What leads can know at the most, who tell each other everything and know the rules.

Every small world is played: three institutions over two days. Leads of the first, of the second and
of both see their people and what they are told; of the third they know nothing else. Worlds that
look the same to all of them together cannot be told apart, whatever is compared or subtracted. So
over the worlds that look alike, what the third had, and what it changed by, has to be possible as
more than one to four people. Who sees less, of one scope or on one day, can tell fewer apart.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from app.cohorts.institutions.rules import SMALLEST, Numbers, Release, Snapshot, released

FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))
SCOPES = ({FIRST}, {SECOND}, {FIRST, SECOND})
DAYS = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC))
MOST = 16
"""More than any number of the third from which one under five could seem to follow."""
KNOWN = [
    (first, first + more, second, max(0, second + less))
    for first, more in ((0, 0), (3, 1), (6, 4), (9, 0))
    for second, less in ((0, 0), (0, 6), (4, 0), (4, 1), (7, -3))
]
"""What the first and the second have on both days."""

World = tuple[int, int]
Count = Callable[[int], Numbers]


def people(count: int) -> Numbers:
    return Numbers(count, 0)


def complete(count: int) -> Numbers:
    return Numbers(60, count)


def history(known: tuple[int, int, int, int], world: World, count: Count) -> list[Snapshot]:
    by_day = zip(DAYS, known[:2], known[2:], world, strict=True)
    return [
        Snapshot(day, {FIRST: count(first), SECOND: count(second), THIRD: count(third)})
        for day, first, second, third in by_day
    ]


def seen(days: list[Snapshot]) -> Iterator[Release | None]:
    """What all of them are told, on both days."""
    for day, scope in product((1, 2), SCOPES):
        now = [days[day - 1].of[key] for key in scope]
        own = Numbers(sum(n.people for n in now), sum(n.complete for n in now))
        yield released(days[:day], scope, own)


def alike(known: tuple[int, int, int, int], count: Count) -> list[list[World]]:
    """The worlds by what is seen of them."""
    found: defaultdict[tuple[Release | None, ...], list[World]] = defaultdict(list)
    for world in product(range(MOST), range(MOST)):
        found[tuple(seen(history(known, world, count)))].append(world)
    return list(found.values())


def a_few(numbers: set[int]) -> bool:
    """Whether a group is known to be one to four people, however many it is of them."""
    return all(0 < number < SMALLEST for number in numbers)


@pytest.mark.parametrize("count", [people, complete])
def test_of_nobody_is_known_that_they_are_a_few(count: Count) -> None:
    told = 0
    for known in KNOWN:
        classes = alike(known, count)
        told += len(classes)
        for worlds in classes:
            assert not a_few({before for before, _after in worlds})
            assert not a_few({after for _before, after in worlds})
            assert not a_few({after - before for before, after in worlds})
            assert not a_few({before - after for before, after in worlds})
    assert told > 10 * len(KNOWN), "something is told, and tells worlds apart"
