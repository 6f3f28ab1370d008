"""Words, reading level, and the advice that rests on them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import command
from app.packs.checks.measures import reading_grade, words
from app.packs.text.lint import MarkdownBody
from tests.packs.samples import GOOD, MODULES, changed, write

PLAIN = "The cat sat on the mat. It was a good day. " * 12
HARD = (
    "Institutional accountability necessitates considerable interdisciplinary collaboration "
    "regarding organizational responsibilities. "
) * 12
FIRST = f"{MODULES}/01-first-step.md"
PROGRAM = f"{MODULES}/program.yaml"


def warnings(root: Path, files: dict[str, str]) -> list[str]:
    report = command.check(write(root, files))
    assert all(problem.is_warning for problem in report.problems), report.lines()
    return [str(problem) for problem in report.problems]


def test_words_of_notes_marks_and_link_targets_are_not_counted() -> None:
    text = "Two *plain* [words](https://example.org/a-b-c).[^1]\n\n[^1]: Many words in a note.\n"
    assert words(MarkdownBody(text, 1)) == 3


def test_words_in_tables_lists_and_boxes_are_counted() -> None:
    text = "::: tool A title\n| One | Two |\n|---|---|\n| three | |\n:::\n\n- four\n- five\n"
    assert words(MarkdownBody(text, 1)) == 5


@given(st.lists(st.sampled_from(["mentor", "isn't", "co-lead", "42"]), min_size=1, max_size=40))
def test_as_many_words_are_counted_as_were_written(written: list[str]) -> None:
    assert words(MarkdownBody(" ".join(written), 1)) == len(written)


def test_long_words_and_sentences_read_harder_than_short_ones() -> None:
    plain, hard = reading_grade(MarkdownBody(PLAIN, 1)), reading_grade(MarkdownBody(HARD, 1))
    assert plain is not None
    assert hard is not None
    assert plain < 3
    assert hard > 15


def test_reading_level_of_few_words_is_not_told() -> None:
    assert reading_grade(MarkdownBody("The cat sat on the mat.", 1)) is None


def test_headings_and_cells_without_sentences_do_not_change_the_reading_level() -> None:
    table = "\n\n## Interdisciplinary collaboration\n\n| Organizational |\n|---|\n| Institution |\n"
    assert reading_grade(MarkdownBody(PLAIN + table, 1)) == reading_grade(MarkdownBody(PLAIN, 1))


def test_good_pack_has_no_advice(tmp_path: Path) -> None:
    assert warnings(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        (
            PROGRAM,
            "module_words: [5, 50]",
            "module_words: [40, 60]",
            f"{FIRST}:77: warning: The text has 13 words; a module here has 40 to 60.",
        ),
        (
            FIRST,
            "A claim.[^1]",
            f"A claim.[^1] {HARD}",
            "12 is the most here. Shorter sentences and plainer words bring it down.",
        ),
        (
            FIRST,
            "minutes: 45\ntext_minutes: 10",
            "minutes: 55\ntext_minutes: 20",
            f"{FIRST}:6: warning: `text_minutes` is 20; 13 words take about 1 to 10 minutes.",
        ),
    ],
    ids=["length", "reading level", "pace"],
)
def test_text_that_does_not_fit_is_advised_on_with_its_line(
    tmp_path: Path, path: str, old: str, new: str, sentence: str
) -> None:
    assert any(line.endswith(sentence) for line in warnings(tmp_path, changed(path, old, new)))


def test_lengths_that_are_written_badly_are_an_error_of_the_program(tmp_path: Path) -> None:
    files = changed(PROGRAM, "module_words: [5, 50]", "module_words: [1500, 5]")
    errors = command.check(write(tmp_path, files)).problems
    assert [str(problem.sentence) for problem in errors if not problem.is_warning] == [
        "`module_words`: The range begins at 1500 and ends at 5."
    ]
