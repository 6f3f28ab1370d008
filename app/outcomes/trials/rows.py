"""The rows of a flow diagram, each for all people and by arm, as far as they may be told. Pure.

Of each row one table is decided on: people by arm, and by whether it counts them. What of it a
reader of the list of names could compute is held back, too; `rules.py` says who reads. Rows that
contain each other come in the order of what matters most. Of how many answered and are analyzed
holds what holds of an analysis (`disclosure.answered`), so that both tell the same.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.outcomes.disclosure.answered import answered_told
from app.outcomes.disclosure.cells import TOO_FEW, Cell, Told, cell
from app.outcomes.disclosure.rules import told
from app.studies.trials.consort.rules import Flow, Followed


class Fact(StrEnum):
    """What is counted of those for whom an arm was drawn."""

    ANY_MODULE = "any_module"
    ANY_SESSION = "any_session"
    PER_PROTOCOL = "per_protocol"
    DISCONTINUED = "discontinued"
    CROSSED_OVER = "crossed_over"
    WITHDREW = "withdrew"
    ANALYZED = "analyzed"


class AtWaveFact(StrEnum):
    """What is counted of them at a wave."""

    DUE = "due"
    RESPONDED = "responded"
    IN_TIME = "in_time"
    ANALYZED = "analyzed"


Name = Fact | tuple[int, AtWaveFact]
"""Of a row; one of a wave has its months."""


def rows_told(
    flow: Flow, people: Mapping[Cell, int], allocated: Mapping[Cell, Told], least: int
) -> Mapping[Name, Mapping[Cell, Told]]:
    """Each row, for all and for each arm.

    `people`: how many are in each arm, and together. `allocated`: the same, as far as it is told.
    """
    # Who neither left nor crossed over can be counted in the list of names.
    stayed = [own for own in flow.drawn if not (own.discontinued or own.crossed_over)]
    arms = [arm for arm in people if arm]
    found = dict[Name, Mapping[Cell, Told]]()
    all_told = TOO_FEW not in allocated.values()
    for row in _rows(flow.months):
        counts = sizes(filter(row.counts, flow.drawn), arms)
        own = (
            answered_told(counts, smallest=least)
            if row.is_n and all_told
            else _told(counts, people, allocated, least)
        )
        beside: list[Mapping[Cell, Told]] = [found[name] for name in row.beside]
        if row.name is Fact.PER_PROTOCOL:
            beside.append(sizes(stayed, arms))
        is_near = any(_few_between(own, other, least) for other in beside)
        found[row.name] = dict.fromkeys(own, TOO_FEW) if is_near else own
    return found


def sizes(
    people: Collection[Followed] | Iterator[Followed], arms: Collection[Cell]
) -> dict[Cell, int]:
    """How many people are in each arm, and together."""
    found = {cell(): 0, **dict.fromkeys(arms, 0)}
    for own in people:
        found[cell()] += 1
        found[cell(arm=f"{own.arm}")] += 1
    return found


@dataclass(frozen=True)
class _Row:
    """What one row counts."""

    name: Name
    counts: Callable[[Followed], bool]
    beside: Sequence[Name] = ()
    """Rows before it that are a part of it, or that it is a part of."""
    is_n: bool = False
    """Whether it is a number of an analysis, too: who answered a wave, and is analyzed at it."""


def _rows(months: Sequence[int]) -> Iterator[_Row]:
    yield _Row(Fact.ANALYZED, lambda own: own.analyzed)  # who was drawn and is not, withdrew
    yield _Row(Fact.WITHDREW, lambda own: own.withdrew)
    yield _Row(Fact.DISCONTINUED, lambda own: own.discontinued)
    yield _Row(Fact.CROSSED_OVER, lambda own: own.crossed_over)
    yield _Row(Fact.ANY_MODULE, lambda own: own.any_module)
    yield _Row(Fact.ANY_SESSION, lambda own: own.any_session)
    taken = (Fact.ANY_MODULE, Fact.ANY_SESSION)
    yield _Row(Fact.PER_PROTOCOL, lambda own: own.per_protocol, taken)
    for number in months:
        yield from _rows_of_wave(number)


def _rows_of_wave(months: int) -> Iterator[_Row]:
    responded = months, AtWaveFact.RESPONDED
    analyzed = months, AtWaveFact.ANALYZED
    due = months, AtWaveFact.DUE
    in_time = months, AtWaveFact.IN_TIME
    yield _Row(responded, lambda own: own.waves[months].responded, is_n=True)
    inside = Fact.ANALYZED, responded
    yield _Row(analyzed, lambda own: own.waves[months].analyzed, (responded,), is_n=True)
    yield _Row(due, lambda own: own.waves[months].due, (responded, analyzed))
    yield _Row(in_time, lambda own: own.waves[months].in_time, (*inside, analyzed, due))


def _told(
    counts: Mapping[Cell, int],
    people: Mapping[Cell, int],
    allocated: Mapping[Cell, Told],
    least: int,
) -> dict[Cell, Told]:
    """A row as it may be told both to who knows how many are in each arm and to who does not."""
    table = {own | _SO: count for own, count in counts.items()}
    table |= {own | _NOT: size - counts[own] for own, size in people.items()}
    table |= people
    known: Mapping[Cell, int] = {arm: n for arm, n in allocated.items() if n is not TOO_FEW}
    one = told(table, [known], smallest=least)
    other = one if len(known) == len(people) else told(table, [people], smallest=least)
    return {
        own: TOO_FEW if TOO_FEW in (one[own | _SO], other[own | _SO]) else count
        for own, count in counts.items()
    }


_SO, _NOT = cell(counted="yes"), cell(counted="no")


def _few_between(one: Mapping[Cell, Told], other: Mapping[Cell, Told], least: int) -> bool:
    """Whether somewhere both are told and differ by too few."""
    return any(
        n is not TOO_FEW and (m := other[own]) is not TOO_FEW and 0 < abs(n - m) < least
        for own, n in one.items()
    )
