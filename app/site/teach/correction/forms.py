"""What arrives when marks are corrected: whose, the mark of each session, and why.

`person` holds an enrollment, once for each of them; `mark-{position}` the mark of the session of a
unit, empty where that stays. `shown` and `reason` come from the check page.
"""

import re
from uuid import UUID

from starlette.datastructures import FormData

from app.casework.corrections.rules import Correction
from app.casework.enums import AttendanceStatus
from app.language import _
from app.web.forms import FormInvalidError

FIELD = re.compile(r"mark-(?P<position>[0-9]{1,5})")
AMENDMENT = frozenset({"reason", "shown"})


def parse_correction(submitted: FormData) -> Correction:
    """What is wanted; raises `FormInvalidError`."""
    people: list[UUID] = []
    marks: dict[int, AttendanceStatus] = {}
    for name, value in submitted.multi_items():
        field = FIELD.fullmatch(name)
        if name == "person" and isinstance(value, str):
            people.append(_id(value))
        elif field and isinstance(value, str):
            if value:
                marks[int(field["position"])] = _status(value)
        elif name not in AMENDMENT:
            raise FormInvalidError({name: _("This form has no such field.")}, {})
    return Correction(tuple(dict.fromkeys(people)), marks)


def correction_fields(wanted: Correction) -> list[tuple[str, str]]:
    """A correction as the check page sends it on."""
    people = [("person", str(key)) for key in wanted.people]
    return people + [(f"mark-{n}", status.value) for n, status in wanted.marks.items()]


def _status(value: str) -> AttendanceStatus:
    if value not in set(AttendanceStatus):
        raise FormInvalidError({"marks": _("Choose one of the options.")}, {})
    return AttendanceStatus(value)


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise FormInvalidError({"person": _("Choose one from the list.")}, {}) from None
