"""From the fields of a data dictionary back to questions, ours or somebody else's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.outcomes.redcap.fields import DATE, INTEGER, Field, FieldType
from app.outcomes.redcap.origins import Origin, origin_in
from app.outcomes.redcap.texts import plain, plain_choice
from app.packs.instruments.names import NOT_APPLICABLE, THEN
from app.packs.instruments.schema import ItemKind

_YES_NO = (("1", "Yes"), ("0", "No"))  # not shown: REDCap's own
_TRUE_FALSE = (("1", "True"), ("0", "False"))  # not shown: the same
_KINDS: Mapping[FieldType, ItemKind] = {
    FieldType.RADIO: "choice",
    FieldType.DROPDOWN: "choice",
    FieldType.YES_NO: "choice",
    FieldType.TRUE_FALSE: "choice",
    FieldType.CHECKBOX: "several",
    FieldType.SLIDER: "number",
}
_VALIDATED: Mapping[str, ItemKind] = {INTEGER: "number", DATE: "date"}
_SLIDER = (0, 100)


@dataclass(frozen=True)
class Question:
    """What a field asks, and what can be answered."""

    field: Field
    origin: Origin
    """Of a field that somebody else made: as far as it can be told from its columns."""
    text: str
    choices: tuple[tuple[str, str], ...]
    """Codes and labels, without the one that it does not apply."""
    na: str | None = None
    """The label of that choice, where it is one."""

    @property
    def key(self) -> str:
        """What its answer is called here: the question's code, with `_then` of the past."""
        return self.origin.code + (THEN if self.origin.perspective == "then" else "")

    @property
    def minimum(self) -> int | None:
        """The least number that can be answered."""
        return _SLIDER[0] if self._is_slider else _limit(self.field.minimum)

    @property
    def maximum(self) -> int | None:
        """The greatest number that can be answered."""
        return _SLIDER[1] if self._is_slider else _limit(self.field.maximum)

    @property
    def _is_slider(self) -> bool:
        return self.field.type is FieldType.SLIDER


def questions_of(fields: Iterable[Field]) -> dict[str, tuple[Question, ...]]:
    """The questions of each form, in the order of the dictionary.

    The field of the record is none, nor is text that asks nothing, nor a file.
    """
    forms: dict[str, list[Question]] = {}
    for position, field in enumerate(fields):
        asked = forms.setdefault(field.form, [])
        if position and field.type not in {FieldType.DESCRIPTIVE, FieldType.FILE}:
            asked.append(_question(field))
    return {form: tuple(asked) for form, asked in forms.items()}


def _question(field: Field) -> Question:
    origin = origin_in(field.annotation) or _told_by_its_columns(field)
    choices = [(choice.code, plain_choice(choice.label)) for choice in field.choices]
    if field.type in {FieldType.YES_NO, FieldType.TRUE_FALSE}:
        choices = list(_YES_NO if field.type is FieldType.YES_NO else _TRUE_FALSE)
    na = dict(choices).get(NOT_APPLICABLE) if origin.na else None
    rest = tuple(choice for choice in choices if na is None or choice[0] != NOT_APPLICABLE)
    return Question(field, origin, plain(field.label), rest, na)


def _told_by_its_columns(field: Field) -> Origin:
    kind = _KINDS.get(field.type) or _VALIDATED.get(field.validation, "text")
    return Origin(instrument=field.form, code=field.name, kind=kind, required=field.required)


def _limit(cell: str) -> int | None:
    """A limit that is a whole number; others are REDCap's to check."""
    digits = cell.removeprefix("-")
    return int(cell) if digits.isascii() and digits.isdigit() else None
