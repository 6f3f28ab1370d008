"""What does not fit in a data dictionary: in one row, and in all of them together; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from app.language.reasons import ReasonKind, reason
from app.outcomes.redcap.fields import HEADERS, LISTS, RECORD_ID, Field, FieldType
from app.outcomes.redcap.misfits import Misfit
from app.outcomes.redcap.tables import Line

NAME, FORM, _SECTION, TYPE, LABEL, CHOICES, _NOTE, VALIDATION, LEAST, MOST = HEADERS[:10]
IDENTIFIER, _LOGIC, REQUIRED, _ALIGNMENT, _NUMBER, MATRIX, RANKING, _ANNOTATION = HEADERS[10:]
_NAME = re.compile(r"[a-z][a-z0-9_]+")
_CODE = re.compile(r"-?[A-Za-z0-9_.]+")
_IN_MATRIX = (FieldType.RADIO, FieldType.CHECKBOX)

NO_NAME = ReasonKind(
    "redcap.no_name",
    "“{name}” cannot be a name here. It begins with a lowercase letter and has two characters or "
    "more: lowercase letters, digits and underscores.",
)
NAME_TWICE = ReasonKind("redcap.name_twice", "Another field is called “{name}”, too.")
NO_TYPE = ReasonKind("redcap.no_type", "There is no kind of field “{type}”.")
NO_LABEL = reason("redcap.no_label", "The field has no label.")
NO_CHOICES = reason("redcap.no_choices", "The field needs choices, such as: 1, No | 2, Yes")
NO_CODE = ReasonKind(
    "redcap.no_code",
    "The choice “{choice}” does not begin with a code and a comma, such as: 1, No",
)
CODE_TWICE = ReasonKind("redcap.code_twice", "Two choices have the code “{code}”.")
NOT_VALIDATED = reason(
    "redcap.not_validated", "Only a field of the kind text or slider can say this."
)
NO_LIMIT = reason(
    "redcap.no_limit", "A limit needs a validation beside it, such as integer or date_ymd."
)
NOT_YES = ReasonKind("redcap.not_yes", "Here stands y or nothing, and not “{cell}”.")
NO_MATRIX = reason(
    "redcap.no_matrix", "Only fields of the kind radio or checkbox stand in a matrix."
)
MATRIX_APART = ReasonKind(
    "redcap.matrix_apart",
    "The fields of the matrix “{matrix}” have to follow one another, in one form, with the same "
    "choices.",
)
FORM_APART = ReasonKind(
    "redcap.form_apart", "The fields of the form “{form}” have to follow one another."
)
NO_FIELDS = reason("redcap.no_fields", "There is no field below the first line.")
NO_RECORD_ID = reason(
    "redcap.no_record_id",
    "The first field names the record, so it has to be of the kind text without validation.",
)


def misfits_in(line: Line) -> Iterator[Misfit]:
    """What does not fit in one row."""
    for column in (NAME, FORM):
        if not _NAME.fullmatch(line.cells[column]):
            yield line.misfit(column, NO_NAME(name=line.cells[column]))
    if not line.cells[LABEL].strip():
        yield line.misfit(LABEL, NO_LABEL)
    for column in (IDENTIFIER, REQUIRED, RANKING):
        if line.cells[column] not in {"", "y"}:
            yield line.misfit(column, NOT_YES(cell=line.cells[column]))
    if line.cells[TYPE] in set(FieldType):
        yield from _of_its_type(line)
    else:
        yield line.misfit(TYPE, NO_TYPE(type=line.cells[TYPE]))


def _of_its_type(line: Line) -> Iterator[Misfit]:
    if line.cells[TYPE] in LISTS:
        yield from _choices(line)
    if line.cells[MATRIX] and line.cells[TYPE] not in _IN_MATRIX:
        yield line.misfit(MATRIX, NO_MATRIX)
    yield from _validation(line)


def _choices(line: Line) -> Iterator[Misfit]:
    if not line.cells[CHOICES].strip():
        yield line.misfit(CHOICES, NO_CHOICES)
        return
    seen = set()
    for part in line.cells[CHOICES].split("|"):
        code, comma, _label = part.strip(" ").partition(",")
        code = code.strip(" ")
        if not comma or not _CODE.fullmatch(code):
            yield line.misfit(CHOICES, NO_CODE(choice=part.strip(" ")))
        elif code in seen:
            yield line.misfit(CHOICES, CODE_TWICE(code=code))
        seen.add(code)


def _validation(line: Line) -> Iterator[Misfit]:
    cells = line.cells
    if cells[VALIDATION] and cells[TYPE] not in {FieldType.TEXT, FieldType.SLIDER}:
        yield line.misfit(VALIDATION, NOT_VALIDATED)
    for column in (LEAST, MOST):
        if cells[column] and not cells[VALIDATION]:
            yield line.misfit(column, NO_LIMIT)


def misfits_of(placed: Sequence[tuple[int, Field]]) -> Iterator[Misfit]:
    """What does not fit between rows that are right by themselves, by line."""
    if not placed:
        yield Misfit(1, "", NO_FIELDS)
        return
    number, first = placed[0]
    if first.type is not FieldType.TEXT or first.validation:
        yield Misfit(number, TYPE, NO_RECORD_ID)
    seen = set()
    for number, field in placed:
        if field.name in seen or (field.name == RECORD_ID and field is not first):
            yield Misfit(number, NAME, NAME_TWICE(name=field.name))
        seen.add(field.name)
    yield from _apart(placed)


def _apart(placed: Iterable[tuple[int, Field]]) -> Iterator[Misfit]:
    """Forms and matrices whose fields do not follow one another."""
    forms: set[str] = set()
    matrices: dict[str, Field] = {}
    before: Field | None = None
    for number, field in placed:
        if field.form in forms and (before is None or before.form != field.form):
            yield Misfit(number, FORM, FORM_APART(form=field.form))
        forms.add(field.form)
        first = matrices.setdefault(field.matrix, field)
        if field.matrix and field is not first and not _together(before, first, field):
            yield Misfit(number, MATRIX, MATRIX_APART(matrix=field.matrix))
        before = field


def _together(before: Field | None, first: Field, field: Field) -> bool:
    """Whether a field goes on with the matrix that another began."""
    follows = before is not None and before.matrix == field.matrix
    same = (first.form, first.type, first.choices) == (field.form, field.type, field.choices)
    return follows and same
