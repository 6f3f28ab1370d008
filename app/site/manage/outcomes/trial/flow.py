"""The flow of people through a trial, as a table and as boxes; both say the same numbers.

Which ones may be said, and why, `outcomes/trials/rules.py` says and decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _, dotted
from app.outcomes.charts.words import count
from app.outcomes.disclosure.cells import TOO_FEW, Told
from app.outcomes.trials.rows import AtWaveFact, Fact
from app.outcomes.trials.rules import FlowTold, GroupTold
from app.site.parts.studies import wave_title
from app.studies.trials.members.rules import NotDrawn

NOT_DRAWN: Mapping[NotDrawn, Text] = {
    NotDrawn.UNANSWERED: _("Have not answered whether they take part"),
    NotDrawn.DECLINED: _("Declined"),
    NotDrawn.WITHDREW: _("Withdrew before an arm was drawn"),
    NotDrawn.LEFT: _("Left the cohort before"),
    NotDrawn.NO_BASELINE: _("Did not complete the baseline"),
    NotDrawn.ELSEWHERE: _("Were drawn in another cohort or study"),
    NotDrawn.WAITS: _("Wait for their arm"),
}
ENROLLED = _("Enrolled, and asked whether they take part")
ANSWERED = _("Answered")
EXCLUDED = _("No arm was drawn")
RANDOMIZED = _("Randomized")
ALLOCATED = _("Allocated")
FACTS: Mapping[Fact, Text] = {
    Fact.ANY_MODULE: _("Signed a module or more"),
    Fact.ANY_SESSION: _("Were at a live session or more"),
    Fact.CROSSED_OVER: _("Crossed over"),
    Fact.DISCONTINUED: _("Discontinued"),
    Fact.WITHDREW: _("Withdrew their consent"),
    Fact.ANALYZED: _("Analyzed as allocated"),
    Fact.PER_PROTOCOL: _("Kept to the protocol"),
}
AT_WAVE: Mapping[AtWaveFact, Text] = {
    AtWaveFact.RESPONDED: _("Responded"),
    AtWaveFact.DUE: _("Due by now"),
    AtWaveFact.IN_TIME: _("In the window"),
    AtWaveFact.ANALYZED: _("Analyzed"),
}
RECEIVED = (Fact.ANY_MODULE, Fact.ANY_SESSION, Fact.CROSSED_OVER)
GONE = (Fact.DISCONTINUED, Fact.WITHDREW)
IN_THE_END = (Fact.ANALYZED, Fact.PER_PROTOCOL)


@dataclass(frozen=True)
class FlowCell:
    """A number, or that it is not shown."""

    text: str
    is_few: bool


@dataclass(frozen=True)
class FlowRow:
    """One number of the diagram, for all and by arm."""

    label: Text
    of: Text
    """Of which wave, where the row above says it; else empty."""
    everybody: FlowCell
    arms: Sequence[FlowCell]
    """Empty where it is before the arms part, and as long as arms are drawn."""
    is_part: bool
    """Whether it counts some of those of a row above."""


@dataclass(frozen=True)
class FlowTable:
    """The rows, and the columns that follow that of all."""

    heads: Sequence[Mapping[str, str | bool]]
    """The columns of the arms."""
    rows: Sequence[FlowRow]
    some_held: bool
    """Whether anything is not shown there."""


def flow_table(flow: FlowTold) -> FlowTable:
    """The table of a flow."""
    rows = [*_before(flow), *_since(flow)]
    cells = [cell for row in rows for cell in (row.everybody, *row.arms)]
    some_held = any(cell.is_few for cell in cells)
    heads: list[Mapping[str, str | bool]] = [{"label": arm.title, "num": True} for arm in flow.arms]
    return FlowTable(heads, rows, some_held)


def waves_begun(flow: FlowTold) -> list[int]:
    """The waves, by months, that are due for anybody."""
    waves = flow.everybody.waves if flow.everybody else {}
    return [months for months, at in waves.items() if at[AtWaveFact.DUE] != 0]


def at_wave(months: int, fact: AtWaveFact) -> Text:
    """`After 3 months · Responded`."""
    return dotted([wave_title(months), AT_WAVE[fact]])


def _before(flow: FlowTold) -> Iterator[FlowRow]:
    yield _row(ENROLLED, flow.enrolled)
    yield _row(ANSWERED, flow.answered, is_part=True)
    yield _row(EXCLUDED, flow.not_drawn)
    for why, told in flow.reasons.items():
        yield _row(NOT_DRAWN[why], told, is_part=True)
    yield _row(RANDOMIZED, flow.randomized)


def _since(flow: FlowTold) -> Iterator[FlowRow]:
    if flow.everybody is None:
        return
    groups = (flow.everybody, *flow.arms)
    yield _row(ALLOCATED, *(own.allocated for own in groups))
    for fact in (*RECEIVED, *GONE):
        yield _row(FACTS[fact], *(own.facts[fact] for own in groups), is_part=True)
    for months in waves_begun(flow):
        yield from _of_wave(months, groups)
    for fact in IN_THE_END:
        told = (own.facts[fact] for own in groups)
        yield _row(FACTS[fact], *told, is_part=fact is Fact.PER_PROTOCOL)


def _of_wave(months: int, groups: Sequence[GroupTold]) -> Iterator[FlowRow]:
    for fact in AT_WAVE:
        told = [own.waves[months][fact] for own in groups]
        if fact is AtWaveFact.RESPONDED:
            yield _row(at_wave(months, fact), *told)
        else:
            yield _row(AT_WAVE[fact], *told, is_part=True, of=wave_title(months))


def _row(
    label: Text, everybody: Told, *arms: Told, is_part: bool = False, of: Text = ""
) -> FlowRow:
    return FlowRow(label, of, _cell(everybody), [_cell(own) for own in arms], is_part)


def _cell(told: Told) -> FlowCell:
    return FlowCell(count(told), told is TOO_FEW)
