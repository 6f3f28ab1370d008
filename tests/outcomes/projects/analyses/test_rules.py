"""What of an analysis may stand beside earlier ones, and beside itself."""

import json

import pytest

from app.outcomes.projects.analyses.records import AnalysisRecord, Row, RowKind, from_json, to_json
from app.outcomes.projects.analyses.rules import beside
from tests.outcomes.projects.analyses.records_of import (
    FIRST,
    SECOND,
    THIRD,
    a_change,
    a_record,
    a_row,
    a_score,
)


def only(record: AnalysisRecord) -> Row:
    (row,) = record.rows
    return row


def test_first_analysis_is_shown_as_it_is() -> None:
    row = a_change(43)
    assert only(beside(a_record([row]), [])) == row


@pytest.mark.parametrize("more", [-4, -1, 1, 4])
def test_few_who_came_or_left_since_then_are_not_told(more: int) -> None:
    shown = beside(a_record([a_change(40)]), [])
    row = only(beside(a_record([a_change(40 + more, 0.6)], SECOND), [shown]))
    assert (row.people, row.numbers, row.as_of) == ({"n": 40}, {"diff": 0.5}, FIRST)


def test_five_more_are_told() -> None:
    shown = beside(a_record([a_change(40)]), [])
    row = only(beside(a_record([a_change(45, 0.6)], SECOND), [shown]))
    assert (row.people, row.numbers, row.as_of) == ({"n": 45}, {"diff": 0.6}, "")


def test_what_came_in_small_steps_is_compared_with_what_was_shown() -> None:
    first = beside(a_record([a_change(40)]), [])
    second = beside(a_record([a_change(43, 0.6)], SECOND), [first])
    row = only(beside(a_record([a_change(45, 0.7)], THIRD), [first, second]))
    assert (row.people, row.as_of) == ({"n": 45}, "")
    again = only(beside(a_record([a_change(44, 0.7)], THIRD), [first, second]))
    assert (again.people, again.as_of) == ({"n": 40}, FIRST)


def test_one_who_took_the_place_of_another_is_not_told() -> None:
    shown = beside(a_record([a_change(40)]), [])
    row = only(beside(a_record([a_change(40, 0.6)], SECOND), [shown]))
    assert (row.numbers, row.as_of) == ({"diff": 0.5}, FIRST)
    anew = only(beside(a_record([a_change(40, 0.6)], SECOND, code="2"), [shown]))
    assert (anew.numbers, anew.as_of) == ({"diff": 0.6}, "")


def test_groups_of_a_row_are_compared_each() -> None:
    before = a_row(RowKind.ATTRITION, {"stayed": 40, "gone": 10}, wave=3)
    shown = beside(a_record([before]), [])
    now = a_row(RowKind.ATTRITION, {"stayed": 38, "gone": 12}, wave=3)
    assert only(beside(a_record([now], SECOND), [shown])).as_of == FIRST


def test_few_are_too_few_even_if_the_analysis_told_them() -> None:
    row = a_row(RowKind.ATTRITION, {"stayed": 40, "gone": 2}, {"diff": 1.0}, wave=3)
    shown = only(beside(a_record([row]), []))
    assert (shown.people, shown.numbers) == (None, {})


@pytest.mark.parametrize(("n", "is_told"), [(40, True), (41, False), (44, False), (45, True)])
def test_score_of_all_does_not_tell_of_the_few_who_are_not_compared(n: int, is_told: bool) -> None:
    scores = [a_score(n, 0), a_score(40, 3)]
    first, second, change = beside(a_record([*scores, a_change(40)]), []).rows
    assert bool(first.numbers) is is_told
    assert first.people == {"n": n}
    assert second.numbers
    assert change.numbers


def test_record_is_the_same_after_it_was_kept() -> None:
    record = a_record([a_change(40), a_change(None, kind="post_minus_then"), a_score(40)])
    assert from_json(json.loads(json.dumps(to_json(record)))) == record
