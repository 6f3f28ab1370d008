"""Tables in which nothing is said twice, and in which a dash has a reason."""

from collections.abc import Sequence
from dataclasses import replace

from app.outcomes.projects.analyses.records import Row, RowKind
from app.site.manage.outcomes.analysis.grid import ShownTable
from app.site.manage.outcomes.analysis.plots import means_of
from app.site.manage.outcomes.analysis.tables import tables_of
from tests.outcomes.projects.analyses.records_of import NAMES, a_change, a_row, a_score
from tests.site.manage.outcomes.analysis.trials import (
    ALL,
    OTHER,
    PROGRAM,
    a_change_in,
    a_contrast,
    a_trial,
    no_contrast,
)


def tables(rows: Sequence[Row], reference: str = "") -> dict[str, ShownTable]:
    return {own.key: own for own in tables_of(rows, NAMES, reference, "America/Denver")}


def cells(table: ShownTable) -> list[list[str]]:
    return [
        [str(line.name), *(str(cell.text) for cell in line.cells)]
        for block in table.blocks
        for line in block.lines
    ]


def notes(table: ShownTable) -> list[str]:
    return [str(note) for note in table.notes]


def test_what_was_asked_comes_first() -> None:
    assert next(iter(tables([a_contrast(), a_change_in(PROGRAM), a_score(44)]))) == "arms"
    assert next(iter(tables([a_change_in(""), a_score(44)]))) == "change"
    assert next(iter(tables([a_score(44)]))) == "scores"
    assert tables([]) == {}


def test_set_of_too_few_has_one_cell_at_every_wave() -> None:
    later = replace(a_contrast(), of={**a_contrast().of, "wave": 12})
    few = no_contrast(None, "per_protocol")
    table = tables([a_contrast(), later, few], OTHER)["arms"]
    assert [str(block.title) for block in table.blocks] == [
        "Month 3: Combined less Modules alone",
        "Month 12: Combined less Modules alone",
    ]
    for block in table.blocks:
        (line,) = block.lines
        assert (str(line.cells[-1].text), line.cells[-1].span) == ("Not shown", 4)


def test_column_with_nothing_in_it_is_left_out_with_the_reason() -> None:
    table = tables([a_contrast()], OTHER)["arms"]
    assert "Cohen’s d" not in map(str, table.headers)
    assert any(note.startswith("Left out: Cohen’s d. ") for note in notes(table))
    whole = tables([a_contrast(), a_change_in(PROGRAM), a_change_in(OTHER, 19)], OTHER)["arms"]
    assert "Cohen’s d" in map(str, whole.headers)
    assert not any("Left out" in note for note in notes(whole))


def test_dash_has_its_reason_below() -> None:
    few = replace(
        a_change(7, arm="B"), numbers={"mean_before": 4.0, "mean_after": 4.5, "diff": 0.5}
    )
    table = tables([a_change_in("A"), few])["change"]
    assert cells(table)[1][:5] == ["Aligning", "7", "4.00", "4.50", "0.50 (–)"]
    assert (
        "Why a dash: There are fewer than 10 people, and a single answer would show in such a "
        "number."
    ) in notes(table)


def test_score_that_is_held_back_says_so() -> None:
    held = replace(a_score(25, 0), numbers={})
    shown = replace(a_score(24, 3), numbers={"mean": 5.1, "sd": 0.9, "has_floor": False})
    table = tables([held, shown])["scores"]
    assert cells(table) == [["Aligning", "25", "–", "–"], ["Aligning", "24", "5.10", "0.90"]]
    assert "No score is crowded at an end of the scale." in notes(table)
    assert (
        "Why a dash: It would tell of a few others, beside the score of those who are compared."
    ) in notes(table)
    assert any(note.startswith("Left out: alpha, omega. Fewer than 30") for note in notes(table))


def test_ceiling_has_a_column_and_reliability_a_table() -> None:
    numbers = {"mean": 6.4, "sd": 0.5, "has_floor": False, "has_ceiling": True}
    known = {"alpha": 0.8, "alpha_low": 0.7, "alpha_high": 0.9, "omega": 0.81}
    row = replace(a_score(44), numbers={**numbers, **known, "items": 4, "answered_all": 40})
    made = tables([row])
    assert cells(made["scores"]) == [["Aligning", "44", "6.40", "0.50", "Near the highest score"]]
    assert cells(made["reliability"]) == [["Aligning", "40", "4", "0.80 (0.70 to 0.90)", "0.81"]]


def test_scales_that_say_the_same_are_one_row() -> None:
    gone = [
        replace(a_row(RowKind.ATTRITION, {"stayed": 19, "gone": 0}, wave=3), of=of)
        for of in ({"scale": scale, "arm": "A", "wave": 3} for scale in ("composite", "aligning"))
    ]
    (table,) = tables_of(gone, ALL, "", "America/Denver")
    assert cells(table) == [["All 2 scales", "19", "0"]]
    assert "Nobody is gone, or nobody stayed." in " ".join(notes(table))


def test_whole_trial_names_every_number_once() -> None:
    made = {own.key: own for own in tables_of(a_trial().rows, ALL, OTHER, "America/Denver")}
    assert list(made) == ["arms", "change", "scores", "models"]
    for table in made.values():
        for block in table.blocks:
            assert [str(line.name) for line in block.lines] == ["All questions", "Aligning"]
            assert {sum(cell.span for cell in line.cells) for line in block.lines} == {table.width}


def test_how_models_were_fitted_is_never_silent() -> None:
    both = [a_change_in(PROGRAM), a_change_in(OTHER, 19)]
    protocol = a_contrast({"n": 28}, "per_protocol", fitted_by="gee")
    same = tables([a_contrast(), *both], OTHER)
    assert "All were computed in the usual way (restricted maximum likelihood)." in notes(
        same["arms"]
    )
    assert "Fitted by" not in map(str, same["models"].headers)
    other = tables([a_contrast(), protocol, *both], OTHER)
    assert notes(other["arms"])[2:4] == [
        "Mixed model by restricted maximum likelihood: Aligning · Intention to treat.",
        "Estimating equations, as there is no variance between people: Aligning · Per protocol.",
    ]
    assert cells(other["models"])[1][-1].startswith("Estimating equations")


def test_picture_says_whose_means_it_shows() -> None:
    same = a_change_in(PROGRAM)
    apart = replace(same, people={"first": 20, "second": 22})
    about = [next(means_of([row], NAMES, OTHER)).about for row in (same, apart)]
    assert about == [
        "Means of those who answered both times.",
        "Means of all who answered each time; who answered twice is not known.",
    ]
    (table,) = (chart.table for chart in means_of([same], NAMES, OTHER))
    assert table.rows == (("Combined · n = 24", "4.37", "5.11", "0.74"),)
