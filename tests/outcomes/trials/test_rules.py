"""Nobody learns of the flow through a trial a number about so few that it is of a person."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from app.outcomes.disclosure.cells import TOO_FEW, Told
from app.outcomes.disclosure.rules import SMALLEST
from app.outcomes.trials.rows import AtWaveFact, Fact
from app.outcomes.trials.rules import FlowTold, GroupTold, flow_told
from app.studies.trials.consort.rules import Flow, Followed
from app.studies.trials.members.rules import AtWave, NotDrawn
from app.studies.trials.rules import Arm

FEW = range(1, SMALLEST)
MONTHS = (0, 12)
LISTED = (Fact.DISCONTINUED, Fact.CROSSED_OVER)


def somebody(arm: int, *, left: bool = False, answered: Collection[int] = MONTHS) -> Followed:
    waves = {
        months: AtWave(
            due=True,
            responded=months in answered,
            in_time=months in answered,
            analyzed=months in answered,
        )
        for months in MONTHS
    }
    return Followed(
        arm,
        any_module=True,
        any_session=True,
        per_protocol=not left,
        discontinued=left,
        crossed_over=False,
        withdrew=False,
        waves=waves,
    )


def of(
    *people: Iterable[Followed], arms: int = 2, why: Mapping[NotDrawn, int] | None = None
) -> Flow:
    titles = [Arm(f"Arm {number}", has_sessions=True) for number in range(1, arms + 1)]
    return Flow(titles, MONTHS, why or {}, [own for group in people for own in group])


def shown(flow: Flow, *, is_over: bool = True) -> FlowTold:
    return flow_told(flow, SMALLEST, is_over=is_over)


def responded(found: FlowTold, months: int = 12) -> list[Told]:
    assert found.everybody is not None
    groups = (found.everybody, *found.arms)
    return [own.waves[months][AtWaveFact.RESPONDED] for own in groups]


def test_many_are_told() -> None:
    found = shown(of([somebody(1)] * 20, [somebody(2)] * 12, [somebody(2, answered=[0])] * 8))
    assert responded(found) == [32, 20, 12]
    assert [own.allocated for own in found.arms] == [20, 20]


def test_few_who_answered_are_held_back_and_what_tells_of_them() -> None:
    """Two of the second arm did; with all and the first arm they would follow."""
    some = [somebody(2)] * 2 + [somebody(2, answered=[0])] * 18
    found = shown(of([somebody(1)] * 12, [somebody(1, answered=[0])] * 8, some))
    assert responded(found)[2] is TOO_FEW
    assert responded(found).count(TOO_FEW) >= 2


def test_how_many_answered_is_told_as_an_analysis_tells_its_n() -> None:
    """Of 20, 18 answered: an analysis says n = 18, so the flow hides nothing by holding it back."""
    some = [somebody(2)] * 18 + [somebody(2, answered=[0])] * 2
    found = shown(of([somebody(1)] * 12, [somebody(1, answered=[0])] * 8, some))
    assert responded(found) == [30, 12, 18]
    assert [own.waves[12][AtWaveFact.ANALYZED] for own in found.arms] == [12, 18]
    assert [own.facts[Fact.ANALYZED] for own in found.arms] == [20, 20]


def test_few_who_are_not_analyzed_are_held_back_since_they_withdrew() -> None:
    """An arm is drawn for who answered: of 22 drawn, 20 analyzed tells of two deletions."""
    deleted = {
        months: AtWave(due=True, responded=not months, in_time=not months, analyzed=False)
        for months in MONTHS
    }
    gone = replace(somebody(1), waves=deleted, withdrew=True)
    found = shown(of([somebody(1)] * 20, [gone] * 2, [somebody(2)] * 22))
    assert [own.allocated for own in found.arms] == [22, 22]
    assert found.arms[0].facts[Fact.WITHDREW] is TOO_FEW
    assert found.arms[0].facts[Fact.ANALYZED] is TOO_FEW
    assert found.arms[0].waves[0][AtWaveFact.ANALYZED] is TOO_FEW


def test_a_small_arm_has_no_numbers_and_does_not_follow_from_the_others() -> None:
    found = shown(of([somebody(1)] * 20, [somebody(2)] * 3))
    assert [own.allocated for own in found.arms] == [TOO_FEW, TOO_FEW]
    assert responded(found)[1:] == [TOO_FEW, TOO_FEW]
    assert found.randomized == 23


def test_few_who_withdrew_or_were_discontinued_are_held_back() -> None:
    found = shown(of([somebody(1)] * 20, [somebody(2)] * 18, [somebody(2, left=True)] * 2))
    for fact in (Fact.DISCONTINUED, Fact.WITHDREW):
        numbers = [own.facts[fact] for own in found.arms]
        assert numbers == ([TOO_FEW, TOO_FEW] if fact is Fact.DISCONTINUED else [0, 0])


def test_why_no_arm_was_drawn_is_told_of_many_alone_and_never_while_arms_are_drawn() -> None:
    why = {NotDrawn.UNANSWERED: 9, NotDrawn.DECLINED: 2, NotDrawn.NO_BASELINE: 7}
    flow = of([somebody(1)] * 20, [somebody(2)] * 20, why=why)
    found = shown(flow)
    assert found.reasons[NotDrawn.DECLINED] is TOO_FEW
    assert [*found.reasons.values()].count(TOO_FEW) == 2  # or it would follow from the others
    assert (found.enrolled, found.not_drawn) == (58, 18)
    before = shown(flow, is_over=False)
    assert (before.reasons, before.everybody, before.arms) == ({}, None, [])


@pytest.mark.parametrize("unanswered", [1, 4])
def test_how_many_answered_is_not_told_where_few_did_not(unanswered: int) -> None:
    """`47 of 48 answered` names nobody, and tells of one."""
    flow = of([somebody(1)] * 24, [somebody(2)] * 20, why={NotDrawn.UNANSWERED: unanswered})
    assert shown(flow, is_over=False).answered is TOO_FEW


def test_few_more_who_answered_at_all_than_in_time_are_not_to_be_subtracted() -> None:
    late = Followed(
        1,
        any_module=True,
        any_session=True,
        per_protocol=True,
        discontinued=False,
        crossed_over=False,
        withdrew=False,
        waves=dict.fromkeys(MONTHS, AtWave(due=True, responded=True, analyzed=True)),
    )
    silent = [somebody(arm, answered=[0]) for arm in (1, 2) for _number in range(8)]
    found = shown(of([somebody(1)] * 20, [late] * 2, [somebody(2)] * 22, silent))
    assert responded(found) == [44, 22, 22]
    assert [own.waves[12][AtWaveFact.IN_TIME] for own in found.arms] == [TOO_FEW, TOO_FEW]


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """People of all kinds, some kinds often."""
    kinds = draw(st.lists(people(), min_size=1, max_size=6))
    sizes = st.sampled_from([1, 2, 3, 4, 5, 9, 20])
    drawn = [own for kind in kinds for own in [kind] * draw(sizes)]
    why = draw(st.dictionaries(st.sampled_from(NotDrawn), st.integers(1, 9)))
    return of(drawn, arms=draw(st.integers(max(own.arm for own in drawn), 4)), why=why)


@st.composite
def people(draw: st.DrawFn) -> Followed:
    left, crossed, module, session = (draw(st.booleans()) for _number in range(4))
    kept = module and session and not left and not crossed and draw(st.booleans())
    steps = [draw(st.integers(0, 4)) for _months in MONTHS]
    waves = {
        months: AtWave(due=at > 0, responded=at > 1, analyzed=at > 2, in_time=at > 3)
        for months, at in zip(MONTHS, steps, strict=True)
    }
    return Followed(
        draw(st.integers(1, 3)),
        any_module=module,
        any_session=session,
        per_protocol=kept,
        discontinued=left,
        crossed_over=crossed,
        withdrew=draw(st.booleans()),
        waves=waves,
    )


NUMBERS_OF_AN_ANALYSIS = [
    *(False for _fact in Fact),
    *(at in {AtWaveFact.RESPONDED, AtWaveFact.ANALYZED} for _months in MONTHS for at in AtWaveFact),
]
"""Which rows tell who answered and is analyzed, in the order of `rows_of`."""


def rows_of(found: FlowTold) -> Iterator[Sequence[Told]]:
    """Each row: of all, then of each arm."""
    assert found.everybody is not None
    groups: list[GroupTold] = [found.everybody, *found.arms]
    for fact in Fact:
        yield [own.facts[fact] for own in groups]
    for months in MONTHS:
        for at in AtWaveFact:
            yield [own.waves[months][at] for own in groups]


@settings(max_examples=60)
@given(flows())
def test_no_number_about_few_is_shown_nor_follows_by_arm(flow: Flow) -> None:
    """The reader knows how many are in each arm, and solves the sum of each row."""
    found = shown(flow)
    sizes = [
        sum(own.arm == number for own in flow.drawn) for number in range(1, len(flow.arms) + 1)
    ]
    exacts = rows_of(flow_told(flow, 1, is_over=True))
    for is_n, row, exact in zip(NUMBERS_OF_AN_ANALYSIS, rows_of(found), exacts, strict=True):
        assert all(number not in FEW for number in row if number is not TOO_FEW)
        for at, (number, size) in enumerate(zip(row[1:], sizes, strict=True), 1):
            if number is not TOO_FEW:
                assert number == exact[at]
                assert is_n or size - number not in FEW or not (number or row[0])
        for at, number in enumerate(row):
            if at and number is TOO_FEW and exact[at]:
                assert can_be(row, sizes, at) >= 1, (row, sizes)


def can_be(row: Sequence[Told], sizes: Sequence[int], at: int) -> float:
    """How wide the range is in which an arm's number can lie."""
    total, arms = row[0], row[1:]
    bounds = [
        (0, size) if number is TOO_FEW else (number, number)
        for number, size in zip(arms, sizes, strict=True)
    ]
    known = {} if total is TOO_FEW else {"A_eq": [[1] * len(arms)], "b_eq": [total]}
    ends = []
    for sign in (1, -1):
        goal = [sign * (number == at - 1) for number in range(len(arms))]
        ends.append(sign * linprog(goal, bounds=bounds, **known).fun)
    return float(ends[1] - ends[0])


@settings(max_examples=60)
@given(flows())
def test_no_two_numbers_that_contain_each_other_differ_by_few(flow: Flow) -> None:
    found = shown(flow)
    for own in found.arms:
        inside = [*own.waves[0].values()], [*own.waves[12].values()]
        for some, others in (pair for row in inside for pair in combinations(row, 2)):
            if some is not TOO_FEW and others is not TOO_FEW:
                assert abs(some - others) not in FEW
        kept, taken = own.facts[Fact.PER_PROTOCOL], own.facts[Fact.ANY_MODULE]
        if kept is not TOO_FEW and taken is not TOO_FEW:
            assert taken - kept not in FEW


@settings(max_examples=40)
@given(flows())
def test_reasons_do_not_follow_from_each_other(flow: Flow) -> None:
    found = shown(flow)
    held = [why for why, number in found.reasons.items() if number is TOO_FEW]
    is_all = len(found.reasons) == 1  # and how many were not drawn stands in the list of names
    assert len(held) != 1 or found.not_drawn in FEW or is_all
    assert all(number not in FEW for number in found.reasons.values())
