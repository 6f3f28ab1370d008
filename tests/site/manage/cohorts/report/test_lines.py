"""Lines with their names: each beside its end, on no other line and no other name."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.site.manage.cohorts.report.charts import WIDTH
from app.site.manage.cohorts.report.lines import Series, in_rows, lines

LABELS = [str(number) for number in range(1, 9)]
percents = st.lists(st.integers(0, 100), min_size=1, max_size=8)


def series(name: str, values: list[int]) -> Series:
    return Series([*in_rows(name), f"{values[-1]}%"], dict(enumerate(values)))


def test_line_says_whose_it_is() -> None:
    chart = lines("", [series("Fall 2026", [98, 96]), series("Spring 2026", [94] * 8)], LABELS)
    assert [line.name for line in chart.lines] == [["Fall 2026", "96%"], ["Spring 2026", "94%"]]
    fall, spring = (line.name_at for line in chart.lines)
    assert fall.left == chart.lines[0].dots[-1].x + 8
    assert not fall.is_crossed_by(chart.lines[1].dots)
    assert not fall.meets(spring)
    assert chart.now == chart.lines[0].dots[-1].x


def test_step_without_a_value_is_left_out_of_its_line() -> None:
    (line,) = lines("", [Series(["Fall"], {0: 100, 2: 50})], LABELS[:3]).lines
    assert [dot.x for dot in line.dots] == [36, 296]
    assert lines("", [Series(["Fall"], {})], LABELS[:3]).lines == []


def test_long_name_has_rows() -> None:
    assert in_rows("Coach Approach 2026–27") == ["Coach Approach", "2026–27"]


@given(percents, percents, percents)
def test_names_lie_on_nothing_and_within_the_chart(
    fall: list[int], spring: list[int], earlier: list[int]
) -> None:
    named = zip(("Fall 2026", "Spring 2026", "Fall 2025"), (fall, spring, earlier), strict=True)
    chart = lines("", [series(name, values) for name, values in named], LABELS)
    for line, other in combinations(chart.lines, 2):
        assert not line.name_at.meets(other.name_at)
    for line in chart.lines:
        assert line.name_at.right <= WIDTH
        assert line.name_at.bottom <= chart.floor
