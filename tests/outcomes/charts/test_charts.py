"""Every chart says what its table says, and nothing in it lies over anything else."""

import re
from collections.abc import Callable

import pytest

from app.outcomes.charts.bars import Bar, bars
from app.outcomes.charts.diverging import Answers, diverging
from app.outcomes.charts.effects import EFFECT_SIZES, Bands, Effect, Forest, Known, Measure
from app.outcomes.charts.flow import Arm, Counted, Step, flow
from app.outcomes.charts.forest import forest
from app.outcomes.charts.shapes import INKS, Chart, Dot, Line
from app.outcomes.charts.slopes import Slope, slopes
from app.outcomes.disclosure.cells import TOO_FEW
from tests.outcomes.charts.drawn import LONG, assert_clear, blocks, html, words

FIVE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
HEADERS = ("Rank", "People")


def of_bars() -> Chart:
    values = [Bar("Professor", 23, 50), Bar(LONG, TOO_FEW), Bar("Nobody", 0, 46), Bar("All", 1200)]
    return bars("People", "One bar a rank.", values, HEADERS)


def of_answers() -> Chart:
    items = [
        Answers("Prepared", (0, 2, 5, 20, 16)),
        Answers(LONG, (12, 8, 11, 8, 4)),
        Answers("All agree", (0, 0, 0, 0, 43)),
        Answers("Small group", (TOO_FEW,) * 5),
        Answers("Nobody", (0,) * 5),
    ]
    return diverging("Agreement", "Less is left.", FIVE, items)


def of(measures: list[Measure], bands: Bands | None = EFFECT_SIZES) -> Forest:
    """With as many panels and series as the first one has effects."""
    panels, series = len(measures[0].effects), len(measures[0].effects[0])
    named = tuple(f"Month {at}" for at in range(panels)), tuple(f"Set {at}" for at in range(series))
    return Forest("Effects", "Dots and intervals.", *named, tuple(measures), bands)


def one(label: str, effect: Known) -> Measure:
    return Measure(label, ((effect,),))


def of_effects() -> Chart:
    rows = [
        one("Communication", Effect(0.58, 0.36, 0.8, 86)),
        one(LONG, Effect(-0.12, -0.41, 0.17, 86)),
        one("Independence", Effect(1.02, None, None, 7)),
        one("Understanding", TOO_FEW),
        one("Diversity", None),
    ]
    return forest(of(rows), [0], wide=False)


def two_by_two() -> Forest:
    """Two panels, two series."""
    known = Effect(0.72, 0.27, 1.17, 44)
    less = Effect(-1.2, -1.9, -0.5, 28)
    return of(
        [
            Measure("All questions", ((known, less), (less, known)), is_main=True),
            Measure(LONG, ((known, TOO_FEW), (None, Effect(0.4, None, None, 7)))),
        ]
    )


def of_panels() -> Chart:
    return forest(two_by_two(), [0, 1], wide=True)


def of_one_panel() -> Chart:
    return forest(two_by_two(), [1], wide=False)


def of_slopes() -> Chart:
    rows = [
        *(Slope(f"{LONG} {number}", 4 + number / 100, 5 + number / 100) for number in range(4)),
        Slope("Fell", 5.0, 4.0),
        Slope("Small", None, 5.0),
        Slope("Compared with", 4.5, 4.5, is_quiet=True),
    ]
    return slopes("Competency", "Lines.", ("before", "after"), rows)


def of_flow(arms: int = 2) -> Chart:
    left = [Counted("Left", 7), Counted("withdrew consent", TOO_FEW), Counted(LONG, 0)]
    steps = [Step(Counted("Allocated", 47), [Counted("came", 40)], left), Step(Counted("In", 40))]
    before = [
        Step(Counted("Assessed", 112), (), [Counted("Excluded", 26)]),
        Step(Counted("In", 86)),
    ]
    return flow("Flow", "Boxes.", before, [Arm(LONG[:60] + str(arm), steps) for arm in range(arms)])


CHARTS = [of_bars, of_answers, of_effects, of_panels, of_one_panel, of_slopes, of_flow]


