import pytest

from app.certificates.reports.records import Part
from app.language.reasons import Reason
from app.outcomes.leadership.faculty import (
    MORE_THAN_ALL,
    NO_NAME,
    NOT_A_NUMBER,
    NOT_A_PART,
    NOT_THREE,
    TOO_MANY,
    TWICE,
    Faculty,
    read_faculty,
    restored,
    stored,
    written,
)

TABLE = """\
By what; Name; How many
rank; Assistant Professor; 820
rank; Professor; 300

institution; High Desert; 1,140
all; ; 1940
"""


def read(text: str) -> Faculty:
    found = read_faculty(text)
    assert isinstance(found, Faculty), found
    return found


def test_table_is_read_with_its_head_and_empty_lines() -> None:
    faculty = read(TABLE)
    assert faculty.counts[Part.RANK] == {"Assistant Professor": 820, "Professor": 300}
    assert faculty.of(Part.INSTITUTION) == {"high desert": 1140}
    assert faculty.total == 1940


@pytest.mark.parametrize(
    "line", ["rank, Professor, 1,300", "rank;Professor;1300", "Rank\tProfessor\t1300"]
)
def test_table_can_be_pasted_from_wherever(line: str) -> None:
    assert read(line).of(Part.RANK) == {"professor": 1300}


def test_nothing_is_nobody() -> None:
    assert read("").total is None


def test_without_a_line_for_all_the_largest_sum_stands_for_it() -> None:
    assert read("rank;Professor;300\nrank;Instructor;20\ndepartment;Surgery;80").total == 320


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rank; Professor; 300\nrank; Instructor", NOT_THREE(line=2)),
        ("title; Professor; 300", NOT_A_PART(line=1, word="title")),
        ("rank; Professor; 12.5 or so", NOT_A_NUMBER(line=1, word="12.5 or so")),
        ("rank; Professor; 0", NOT_A_NUMBER(line=1, word="0")),
        ("rank; ; 300", NO_NAME(line=1)),
        ("rank; Professor; 3\nrank; professor ; 4", TWICE(line=2, name="professor")),
        ("rank; Professor; 300\nall; ; 200", MORE_THAN_ALL(sum=300, all=200)),
        ("rank; x; 1\n" * 501, TOO_MANY(count=501)),
    ],
)
def test_first_thing_that_is_wrong_is_said_with_its_line(text: str, why: Reason) -> None:
    assert read_faculty(text) == why


def test_what_is_kept_comes_back() -> None:
    assert restored(stored(read(TABLE))).total == 1940
    assert restored(stored(read(TABLE))).of(Part.RANK) == read(TABLE).of(Part.RANK)
    assert restored({}) == Faculty({})


@pytest.mark.parametrize(
    "text",
    [TABLE, "", "all; ; 12", 'department;"Ear; nose, ""throat""";40', "rank, Professor, 7"],
)
def test_what_was_read_is_written_so_that_it_is_read_again(text: str) -> None:
    faculty = read(text)
    again = read(written(faculty))
    assert (again.everybody, again.total) == (faculty.everybody, faculty.total)
    assert {part: names for part, names in again.counts.items() if names} == {
        part: names for part, names in faculty.counts.items() if names
    }
