"""Answers as cells, and cells as answers.

That a question does not apply is a choice of its own where there are choices. In a number or a
date it is REDCap's missing data code, which a project has to know (`MISSING`); it is none of the
codes that choices have, as REDCap asks.
"""

import re
from collections.abc import Mapping
from datetime import date

from app.language.reasons import Reason, ReasonKind, reason
from app.outcomes.redcap.fields import FieldType
from app.outcomes.redcap.questions import Question
from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.scoring import NA, NotApplicable

Answer = int | str | date | tuple[str, ...] | NotApplicable
"""A point or a number; a choice's code or a text; a day; the codes of several; or neither."""

MISSING = "NAP"
"""The missing data code for what does not apply."""
_INTEGER = re.compile(r"-?\d{1,9}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

NO_CHOICE = ReasonKind("redcap.no_choice", "“{cell}” is none of the choices. They are: {choices}")
NO_INTEGER = ReasonKind("redcap.no_integer", "“{cell}” is no whole number.")
TOO_LOW = ReasonKind("redcap.too_low", "{number} is less than {limit}, the least allowed.")
TOO_HIGH = ReasonKind("redcap.too_high", "{number} is more than {limit}, the most allowed.")
NO_DAY = ReasonKind("redcap.no_day", "“{cell}” is no day such as 2026-11-30.")
TOO_LONG = ReasonKind(
    "redcap.too_long", "The text has {found} characters, and {most} are the most allowed."
)
NOT_CHECKED = ReasonKind(
    "redcap.not_checked", "Here stands 1 for chosen or 0 for not, and not “{cell}”."
)
NA_AND_MORE = reason(
    "redcap.na_and_more", "That it does not apply is chosen together with another choice."
)


class MisfitError(Exception):
    """A cell that does not fit its question."""

    def __init__(self, column: str, why: Reason) -> None:
        super().__init__(column, why)
        self.column = column
        self.why = why


def cells_of(question: Question, answer: Answer | None) -> dict[str, str]:
    """The cells of an answer by their columns; empty, or not chosen, where there is none.

    Raises:
        ValueError: The question cannot be answered so.
    """
    field = question.field
    chosen = _written(question, answer)
    if field.type is FieldType.CHECKBOX:
        codes = [choice.code for choice in field.choices]
        cells = {field.column_of(code): "1" if code in chosen else "0" for code in codes}
    else:
        cells = {field.name: chosen[0] if chosen else ""}
    try:
        is_same = answer_in(question, cells) == _normal(question, answer)
    except (MisfitError, ValueError):
        is_same = False
    if not is_same:
        raise ValueError(f"{question.key} cannot be answered {answer!r}")
    return cells


def _normal(question: Question, answer: Answer | None) -> Answer | None:
    """An answer as it comes back: several in the order of the choices, an empty one as none."""
    if isinstance(answer, tuple):
        order = [code for code, _ in question.choices]
        return tuple(sorted(answer, key=order.index)) or None
    return None if answer == "" else answer


def _written(question: Question, answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    if isinstance(answer, NotApplicable):
        has_choices = question.origin.kind in {"likert", "choice", "several"}
        return (NOT_APPLICABLE if has_choices else MISSING,)
    if isinstance(answer, tuple):
        return answer
    return (answer.isoformat() if isinstance(answer, date) else str(answer),)


def answer_in(question: Question, cells: Mapping[str, str]) -> Answer | None:
    """The answer that a question's cells hold, by their columns; None where it was skipped.

    Raises:
        MisfitError: It fits nothing that can be answered.
    """
    if question.field.type is FieldType.CHECKBOX:
        return _several(question, cells)
    name = question.field.name
    cell = cells[name]
    if cell == "":
        return None
    match question.origin.kind:
        case "likert" | "choice" | "several":
            return _choice(question, cell)
        case "number" | "date" if cell == MISSING and question.origin.na:
            return NA
        case "number":
            return _number(question, cell)
        case "date":
            return _day(name, cell)
        case "text":
            return _text(question, cell)


def _several(question: Question, cells: Mapping[str, str]) -> Answer | None:
    field = question.field
    chosen = []
    for choice in field.choices:
        column = field.column_of(choice.code)
        if cells[column] not in {"", "0", "1"}:
            raise MisfitError(column, NOT_CHECKED(cell=cells[column]))
        if cells[column] == "1":
            chosen.append(choice.code)
    if question.na is not None and NOT_APPLICABLE in chosen:
        if len(chosen) > 1:
            raise MisfitError(field.column_of(NOT_APPLICABLE), NA_AND_MORE)
        return NA
    return tuple(chosen) or None


def _choice(question: Question, cell: str) -> Answer:
    if question.na is not None and cell == NOT_APPLICABLE:
        return NA
    codes = [code for code, _ in question.choices]
    if cell not in codes:
        told = [*codes, NOT_APPLICABLE] if question.na is not None else codes
        raise MisfitError(question.field.name, NO_CHOICE(cell=cell, choices=", ".join(told)))
    return int(cell) if question.origin.kind == "likert" else cell


def _number(question: Question, cell: str) -> int:
    name, least, most = question.field.name, question.minimum, question.maximum
    if not _INTEGER.fullmatch(cell):
        raise MisfitError(name, NO_INTEGER(cell=cell))
    number = int(cell)
    if least is not None and number < least:
        raise MisfitError(name, TOO_LOW(number=number, limit=least))
    if most is not None and number > most:
        raise MisfitError(name, TOO_HIGH(number=number, limit=most))
    return number


def _day(column: str, cell: str) -> date:
    try:
        if _DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise MisfitError(column, NO_DAY(cell=cell))


def _text(question: Question, cell: str) -> str:
    most = question.origin.most
    if most is not None and len(cell) > most:
        raise MisfitError(question.field.name, TOO_LONG(found=len(cell), most=most))
    return cell
