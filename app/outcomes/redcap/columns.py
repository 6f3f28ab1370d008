"""The columns that a file of records can have, and which it has."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from app.language.reasons import ReasonKind
from app.outcomes.redcap.fields import FieldType
from app.outcomes.redcap.misfits import Misfit
from app.outcomes.redcap.questions import Question
from app.outcomes.redcap.records import EVENT, GROUP, IDENTIFIER, INSTANCE, REPEATED, Project
from app.outcomes.redcap.tables import MISSING, UNKNOWN

ID_FIRST = ReasonKind("redcap.id_first", "The first column has to be “{column}”.")
HALF = ReasonKind(
    "redcap.half_checkbox",
    "Of “{name}” the file has some columns and not “{column}”. It needs one for every choice.",
)
REPEAT_PAIR = ReasonKind(
    "redcap.repeat_pair", "“{column}” is missing; repeated forms need this column, too."
)


class Columns:
    """The columns of a file, by what they belong to."""

    def __init__(self, columns: Sequence[str], project: Project) -> None:
        self._there = frozenset(columns)
        self._project = project

    @cached_property
    def questions(self) -> Mapping[str, tuple[Question, ...]]:
        """Those that the file has columns of, by form."""
        return {
            form: tuple(
                question for question in asked if self._there.issuperset(question.field.columns)
            )
            for form, asked in self._project.questions.items()
        }

    @cached_property
    def of_forms(self) -> Mapping[str, tuple[str, ...]]:
        """All columns of each form."""
        return {
            form: tuple(name for name in _columns_of(form, asked) if name in self._there)
            for form, asked in self._project.questions.items()
        }

    @cached_property
    def _empty_with_zero(self) -> frozenset[str]:
        """Columns in which REDCap writes 0 where nobody said anything."""
        several = (
            question.field.columns
            for asked in self._project.questions.values()
            for question in asked
            if question.field.type is FieldType.CHECKBOX
        )
        return frozenset(name for columns in several for name in columns)

    def said(self, form: str, cells: Mapping[str, str]) -> list[str]:
        """The columns of a form in which a row says something, how complete it is left aside."""
        own = (name for name in self.of_forms[form] if name != f"{form}_complete")
        return [name for name in own if not self._is_empty(name, cells[name])]

    def _is_empty(self, column: str, cell: str) -> bool:
        return cell == "" or (cell == "0" and column in self._empty_with_zero)


def misfits_in_columns(columns: Sequence[str], project: Project) -> Iterator[Misfit]:
    """What is wrong with the first line of a file of records."""
    if columns[0] != project.record_id:
        yield Misfit(1, columns[0], ID_FIRST(column=project.record_id))
    if EVENT not in columns:
        yield Misfit(1, EVENT, MISSING(column=EVENT))
    lost = {REPEATED, INSTANCE}.difference(columns)
    if len(lost) == 1:
        yield from (Misfit(1, name, REPEAT_PAIR(column=name)) for name in lost)
    known = {project.record_id, EVENT, REPEATED, INSTANCE, GROUP, IDENTIFIER}
    for form, asked in project.questions.items():
        known |= {*_columns_of(form, asked)}
        yield from (misfit for question in asked for misfit in _halves(columns, question))
    yield from (Misfit(1, name, UNKNOWN(column=name)) for name in columns if name not in known)


def _columns_of(form: str, asked: Sequence[Question]) -> Iterator[str]:
    yield f"{form}_timestamp"
    for question in asked:
        yield from question.field.columns
    yield f"{form}_complete"


def _halves(columns: Sequence[str], question: Question) -> Iterator[Misfit]:
    own = question.field.columns
    lost = [name for name in own if name not in columns]
    if lost and len(lost) < len(own):
        yield Misfit(1, lost[0], HALF(name=question.field.name, column=lost[0]))