@pytest.mark.parametrize("make", CHARTS)
def test_nothing_lies_over_words_nor_leaves_the_chart(make: Callable[[], Chart]) -> None:
    assert_clear(make())


@pytest.mark.parametrize("make", CHARTS)
def test_it_has_a_name_a_description_and_nothing_that_the_policy_forbids(
    make: Callable[[], Chart],
) -> None:
    drawn = html(make())
    title, about = re.findall(r'aria-labelledby="(\S+) (\S+)"', drawn)[0]
    assert f'<title id="{title}">{make().title}</title>' in drawn
    assert f'<desc id="{about}">{make().about}</desc>' in drawn
    assert " style=" not in drawn
    assert "<script" not in drawn
    assert html(make()) == drawn


@pytest.mark.parametrize("make", CHARTS)
def test_every_row_of_its_table_has_a_cell_for_each_header(make: Callable[[], Chart]) -> None:
    table = make().table
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.headers)}


def test_a_bar_is_as_long_as_its_number() -> None:
    chart = bars("People", "", [Bar("a", 10), Bar("b", 5), Bar("c", 0), Bar("d", TOO_FEW)], HEADERS)
    long, half, none = (block.width for block in blocks(chart, "block"))
    assert half == pytest.approx(long / 2)
    assert none == 2
    assert len(blocks(chart, "few")) == 1
    assert [row[1] for row in chart.table.rows] == ["10", "5", "0", "Not shown"]


def test_a_bar_stands_in_the_whole_it_is_of() -> None:
    chart = bars("People", "", [Bar("a", 23, 50)], HEADERS)
    (track,), (bar,) = blocks(chart, "track"), blocks(chart, "block")
    assert bar.width / track.width == pytest.approx(23 / 50)
    assert "23 of 50" in words(chart)


def test_no_bars_and_a_single_nobody_are_charts() -> None:
    assert_clear(bars("People", "", [], HEADERS))
    assert_clear(bars("People", "", [Bar("a", 0)], HEADERS))


def test_answers_part_at_the_middle_of_the_scale() -> None:
    items = [Answers("a", (1, 1, 2, 3, 3)), Answers("b", (0, 0, 0, 0, 10))]
    chart = diverging("Agreement", "", FIVE, items)
    legend, drawn = blocks(chart, *_PARTS)[:5], blocks(chart, *_PARTS)[5:]
    assert [part.ink for part in legend] == ["less-3", "less-2", "middle", "more-2", "more-3"]
    middle = next(shape.x1 for shape in chart.shapes if isinstance(shape, Line))
    half = next(part for part in drawn if part.ink == "middle")
    assert half.x + half.width / 2 == pytest.approx(middle)
    assert drawn[-1].x == pytest.approx(middle)
    assert sum(part.width for part in drawn[:5]) == pytest.approx(drawn[-1].width)


def test_a_scale_of_an_even_number_has_no_middle() -> None:
    chart = diverging("Met", "", ("No", "Yes"), [Answers("a", (12, 31))])
    assert [block.ink for block in blocks(chart, *_PARTS)] == ["less-3", "more-3"] * 2
    assert chart.table.rows == (("a", "12 (27.9%)", "31 (72.1%)", "43"),)


def test_of_an_item_with_anything_held_back_nothing_is_drawn() -> None:
    chart = diverging("Agreement", "", FIVE, [Answers("a", (TOO_FEW, TOO_FEW, 9, 9, 9))])
    assert len(blocks(chart, *_PARTS)) == 5
    assert "Not shown" in words(chart)
    assert chart.table.rows == (("a", "Not shown", "Not shown", "9", "9", "9", "–"),)


