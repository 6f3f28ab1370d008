"""The data dictionary, written and read."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.outcomes.redcap.dictionary_rules import misfits_in, misfits_of
from app.outcomes.redcap.fields import HEADERS, LISTS, Choice, Field, FieldType
from app.outcomes.redcap.misfits import Found
from app.outcomes.redcap.tables import Line, misnamed, sheet, table

_YES = "y"
_BAR = " | "
_ATTRIBUTES = (
    *("name", "form", "section", "type", "label", "choices", "note", "validation", "minimum"),
    *("maximum", "identifier", "branching", "required", "alignment", "number", "matrix"),
    *("ranking", "annotation"),
)
"""What each column is called here, in the order of `HEADERS`."""


def dictionary_file(fields: Iterable[Field]) -> bytes:
    """Fields as a data dictionary, in their order."""
    return table([HEADERS, *map(_row, fields)])


def read_dictionary(content: bytes) -> Found[Field]:
    """What a data dictionary says, field by field; REDCap's own or ours."""
    read = sheet(content)
    misfits = [*read.misfits, *(misnamed(read.columns, HEADERS) if read.columns else ())]
    if misfits:
        return Found((), tuple(misfits))
    wrong = {line.number: list(misfits_in(line)) for line in read.lines}
    placed = [(line.number, _field(line)) for line in read.lines if not wrong[line.number]]
    found = [misfit for several in wrong.values() for misfit in several]
    if not found:
        found = list(misfits_of(placed))
    return Found(tuple(field for _, field in placed), tuple(found))


def _row(field: Field) -> tuple[str, ...]:
    return tuple(_cell(field, name) for name in _ATTRIBUTES)


def _cell(field: Field, name: str) -> str:
    if name == "choices":
        return choices_text(field.choices) or field.formula
    value = getattr(field, name)
    return _YES * value if isinstance(value, bool) else str(value)


def _field(line: Line) -> Field:
    """A row that has no misfit."""
    cells: dict[str, Any] = {
        name: line.cells[header] for name, header in zip(_ATTRIBUTES, HEADERS, strict=True)
    }
    cells |= {name: cells[name] == _YES for name in ("identifier", "required", "ranking")}
    kind, choices = FieldType(cells["type"]), cells["choices"]
    is_list = kind in LISTS
    cells |= {
        "type": kind,
        "choices": tuple(choices_in(choices)) if is_list else (),
        "formula": "" if is_list else choices,
    }
    return Field(**cells)


def choices_text(choices: Iterable[Choice]) -> str:
    """Choices as the dictionary writes them: `1, Never | 2, Always`."""
    return _BAR.join(f"{choice.code}, {choice.label}" for choice in choices)


def choices_in(text: str) -> Iterator[Choice]:
    """The choices that a dictionary names; a part without a comma is its own label."""
    for part in text.split("|"):
        code, comma, label = part.strip(" ").partition(",")
        code = code.strip(" ")
        yield Choice(code, label.strip(" ") if comma else code)
