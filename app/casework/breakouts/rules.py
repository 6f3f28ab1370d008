"""Groups to talk in: as even as can be, institutions and ranks mixed, wishes kept; pure.

The same people, size, wishes and seed make the same groups.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from app.casework.breakouts.enums import Among, Wish
from app.casework.breakouts.mixing import mixed
from app.casework.breakouts.seating import Seating
from app.language.reasons import Reason, ReasonKind, reason

USUAL_SIZE = 5
LEAST, MOST = 2, 50
"""People in a group."""
MOST_WISHES = 12
MOST_SEEDS = 10_000

NOBODY = reason(
    "breakout.nobody",
    "Nobody is recorded as here yet. Record who is here or let them check in, or choose everybody.",
)
NOBODY_YET = reason(
    "breakout.nobody_yet",
    "Nobody is recorded as here yet. Record who is here, or let them check in.",
)
ONLY_WHO_CAME = reason(
    "breakout.only_who_came", "In a series groups are of those who came, not of all who registered."
)
NOT_APART = ReasonKind(
    "breakout.not_apart", "{one} and {other} cannot be in different groups with these wishes."
)
NOT_TOGETHER = ReasonKind(
    "breakout.not_together", "{one} and {other} cannot be in one group with these wishes."
)
NO_SUCH_GROUP = ReasonKind("breakout.no_such_group", "There is no group {number}.")
MADE_ANEW = reason(
    "breakout.made_anew",
    "The groups were made anew since you opened this page. Look at them, and move again.",
)


@dataclass(frozen=True)
class Candidate:
    """Somebody who is put into a group, and in what they should differ from the others there."""

    id: UUID
    name: str
    institution: UUID
    rank: str
    """Empty where it is not known: then nobody is like them."""


@dataclass(frozen=True)
class Wished:
    """What is wished of two people."""

    wish: Wish
    one: UUID
    other: UUID


@dataclass(frozen=True)
class Formed:
    """Groups, and which wishes were not kept since they could not be."""

    groups: tuple[tuple[UUID, ...], ...]
    unkept: tuple[Wished, ...]


def sizes(people: int, most: int) -> list[int]:
    """How large each group is: as few groups as can be, differing by at most one."""
    if not people:
        return []
    count = -(-people // most)
    return [people // count + (number < people % count) for number in range(count)]


def usual_among(here: int, *, is_series: bool) -> Among:
    """Of whom groups are made where nobody says it. `here`: how many are recorded as here.

    In a series it is never everybody: most of those who registered do not come that day.
    """
    return Among.THERE if here or is_series else Among.ENROLLED


def why_not_among(whom: Among, *, is_series: bool) -> Reason | None:
    """Why groups cannot be made of some people: most of a series do not come that day."""
    return ONLY_WHO_CAME if is_series and whom is Among.ENROLLED else None


def form(
    people: Sequence[Candidate], size: int, wishes: Sequence[Wished] = (), *, seed: int
) -> Formed:
    """Groups of at most `size`. Wishes are kept in their order, each as far as those before allow.

    One that names somebody who is not among the people asks for nothing.
    """
    random = Random(seed)  # noqa: S311 - the same groups again, no secret
    order = sorted(people, key=lambda person: person.id)
    random.shuffle(order)
    seating, unkept = seated([person.id for person in order], size, wishes)
    return Formed(mixed(order, seating, random), tuple(unkept))


def seated(
    people: Collection[UUID], size: int, wishes: Sequence[Wished]
) -> tuple[Seating[UUID], list[Wished]]:
    """The wishes of such people that can be kept at once, and those that cannot."""
    seating, here = Seating[UUID](sizes(len(people), size)), set(people)
    unkept = [
        own
        for own in wishes
        if {own.one, own.other} <= here and not seating.keep(own.wish, own.one, own.other)
    ]
    return seating, unkept


def why_not_kept(wish: Wished, names: Mapping[UUID, str]) -> Reason:
    """Which wish cannot be kept, in a sentence."""
    kind = NOT_APART if wish.wish is Wish.APART else NOT_TOGETHER
    return kind(one=names[wish.one], other=names[wish.other])


def why_not_move(number: int, groups: Collection[int]) -> Reason | None:
    """Why nobody can be moved into a group: it is none, and none more than there are."""
    return None if 1 <= number <= max(groups, default=0) else NO_SUCH_GROUP(number=number)


def as_wished(groups: Sequence[Collection[UUID]], wish: Wished) -> bool:
    """Whether two people are in groups as was wished."""
    together = any({wish.one, wish.other} <= set(group) for group in groups)
    return together is (wish.wish is Wish.TOGETHER)
