"""One row of a data dictionary, with types.

The 18 columns and their order are those of REDCap's own file; what a column may hold is as its
documentation says: choices for lists alone, validation for `text` and `slider`, limits only
where something is validated, `y` or nothing for yes or no.
"""

from dataclasses import dataclass
from enum import StrEnum

HEADERS = (
    "Variable / Field Name",  # not shown
    "Form Name",  # not shown
    "Section Header",  # not shown
    "Field Type",  # not shown
    "Field Label",  # not shown
    "Choices, Calculations, OR Slider Labels",  # not shown
    "Field Note",  # not shown
    "Text Validation Type OR Show Slider Number",  # not shown
    "Text Validation Min",  # not shown
    "Text Validation Max",  # not shown
    "Identifier?",  # not shown
    "Branching Logic (Show field only if...)",  # not shown
    "Required Field?",  # not shown
    "Custom Alignment",  # not shown
    "Question Number (surveys only)",  # not shown
    "Matrix Group Name",  # not shown
    "Matrix Ranking?",  # not shown
    "Field Annotation",  # not shown
)
RECORD_ID = "record_id"
"""What our dictionaries call the field that names a record; it is the first of all."""


class FieldType(StrEnum):
    """What kind of field it is."""

    TEXT = "text"
    NOTES = "notes"
    RADIO = "radio"
    DROPDOWN = "dropdown"
    CHECKBOX = "checkbox"
    YES_NO = "yesno"
    TRUE_FALSE = "truefalse"
    CALC = "calc"
    SLIDER = "slider"
    DESCRIPTIVE = "descriptive"
    FILE = "file"


LISTS = frozenset({FieldType.RADIO, FieldType.DROPDOWN, FieldType.CHECKBOX})
"""Whose choices the dictionary names."""
INTEGER, NUMBER, DATE = "integer", "number", "date_ymd"
"""The validations that are checked here; others are kept and not."""


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    code: str
    label: str
    """As it is written in the file."""


@dataclass(frozen=True)
class Field:
    """One field; texts are as they are written in the file, empty where nothing is said."""

    name: str
    form: str
    type: FieldType
    label: str
    section: str = ""
    choices: tuple[Choice, ...] = ()
    """Of a list."""
    formula: str = ""
    """What the column of choices says where there are none: a calculation, or a slider's ends."""
    note: str = ""
    validation: str = ""
    minimum: str = ""
    maximum: str = ""
    identifier: bool = False
    branching: str = ""
    required: bool = False
    alignment: str = ""
    number: str = ""
    matrix: str = ""
    ranking: bool = False
    annotation: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """What its columns are called in a file of records: one a choice where several can be."""
        if self.type is FieldType.CHECKBOX:
            return tuple(self.column_of(choice.code) for choice in self.choices)
        return () if self.type is FieldType.DESCRIPTIVE else (self.name,)

    def column_of(self, code: str) -> str:
        """The column of one choice of several; a minus in a code is an underscore there."""
        return f"{self.name}___{code.lower().replace('-', '_')}"
