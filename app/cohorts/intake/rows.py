"""The rows of a file as people, by what its columns hold. Pure."""

from collections.abc import Iterable, Sequence

from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import Answers, FileRow
from app.cohorts.intake.names import (
    Name,
    addresses,
    named,
    not_addresses,
    profession_of,
    whole_name,
)
from app.cohorts.intake.workbooks import Row


def file_rows(
    rows: Iterable[Row], columns: Sequence[Meaning], headers: Sequence[str]
) -> list[FileRow]:
    """Each row as a person."""
    return [_file_row(row, columns, headers) for row in rows]


class _Cells:
    """What a row says of each meaning that a column can have."""

    def __init__(self, row: Row, columns: Sequence[Meaning]) -> None:
        self._pairs = list(zip(row.cells, columns, strict=False))  # it may end before the header

    def all(self, meaning: Meaning) -> list[str]:
        """Every cell with this meaning that is not empty."""
        return [cell for cell, column in self._pairs if column is meaning and cell]

    def words(self, meaning: Meaning) -> str:
        """All of them as one text."""
        return " ".join(" ".join(self.all(meaning)).split())


def _file_row(row: Row, columns: Sequence[Meaning], headers: Sequence[str]) -> FileRow:
    cells = _Cells(row, columns)
    written = cells.words(Meaning.NAME) or _parts_of_name(cells)
    name = _name(cells, written)
    mail, said = cells.all(Meaning.EMAIL), cells.words(Meaning.PROFESSION)
    profession = profession_of(said, name.degrees)
    return FileRow(
        line=row.line,
        written=written,
        name=name,
        addresses=addresses(mail),
        not_addresses=not_addresses(mail),
        institution=cells.words(Meaning.INSTITUTION),
        profession=profession,
        is_by_degrees=profession is not profession_of(said, ""),
        department=cells.words(Meaning.DEPARTMENT),
        rank=cells.words(Meaning.RANK),
        answers=_answers(row, columns, headers),
    )


def _parts_of_name(cells: _Cells) -> str:
    return " ".join((cells.words(Meaning.GIVEN), cells.words(Meaning.FAMILY))).strip()


def _name(cells: _Cells, written: str) -> Name:
    """By its parts where the family name has a column; else as the whole name is understood."""
    degrees, family = cells.words(Meaning.DEGREES), cells.words(Meaning.FAMILY)
    given = cells.words(Meaning.GIVEN)
    name = named(given, family, degrees) if family else whole_name(written)
    return named(name.given, name.family, degrees or name.degrees)


def _answers(row: Row, columns: Sequence[Meaning], headers: Sequence[str]) -> Answers:
    cells = zip(headers, row.cells, columns, strict=False)
    return tuple(
        (header, cell) for header, cell, meaning in cells if meaning is Meaning.ANSWER and cell
    )
