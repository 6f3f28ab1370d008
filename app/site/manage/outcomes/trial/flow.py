"""The flow of people through a trial as rows: a column for all of them, and one for each arm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _, ngettext
from app.studies.trials.consort.rules import ArmNumbers, Flow
from app.studies.trials.members.rules import NotDrawn

NOT_DRAWN: Mapping[NotDrawn, Text] = {
    NotDrawn.UNANSWERED: _("Have not answered whether they take part"),
    NotDrawn.DECLINED: _("Declined"),
    NotDrawn.WITHDREW: _("Withdrew before an arm was drawn"),
    NotDrawn.LEFT: _("Left the cohort before"),
    NotDrawn.NO_BASELINE: _("Did not complete the baseline"),
    NotDrawn.ELSEWHERE: _("Were drawn in another cohort"),
    NotDrawn.WAITS: _("Wait for their arm"),
}


@dataclass(frozen=True)
class FlowRow:
    """One box of the diagram."""

    label: Text | str
    everybody: Text | str
    arms: Sequence[Text | str]
    """Empty where it is before the arms part, and as long as arms are drawn."""
    heads: bool = False
    """Whether it names the arms."""


def flow_rows(flow: Flow, least: int, *, is_over: bool) -> list[FlowRow]:
    """The rows; by arm, and by reason, only once no arm is drawn any more.

    `least`: of fewer people than that, why they were not drawn is not told.
    """
    rows = [
        FlowRow(_("Enrolled in the cohorts of the study"), str(flow.invited), ()),
        FlowRow(_("Answered whether they take part"), _few(flow.assessed, least), ()),
    ]
    if not is_over:
        return [*rows, FlowRow(_("Randomized"), str(flow.randomized), ())]
    rows += [
        FlowRow(NOT_DRAWN[why], _few(count, least), ()) for why, count in flow.not_drawn.items()
    ]
    rows.append(
        FlowRow(
            _("Randomized"),
            str(flow.randomized),
            [own.arm.title for own in flow.arms],
            heads=True,
        )
    )
    return [*rows, *_by_arm(flow.arms)]


def _few(count: int, least: int) -> Text | str:
    if 0 < count < least:
        return ngettext("fewer than {count}", "fewer than {count}", count=least)
    return str(count)


def _by_arm(arms: Sequence[ArmNumbers]) -> Iterator[FlowRow]:
    yield _row(_("Allocated"), [own.allocated for own in arms])
    yield _row(_("Signed a module or more"), [own.any_module for own in arms])
    yield _row(_("Were at a live session or more"), [own.any_session for own in arms])
    yield _row(_("Kept to the protocol"), [own.per_protocol for own in arms])
    yield _row(_("Discontinued"), [sum(own.discontinued.values()) for own in arms])
    yield _row(_("Crossed over"), [own.crossed_over for own in arms])
    yield _row(_("Withdrew their consent"), [own.withdrew for own in arms])
    for number, wave in enumerate(arms[0].waves if arms else ()):
        own = [arm.waves[number] for arm in arms]
        months = wave.months
        yield _row(_wave(_DUE, months), [each.due for each in own])
        yield _row(_wave(_RESPONDED, months), [each.responded for each in own])
        yield _row(_wave(_IN_TIME, months), [each.in_time for each in own])
        yield _row(_wave(_ANALYZED, months), [each.analyzed for each in own])


def _row(label: Text, numbers: Sequence[int]) -> FlowRow:
    return FlowRow(label, str(sum(numbers)), [str(number) for number in numbers])


_DUE, _RESPONDED, _IN_TIME, _ANALYZED = "due", "responded", "in_time", "analyzed"


def _wave(what: str, months: int) -> Text:
    words = {
        _DUE: _("Month {months}: due", months=months),
        _RESPONDED: _("Month {months}: responded", months=months),
        _IN_TIME: _("Month {months}: responded in the window", months=months),
        _ANALYZED: _("Month {months}: analyzed", months=months),
    }
    return words[what]
