"""What every column of a file of answers means."""

import io
import zipfile

import pytest

from app.outcomes.codebook.files import codebook_file
from app.outcomes.codebook.rows import HEADERS, Codebook, Described, Options, codebook
from app.packs.instruments.names import THEN
from app.packs.instruments.schema import InstrumentData
from app.web.spreadsheet import Table, workbook
from tests.outcomes.redcap import samples, strict


def by_variable(made: Codebook) -> dict[str, dict[str, str]]:
    rows = [dict(zip(made.headers, row, strict=True)) for row in made.rows]
    return {row["variable"]: row for row in rows}


def rows_of(own: InstrumentData, options: Options | None = None) -> dict[str, dict[str, str]]:
    return by_variable(codebook([Described(own, "5f3a")], options))


def test_a_question_has_a_row_with_all_that_is_known() -> None:
    assert rows_of(samples.instrument())["rushed"] == {
        "instrument": "first-survey",
        "variable": "rushed",
        "perspective": "now",
        "label": "I am rushed.",
        "type": "likert",
        "values": "1 = No | 2 | 3 | 4 | 5 = Yes",
        "missing": "na = Not for me | empty = not answered",
        "scale": "agree",
        "reversed": "yes",
        "subscale": "ease",
        "source": "Written for tests.",
        "license": "Free.",
        "version": "5f3a",
    }


def test_every_kind_of_question_says_its_values() -> None:
    rows = rows_of(
        samples.instrument(
            items=[*(item.model_dump() for item in samples.instrument().items), samples.several()],
            groups=[
                {"title": "A", "items": ["calm", "rushed", "way", "hours", "since"]},
                {"title": "B", "items": ["more", "ways"]},
            ],
        )
    )
    assert {name: rows[name]["values"] for name in ("way", "hours", "since", "more", "ways")} == {
        "way": "left = Left | right = Right",
        "hours": "0..80 | hours",
        "since": "YYYY-MM-DD",
        "more": "",
        "ways": "one = One | two = Two",
    }
    assert rows["way"]["missing"] == "empty = not answered"
    assert (rows["calm_then"]["perspective"], rows["calm_then"]["label"]) == ("then", "I am calm.")


def test_scores_are_columns_too() -> None:
    rows = rows_of(samples.instrument())
    ease, then = rows["ease"], rows["ease_then"]
    assert (ease["label"], ease["type"], ease["values"], ease["missing"]) == (
        *("Ease", "score", "mean(calm, rushed)"),
        "empty = fewer than 1 question answered",
    )
    assert then["values"] == "mean(calm_then, rushed_then)"
    assert rows["composite"]["label"] == "All of it"
    assert rows["composite"]["missing"] == "empty = fewer than 2 questions answered"
    assert not {"ease", "composite"} & rows_of(samples.instrument(), Options(scores=False)).keys()


def test_of_a_time_that_is_not_asked_about_there_is_no_score() -> None:
    now = rows_of(samples.instrument(perspectives={"now": "Now"}))
    assert {"ease", "composite"} <= now.keys()
    assert not [name for name in now if name.endswith(THEN)]
    then = rows_of(samples.instrument(perspectives={"then": "Before"}))
    assert "ease" not in then
    assert then["ease_then"]["perspective"] == "then"


@pytest.mark.parametrize(
    ("redistribution", "consented", "label"),
    [
        ("yes", (), "I am calm."),
        ("ask", (), "calm"),
        ("ask", ("first-survey",), "I am calm."),
        ("no", ("first-survey",), "calm"),
    ],
)
def test_wording_stays_here_unless_it_may_go(
    redistribution: str, consented: tuple[str, ...], label: str
) -> None:
    own = samples.instrument(redistribution=redistribution)
    options = Options(consented=frozenset(consented))
    made = codebook([Described(own, "5f3a")], options)
    rows = by_variable(made)
    assert rows["calm"]["label"] == label
    assert (rows["calm"]["source"], rows["calm"]["license"]) == ("Written for tests.", "Free.")
    text = codebook_file(made).decode()
    assert [
        word in text for word in ("Yes", "Left", "Not for me", "hours", "Ease", "All of it")
    ] == ([True] * 6 if label == "I am calm." else [False, False, False, True, False, False])
    if label == "calm":
        assert rows["calm"]["values"] == "1 | 2 | 3 | 4 | 5"
        assert rows["calm"]["missing"] == "na = na | empty = not answered"
        assert rows["hours"]["values"] == "0..80"
        assert rows["way"]["values"] == "left = left | right = right"


def test_shipped_instruments_without_consent_keep_their_wording() -> None:
    licensed = [own for own in samples.shipped() if own.redistribution != "yes"]
    assert {own.key for own in licensed} >= {"career-success", "climate"}
    for own in licensed:
        rows = rows_of(own)
        assert all(row["label"] == name for name, row in rows.items() if row["type"] == "likert")


def test_a_codebook_is_a_file_that_no_spreadsheet_takes_for_formulas() -> None:
    own = samples.instrument(license="=cmd()", source={"text": "+1"})
    made = codebook([Described(own, "-1")])
    header, first, *_ = strict.cells(codebook_file(made))
    assert header == list(HEADERS)
    assert first[-3:] == ["'+1", "'=cmd()", "'-1"]


def test_a_codebook_is_a_sheet_of_a_workbook() -> None:
    made = codebook(Described(own, "5f3a") for own in samples.shipped())
    content = workbook([Table(made.headers, made.rows, "Codebook")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "align_hopes" in texts
    assert all(isinstance(cell, str) for row in made.rows for cell in row)
    assert {len(row) for row in made.rows} == {len(HEADERS)}
