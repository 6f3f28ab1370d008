"""Changes of the same people: Student's sleep data in R's numbers, and what articles print."""

import math
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.outcomes.analysis.pairs import changed
from app.outcomes.analysis.summaries import Summary, compare, contradicts_itself
from tests.outcomes.analysis.sleep import DRUG_1, DRUG_2


def test_paired_t_of_students_sleep_is_that_of_r() -> None:
    """t.test(drug_2, drug_1, paired = TRUE)"""
    found = changed(DRUG_1, DRUG_2).comparison
    assert found.t == pytest.approx(4.062128, abs=5e-7)
    assert found.df == 9
    assert found.p == pytest.approx(0.002832890, abs=5e-10)
    assert found.diff == pytest.approx(1.58)
    assert found.ci_low == pytest.approx(0.7001142, abs=5e-8)
    assert found.ci_high == pytest.approx(2.4598858, abs=5e-8)


def test_wilcoxon_of_students_sleep_is_that_of_r() -> None:
    """wilcox.test(drug_1, drug_2, paired = TRUE): V = 0, p-value = 0.009091, zeros and ties"""
    found = changed(DRUG_1, DRUG_2).ranks
    assert found is not None
    assert (found.statistic, found.zeros, found.is_exact) == (0, 1, False)
    assert found.p == pytest.approx(0.009091, abs=5e-7)


def test_wilcoxon_without_ties_is_exact_and_says_so() -> None:
    found = changed([0] * 6, [1, 2, 3, 4, 5, 6]).ranks
    assert found is not None
    assert found.is_exact
    assert found.p == 2 / 2**6


def test_effects_of_students_sleep_divide_by_what_their_names_say() -> None:
    found = changed(DRUG_1, DRUG_2).comparison
    sd_1, sd_2, sd_change = 1.7890100, 2.0022488, 1.2299955
    assert found.dz == pytest.approx(1.58 / sd_change, abs=1e-6)
    assert found.dav == pytest.approx(1.58 / ((sd_1 + sd_2) / 2), abs=1e-6)
    assert found.d_rms == pytest.approx(1.58 / math.sqrt((sd_1**2 + sd_2**2) / 2), abs=1e-6)
    assert found.g_av == pytest.approx(1.58 / ((sd_1 + sd_2) / 2) * (1 - 3 / 35), abs=1e-6)
    assert found.g_rms is not None
    assert found.d_rms is not None
    assert found.g_rms == pytest.approx(found.d_rms * (1 - 3 / 35))
    assert found.r == pytest.approx(0.7951702, abs=5e-7)


def test_interval_of_dav_is_that_of_the_noncentral_t() -> None:
    found = changed(DRUG_1, DRUG_2)
    assert found.dav_ci is not None
    assert found.comparison.dav is not None
    assert found.dav_ci.low < found.comparison.dav < found.dav_ci.high
    assert found.dav_ci.low == pytest.approx(0.4146 * 0.64888, abs=2e-3)


def test_counts_say_who_went_up_and_who_did_not() -> None:
    found = changed(DRUG_1, DRUG_2)
    assert (found.higher, found.same, found.lower) == (9, 1, 0)


def test_printed_numbers_give_what_the_answers_gave() -> None:
    whole = changed(DRUG_1, DRUG_2)
    printed = Summary(10, 0.75, 1.7890096911, 2.33, 2.0022487269, 4.0621276834)
    assert asdict(compare(printed)) == pytest.approx(asdict(whole.comparison), abs=1e-7)


@given(st.lists(st.tuples(*[st.floats(-9, 9, width=16)] * 2), min_size=3, max_size=30))
def test_published_and_own_numbers_take_one_way(people: list[tuple[float, float]]) -> None:
    found = changed([first for first, _ in people], [second for _, second in people])
    own, known = found.comparison, found.summary
    if not own.t or abs(own.t) > 1e6 or own.r is None or abs(own.t) < 1e-6:
        return
    printed = Summary(
        known.n, known.mean_pre, known.sd_pre, known.mean_post, known.sd_post, abs(own.t)
    )
    again = compare(printed)
    assert again.t == pytest.approx(own.t)
    assert again.se == pytest.approx(own.se)
    assert again.r == pytest.approx(own.r, abs=1e-4)


def test_a_t_without_its_sign_takes_that_of_the_change() -> None:
    found = compare(Summary(43, mean_pre=4.0, mean_post=3.5, t=2.5))
    assert found.t == -2.5
    assert found.dz is not None
    assert found.dz < 0
    assert found.ci_high is not None
    assert found.ci_high < 0


def test_without_means_only_the_test_is_known() -> None:
    found = compare(Summary(43, t=2.018082))  # the quantile of 97.5 % in any table
    assert (found.diff, found.se, found.r, found.dav) == (None, None, None, None)
    assert found.p == pytest.approx(0.05, abs=1e-6)
    assert found.dz == pytest.approx(2.018082 / math.sqrt(43))


def test_without_t_only_sizes_are_known() -> None:
    found = compare(Summary(43, 3.5, 0.8, 4.0, 0.7))
    assert (found.t, found.p, found.r, found.dz) == (None, None, None, None)
    assert found.dav == pytest.approx(0.5 / 0.75)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Summary(43, 3.5, 0.8, 4.0, 0.7, 0.0), True),  # a change, and a t of none
        (Summary(43, 3.5, 0.8, 4.0, 0.4, 90.0), True),  # less error than two deviations leave
        (Summary(43, 3.5, 0.8, 4.0, 0.7, 0.9), True),  # far more
        (Summary(43, 3.5, 0.8, 4.0, 0.7, 4.5), False),
        (Summary(43, 3.5, 0.8, 3.5, 0.7, 0.0), False),
        (Summary(43, 3.5, None, 4.0, 0.7, 90.0), False),
    ],
)
def test_numbers_that_cannot_belong_together_are_seen(known: Summary, *, expected: bool) -> None:
    assert contradicts_itself(known) is expected


def test_nobody_changed_has_no_test() -> None:
    found = changed([1, 2, 3], [1, 2, 3])
    assert (found.comparison.t, found.ranks, found.dav_ci, found.same) == (None, None, None, 3)


def test_one_person_has_no_change() -> None:
    with pytest.raises(ValueError, match="two people"):
        changed([1], [2])
    with pytest.raises(ValueError, match="two people"):
        compare(Summary(1))
    with pytest.raises(ValueError, match="both values"):
        changed([1, 2], [2])


def test_an_effect_far_out_still_has_an_interval() -> None:
    found = changed([0.0, -1.0, -1.0], [7.109375, 6.0, 6.0]).dav_ci
    assert found is not None
    assert 0 < found.low < found.high
