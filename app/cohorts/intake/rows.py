"""The rows of a file as people, by what its columns hold. Pure."""

from collections.abc import Iterable, Sequence

from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import Answers, FileRow
from app.cohorts.intake.names import addresses, named, not_addresses, profession_of, whole_name
from app.cohorts.intake.workbooks import Row


def file_rows(
    rows: Iterable[Row], columns: Sequence[Meaning], headers: Sequence[str]
) -> list[FileRow]:
    """Each row as a person."""
    return [_file_row(row, columns, headers) for row in rows]


def _file_row(row: Row, columns: Sequence[Meaning], headers: Sequence[str]) -> FileRow:
    def cells(meaning: Meaning) -> list[str]:
        pairs = zip(row.cells, columns, strict=False)  # rows may be shorter than the header
        return [cell for cell, column in pairs if column is meaning and cell]

    def cell(meaning: Meaning) -> str:
        return " ".join(" ".join(cells(meaning)).split())

    degrees = cell(Meaning.DEGREES)
    given, family = cell(Meaning.GIVEN), cell(Meaning.FAMILY)
    written = cell(Meaning.NAME) or " ".join((given, family)).strip()
    name = named(given, family, degrees) if family else whole_name(written)
    name = named(name.given, name.family, degrees or name.degrees)
    mail = cells(Meaning.EMAIL)
    return FileRow(
        line=row.line,
        written=written,
        name=name,
        addresses=addresses(mail),
        not_addresses=not_addresses(mail),
        institution=cell(Meaning.INSTITUTION),
        profession=profession_of(cell(Meaning.PROFESSION), name.degrees),
        department=cell(Meaning.DEPARTMENT),
        rank=cell(Meaning.RANK),
        answers=_answers(row, columns, headers),
    )


def _answers(row: Row, columns: Sequence[Meaning], headers: Sequence[str]) -> Answers:
    cells = zip(headers, row.cells, columns, strict=False)
    return tuple(
        (header, cell) for header, cell, meaning in cells if meaning is Meaning.ANSWER and cell
    )
