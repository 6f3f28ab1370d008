"""What is looked at first, and how large a difference of arms is."""

import math
from dataclasses import replace

import pytest

from app.outcomes.projects.analyses.findings import (
    asks_learners,
    main_scale,
    scales_in_order,
    standardized,
    waves_of,
)
from app.outcomes.projects.analyses.records import Row, RowKind
from tests.outcomes.projects.analyses.records_of import NAMES, a_change, a_row, a_score


def change_in(arm: str, n: int | None, sd: float | None) -> Row:
    row = a_change(n, arm=arm)
    return row if sd is None else replace(row, numbers={"diff": 0.5, "sd_before": sd})


def contrast(estimate: float | None = 0.6) -> Row:
    numbers = {} if estimate is None else {"estimate": estimate}
    row = a_row(RowKind.ARMS, {"n": 44}, numbers, arm="Both", wave=3)
    return replace(row, of={**row.of, "population": "intention_to_treat"})


def test_score_over_all_questions_is_the_main_one() -> None:
    codes = {"talk": "Talking", "align": "Aligning"}
    assert main_scale(replace(NAMES, scales=codes)) == "talk"
    with_all = replace(NAMES, scales={**codes, "composite": "All"})
    assert scales_in_order(with_all) == ["composite", "talk", "align"]


def test_d_divides_by_the_pooled_deviation_before() -> None:
    rows = [change_in("Both", 24, 0.788), change_in("Modules", 19, 1.02)]
    pooled = math.sqrt((23 * 0.788**2 + 18 * 1.02**2) / 41)
    assert standardized(contrast(), rows, "Modules") == pytest.approx(0.6 / pooled)


@pytest.mark.parametrize(
    ("rows", "estimate"),
    [
        ([change_in("Both", 24, 0.8), change_in("Modules", 8, None)], 0.6),
        ([change_in("Both", 24, 0.8), change_in("Modules", None, None)], 0.6),
        ([change_in("Both", 24, 0.8)], 0.6),
        ([change_in("Both", 24, 0.0), change_in("Modules", 19, 0.0)], 0.6),
        ([change_in("Both", 24, 0.8), change_in("Modules", 19, 0.8)], None),
    ],
)
def test_there_is_no_d_without_both_deviations(rows: list[Row], estimate: float | None) -> None:
    assert standardized(contrast(estimate), rows, "Modules") is None


def test_learners_are_asked_where_not_only_mentees_answered() -> None:
    mentees = replace(a_score(20, 12), of={**a_score(20, 12).of, "is_mentee": True})
    assert asks_learners([mentees, a_score(20, 3)])
    assert not asks_learners([mentees, a_change(20)])
    assert waves_of([mentees, a_score(20, 3), a_score(20, 0)]) == [0, 3]
    assert waves_of([mentees], is_mentee=True) == [12]