def test_an_effect_stands_at_its_value_with_zero_on_the_axis() -> None:
    measures = [one("a", Effect(0.5, 0.25, 0.75, 86)), one("b", Effect(1.0, None, None, 9))]
    chart = forest(of(measures, None), [0], wide=False)
    first, second = (shape for shape in chart.shapes if isinstance(shape, Dot))
    zero = next(
        shape.x1 for shape in chart.shapes if isinstance(shape, Line) and shape.ink == "axis"
    )
    assert first.x - zero == pytest.approx((second.x - zero) / 2)
    low, high = next((s.x1, s.x2) for s in chart.shapes if isinstance(s, Line) and s.ink == "line")
    assert ((low - zero) * 2, (high - zero) / 1.5) == pytest.approx((first.x - zero,) * 2)
    assert (first.ink, second.ink) == ("dot", "hollow")
    assert chart.table.rows[0] == ("a · Month 0 · Set 0", "0.50", "0.25", "0.75", "86")


@pytest.mark.parametrize("value", [0.0, 1e-6, -3.0, 12345.6])
def test_a_single_effect_of_any_size_has_an_axis(value: float) -> None:
    effect = one("a", Effect(value, value, value, 86))
    chart = forest(of([effect]), [0], wide=False)
    assert_clear(chart)
    assert {"0", "0.0"} & set(words(chart)) or value == 1e-6


def test_panels_name_each_measure_once_and_have_the_same_axis() -> None:
    chart = of_panels()
    assert words(chart).count("All questions") == 1
    assert [words(chart).count(panel) for panel in ("Month 0", "Month 1")] == [1, 1]
    assert [words(chart).count(series) for series in ("Set 0", "Set 1")] == [1, 1]
    (left, right) = (
        [tick for tick in words(chart) if tick in {"−1", "0", "1", "−1.0", "0.0", "1.0"}][at::2]
        for at in (0, 1)
    )
    assert sorted(left) == sorted(right)
    known = words(of_one_panel())
    assert [word for word in known if word.startswith("0.72")] == ["0.72 (0.27 to 1.17)"]
    assert chart.width > 2 * of_one_panel().width


def test_main_measure_is_heavier_and_series_differ_by_shape() -> None:
    chart = of_panels()
    heavy = [shape for shape in chart.shapes if isinstance(shape, Line) and shape.ink == "heavy"]
    assert len(heavy) == 2
    assert len(blocks(chart, "square")) == 1 + 2
    assert words(chart).count("Not shown") == 1
    assert words(chart).count("–") == 1


def test_a_line_ends_at_its_numbers() -> None:
    chart = slopes(
        "Competency", "", ("before", "after"), [Slope("a", 4.0, 6.0), Slope("b", 5.0, 5.0)]
    )
    rises, level = (
        shape for shape in chart.shapes if isinstance(shape, Line) and shape.ink == "line"
    )
    assert level.y1 == level.y2 == pytest.approx((rises.y1 + rises.y2) / 2)
    assert rises.y2 < rises.y1
    assert chart.table.rows[0] == ("a", "4.00", "6.00", "2.00")


def test_what_is_too_few_is_named_below_the_lines() -> None:
    chart = slopes(
        "Competency", "", ("before", "after"), [Slope("a", 4.0, 6.0), Slope("b", None, 5)]
    )
    assert words(chart)[-1] == "Not shown: b"
    assert chart.table.rows[1] == ("b", "Not shown", "Not shown", "–")


@pytest.mark.parametrize("arms", [0, 1, 2, 4])
def test_a_trial_has_a_column_for_each_arm(arms: int) -> None:
    chart = of_flow(arms)
    assert_clear(chart)
    assert len(blocks(chart, "frame")) == 3 + 3 * arms
    assert "Assessed: 112" in words(chart)
    assert ("Excluded", "–", "26") in chart.table.rows


def test_what_says_something_by_its_edge_or_fill_is_seen_on_white() -> None:
    """Fills that are lighter have an edge."""
    seen = {"block", "few", "frame", "axis", "line", "lead", "dot", "hollow", *_PARTS}
    for name in sorted(seen):
        colors = [INKS[name].get("stroke"), INKS[name].get("fill")]
        assert max(contrast(color) for color in colors if color and color != "none") >= 3, name
    for name in ("name", "note"):
        assert contrast(INKS[name]["fill"]) >= 4.5


_PARTS = ("less-1", "less-2", "less-3", "middle", "more-1", "more-2", "more-3")


def contrast(color: str) -> float:
    """To white, as WCAG counts it."""
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
