"""What articles print, as a table."""

import pytest

from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.outcomes.analysis import published
from app.outcomes.analysis.published import read_published

HEADER = "n,mean_pre,sd_pre,mean_post,sd_post,t\n"


def test_a_row_gives_tests_intervals_and_sizes() -> None:
    (row,) = read_published(HEADER + "43,3.5,0.8,4.0,0.7,4.5\n")
    found = row.comparison
    assert (found.t, found.df, found.diff) == (4.5, 42, 0.5)
    assert found.p == pytest.approx(5.3007e-05, rel=1e-4)
    assert found.se == pytest.approx(1 / 9)
    assert (found.ci_low, found.ci_high) == pytest.approx((0.2757687, 0.7242313), abs=1e-6)
    assert found.r == pytest.approx((0.64 + 0.49 - 43 / 81) / 1.12)
    assert found.dz == pytest.approx(4.5 / 43**0.5)
    assert found.dav == pytest.approx(0.5 / 0.75)
    assert found.g_av == pytest.approx(0.5 / 0.75 * (1 - 3 / 167))
    assert row.warning is None


def test_columns_stand_in_any_order_beside_others() -> None:
    text = "\ufeffMeasure, T ,N,Mean_Pre\nClimate,2.1,43,3\n\nTeaching,1,43,\n"
    first, second = read_published(text)
    assert (first.line, first.comparison.t, first.comparison.diff) == (2, 2.1, None)
    assert (second.line, second.comparison.t) == (4, 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", published.EMPTY),
        (HEADER, published.EMPTY),
        ("a,b\n1,2\n", published.NO_COLUMN),
        (HEADER + "43,3.5,.8,4.0,.7,4.5,9\n", published.TOO_MANY_CELLS(line=2)),
        (HEADER + "43,low,,,,\n", published.NO_NUMBER(line=2, cell="low", name="mean_pre")),
        (HEADER + "43,3,nan,,,\n", published.NO_NUMBER(line=2, cell="nan", name="sd_pre")),
        (HEADER + ",3,,,,\n", published.NO_PEOPLE(line=2)),
        (HEADER + "1,,,,,3\n", published.NO_PEOPLE(line=2)),
        (HEADER + "2.5,,,,,3\n", published.NO_PEOPLE(line=2)),
        (HEADER + "43,3,-1,4,1,2\n", published.NEGATIVE(line=2, name="sd_pre")),
        (HEADER + "43,3,,4,,\n", published.NOTHING_FOLLOWS(line=2)),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text: str, why: Reason) -> None:
    with pytest.raises(RefusedError) as refused:
        read_published(text)
    assert refused.value.reason == why


def test_numbers_that_cannot_belong_together_are_told() -> None:
    (row,) = read_published(HEADER + "43,3.5,0.8,4.0,0.4,90\n")
    assert row.warning == published.CONTRADICTION(line=2)
    assert row.comparison.r is None


def test_a_printed_minus_sign_is_one() -> None:
    (row,) = read_published("n,t\n43,\N{MINUS SIGN}2.5\n")
    assert row.comparison.t == -2.5
