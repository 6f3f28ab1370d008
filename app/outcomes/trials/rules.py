"""What the flow of people through a trial may tell. Pure.

Whoever runs a trial has to know by name who is in which arm, since the arm says who has sessions,
and who was discontinued or given sessions since; so the page has a list of just that. It is all
that anybody is told of one person. Who answered a wave, who took their consent back, and why no arm
was drawn for somebody, is between them and the study: no page says it by name, and here it is a
number only where `disclosure` lets it be one, as is every other number of the diagram. How many are
enrolled, how many were drawn, and so how many were not, stands in the lists of names, and is told.

The diagram is what leaves the page: printed, and in papers. So it holds against two readers, and a
number is told only if it may be told to both: one who has nothing else, from whom also small
arms and whoever left them are held back; and one who has the list of names, to whom these numbers
are no secret, and who could use them to compute others. How many answered and are
analyzed is told as an analysis tells its n, also where few did not (`disclosure.answered`), unless
an arm is small. Where other numbers contain each other, as who answered and who did so in time,
their difference is people, too: if it is too few anywhere, the one that matters less is held back
of every arm and of all.

While arms are drawn nothing is told by arm or by reason: each draw would tell of one person. From
then on the diagram is of the moment, and exact: who looks before and after an answer came sees that
one came, in an arm of `least` people or more. The page of a study tells its waves otherwise, by
what is counted once a day (`projects/turnout`); a diagram that is printed has to add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Told, cell
from app.outcomes.disclosure.rules import told
from app.outcomes.trials.rows import AtWaveFact, Fact, rows_told, sizes
from app.studies.trials.consort.rules import Flow
from app.studies.trials.members.rules import NotDrawn


@dataclass(frozen=True)
class GroupTold:
    """An arm, or all of them together."""

    title: str
    """Empty of all of them."""
    allocated: Told
    facts: Mapping[Fact, Told]
    waves: Mapping[int, Mapping[AtWaveFact, Told]]
    """By months."""


@dataclass(frozen=True)
class FlowTold:
    """A flow diagram as it may be shown."""

    enrolled: int
    """In the cohorts of the study: who was asked whether they take part."""
    answered: Told
    randomized: int
    not_drawn: int
    reasons: Mapping[NotDrawn, Told]
    """Why not; empty while arms are drawn."""
    everybody: GroupTold | None
    """For whom an arm was drawn. None while arms are drawn."""
    arms: Sequence[GroupTold]
    """Empty while arms are drawn."""


def flow_told(flow: Flow, least: int, *, is_over: bool) -> FlowTold:
    """What of a flow may be shown.

    `least`: fewer people than this are too few. `is_over`: whether no arm is drawn any more.
    """
    randomized, not_drawn = len(flow.drawn), sum(flow.not_drawn.values())
    before = _before(flow, least, by_reason=is_over)
    groups = _groups(flow, least) if is_over else []
    return FlowTold(
        enrolled=randomized + not_drawn,
        answered=before[_ANSWERED],
        randomized=randomized,
        not_drawn=not_drawn,
        reasons={why: before[_not_drawn(why)] for why in flow.not_drawn} if is_over else {},
        everybody=groups[0] if groups else None,
        arms=groups[1:],
    )


_OTHERWISE = "otherwise"


def _before(flow: Flow, least: int, *, by_reason: bool) -> Mapping[Cell, Told]:
    """For how many no arm was drawn, by why; and how many answered, which follows from it."""
    counts = {_not_drawn(NotDrawn.UNANSWERED): 0, cell(drawn="yes", why=""): len(flow.drawn)}
    for why, count in flow.not_drawn.items():
        own = _not_drawn(why if by_reason or why is NotDrawn.UNANSWERED else _OTHERWISE)
        counts[own] = counts.get(own, 0) + count
    enrolled = sum(counts.values())
    randomized = len(flow.drawn)
    public = {
        cell(): enrolled,
        cell(drawn="yes"): randomized,
        cell(drawn="no"): enrolled - randomized,
    }
    found = told(counts, [public], smallest=least)
    silent = found[_not_drawn(NotDrawn.UNANSWERED)]
    return found | {_ANSWERED: TOO_FEW if silent is TOO_FEW else enrolled - silent}


def _not_drawn(why: str) -> Cell:
    return cell(drawn="no", why=f"{why}")


_ANSWERED = cell(answered="yes")


def _groups(flow: Flow, least: int) -> list[GroupTold]:
    """All together, then each arm."""
    arms = [cell(arm=f"{number}") for number, _arm in enumerate(flow.arms, 1)]
    people = sizes(flow.drawn, arms)
    all_of_them = {cell(): len(flow.drawn)}
    allocated = told(people, [all_of_them], smallest=least) | all_of_them
    rows = rows_told(flow, people, allocated, least)
    titles = ("", *(arm.title for arm in flow.arms))
    return [
        GroupTold(
            title,
            allocated[own],
            {fact: rows[fact][own] for fact in Fact},
            {months: {at: rows[months, at][own] for at in AtWaveFact} for months in flow.months},
        )
        for title, own in zip(titles, (cell(), *arms), strict=True)
    ]
