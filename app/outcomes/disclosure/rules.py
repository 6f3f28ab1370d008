"""What a report may tell of groups of people; pure.

Against whom: readers who know the people, these rules and everything that was told before, and who
compute. Nobody shall learn a number about one to four people (`SMALLEST` less one), or of so few
who came or went between two editions. Who imagines every table that there could be, and lets this
program decide of each what it would tell, can sometimes tell more: of what is held back for the
sake of others, the smallest is taken.

1. *Few.* A count of 1 to k - 1 is held back, and with it everything about those people: every cell
   of a margin that is so small, its zeros, too, as these would tell what its few did not say.
   Any other 0 is told: nobody is in it, and k people or more are around it, whose distribution
   could not be read without. So what else is held back is known to be at least one. That all
   of a large group said one thing is told; holding that back would say the same.
2. *What follows.* More is held back, until no number held back follows from what is told: for each
   there is another one with which all the sums hold; and what a margin leaves for those held back
   of it is about k people or more.
3. *Since earlier.* A count that is 1 to k - 1 away from one told earlier is held back, too, and
   so is the sum of several that were held back then. A count that is as it was then is known, so
   that holding it back protects no other. What was held back then stays so until it is k above all
   it can have been, if anything told that, and so is all that was held back with it: told now, it
   would tell others of then.

Percentages and means follow counts: they are told of what is told. A mean over so few that a single
answer shows in the spread has no interval, since a standard deviation follows from one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b
from typing import Literal

from app.outcomes.disclosure.cells import (
    TOO_FEW,
    Cell,
    Edition,
    Told,
    TooFew,
    sums_among,
    with_margins,
)
from app.outcomes.disclosure.editions import (
    is_rest,
    numbers_before,
    rests_of,
    staying,
    with_companions,
)
from app.outcomes.disclosure.holding import Known, held_back

SMALLEST = 5
"""Fewer people than this are too few to be told of, unless a program asks for more."""
SPREAD_FROM = 10
"""Extremes, standard deviations and intervals are told of so many people or more."""
COMMENTS_FROM = 10
"""What people wrote is told if so many answered, or more."""
DECIMALS_FROM = 20
"""Percentages have a decimal of so many people or more."""


def told(
    counts: Mapping[Cell, int], earlier: Sequence[Edition] = (), *, smallest: int = SMALLEST
) -> dict[Cell, Told]:
    """What may be told of a table: of each cell and each margin, also those that were not given.

    `earlier`: all that was told of the same table before, also of earlier waves. Tables that have
    anything in common, be it only how many there are of all, are given as one.

    Raises:
        ValueError: A margin is not the sum of its cells.
    """
    every = with_margins(counts)
    rests = rests_of(earlier, every)
    values = every | {rest.total: sum(every[part] for part in rest.parts) for rest in rests}
    before = numbers_before(earlier, every) | {rest.total: then for rest, then in rests.items()}
    known = Known(
        values,
        (*sums_among(every), *rests),
        {cell for cell, then in before.items() if values[cell] in then},
        {cell: min(then, key=lambda n: abs(n - values[cell])) for cell, then in before.items()},
        smallest,
    )
    stay = staying(earlier, every, smallest)
    few = _too_few(known) | {cell for cell in stay if every[cell]}
    held = few | _nobody(few, stay, known)
    while (more := held_back(with_companions(held, earlier, every), known)) != held:
        held = more
    return {cell: TOO_FEW if cell in held else number for cell, number in every.items()}


def _too_few(known: Known) -> set[Cell]:
    """What may not be told whatever stands beside it."""
    few = range(1, known.smallest)
    changed = {
        cell
        for cell, then in known.nearest.items()
        if known.values[cell] and abs(known.values[cell] - then) in few
    }
    rests = {cell for cell in known.values if is_rest(cell)}
    return changed | {cell for cell in known.values.keys() - rests if known.values[cell] in few}


def _nobody(few: set[Cell], stay: set[Cell], known: Known) -> set[Cell]:
    """The zeros that are held back: those of small margins, unless another margin tells them."""
    values, found = known.values, set[Cell]()
    small = {cell for cell in few if values[cell] < known.smallest}
    for cell in sorted((cell for cell in values if not values[cell]), key=len):
        margins = {own.total for own in known.sums if cell in own.parts}
        is_told = any(not values[margin] for margin in margins - found)
        if not is_told and (cell in stay or margins & (small | found)):
            found.add(cell)
    return found


@dataclass(frozen=True)
class Score:
    """A group's mean of a scale, with its interval."""

    n: int
    mean: float
    low: float | None
    high: float | None


def scores_told(
    scores: Mapping[Cell, Score | None],
    earlier: Sequence[Edition] = (),
    *,
    smallest: int = SMALLEST,
) -> dict[Cell, Score | Literal[TooFew.TOO_FEW] | None]:
    """What may be told of the scores of groups and of all their margins; None: of nobody.

    With the mean of all and of one group, and how many they are, the mean of the others follows.
    So a mean stands where its count stands. Those of fewer than `SPREAD_FROM` have no interval.
    """
    counts = {cell: score.n if score else 0 for cell, score in scores.items()}
    kept = told(counts, earlier, smallest=smallest)
    return {
        cell: TOO_FEW if kept[cell] is TOO_FEW else _without_spread(score)
        for cell, score in scores.items()
    }


def _without_spread(score: Score | None) -> Score | None:
    if score is None or may_show_spread(score.n):
        return score
    return replace(score, low=None, high=None)


def may_show_spread(n: int) -> bool:
    """Whether extremes, a standard deviation, or an interval of so many may be told."""
    return n >= SPREAD_FROM


def rounded_percent(part: Told, whole: Told) -> Decimal | Literal[TooFew.TOO_FEW] | None:
    """A share in percent, half up, with a decimal of `DECIMALS_FROM` or more; None: of nobody."""
    if part is TOO_FEW or whole is TOO_FEW:
        return TOO_FEW
    if not whole:
        return None
    step = Decimal(1) if whole < DECIMALS_FROM else Decimal("0.1")
    return (Decimal(100 * part) / whole).quantize(step, ROUND_HALF_UP)


def comments_told(
    comments: Iterable[str],
    answered: int,
    before: Collection[str] = (),
    *,
    smallest: int = SMALLEST,
) -> list[str]:
    """What people wrote, if so many answered that nobody is known by it; else nothing.

    In an order that follows from the texts alone, so it says nothing of who came when. `before`:
    what was told of it earlier; new ones follow when they are not fewer than `smallest`.
    """
    written = [text for text in comments if text.strip()]
    new = (Counter(written) - Counter(before)).total()
    if answered < COMMENTS_FROM:
        return []
    if before and new < smallest:
        written = list((Counter(written) & Counter(before)).elements())
    return sorted(written, key=lambda text: (blake2b(text.encode()).digest(), text))
