"""CSV: every cell in quotes, and none changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.outcomes.redcap.tables import BROKEN, sheet, table
from tests.outcomes.redcap.strict import UndocumentedError, cells

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_cells_come_back_as_they_are(rows: list[tuple[str, str, str]]) -> None:
    header = ("a", "b", "c")
    content = table([header, *rows])
    assert cells(content) == [list(header), *map(list, rows)]
    read = sheet(content)
    assert read.columns == header
    assert [tuple(line.cells.values()) for line in read.lines] == rows
    assert not read.misfits


def test_what_begins_like_a_formula_is_data() -> None:
    assert table([["=1+1", "+7", "007", '"']]) == b'"=1+1","+7","007",""""\n'


def test_a_row_of_several_lines_is_found_where_it_begins() -> None:
    read = sheet(b'"a"\n"one\ntwo"\n"three"\n')
    assert [line.number for line in read.lines] == [2, 4]


def test_rows_before_what_is_broken_are_read() -> None:
    read = sheet(b'"a"\n"one"\n"tw"o"\n"three"\n')
    assert [line.cells["a"] for line in read.lines] == ["one"]
    assert [(misfit.line, misfit.why) for misfit in read.misfits] == [(3, BROKEN)]


def test_a_cell_that_never_ends_is_broken() -> None:
    assert sheet(b'"a"\n"one').misfits[0].why == BROKEN
    assert sheet(b'"a"\n"' + b"x" * 200_000 + b'"\n').misfits[0].why == BROKEN


@pytest.mark.parametrize("content", [b"", b"a\n", b'"a"', b'"a"\r\n', b'"a";"b"\n', b'"\xff"\n'])
def test_the_strict_reader_takes_nothing_else(content: bytes) -> None:
    with pytest.raises(UndocumentedError):
        cells(content)
