"""What arrives when attendance is saved: one field a mark, and one that says what was shown.

`mark-{enrollment}` holds a status. `seen` holds, for everybody on the page, the mark that it
showed, as `{enrollment}.{version}.{status}` separated by spaces: one field for all, since a form
may have 1000. `remaining` holds the status of those who are on the page and have no mark.
"""

import re
from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from starlette.datastructures import FormData

from app.casework.enums import AttendanceStatus
from app.casework.rules import Mark, Submitted
from app.language import _
from app.web.forms import Form, FormInvalidError

MARK = "mark-"
SEEN = re.compile(r"(?P<key>[0-9a-f-]{36})\.(?P<version>[0-9]{1,9})\.(?P<status>[a-z_]+)")
NOT_RECORDED = AttendanceStatus.NOT_RECORDED


class UndoForm(Form):
    """Which save to undo, and on which page that was asked."""

    save: UUID
    asked_on: Literal["attendance", "history"] = "attendance"


def seen_value(shown: Mapping[UUID, Mark]) -> str:
    """The `seen` field of a page that shows these marks."""
    return " ".join(f"{key}.{mark.version}.{mark.shown}" for key, mark in shown.items())


def parse_marks(submitted: FormData) -> dict[UUID, Submitted]:
    """The marks of a submitted page by enrollment; raises `FormInvalidError`."""
    fields = {name: value for name, value in submitted.items() if isinstance(value, str)}
    seen = _seen(fields.pop("seen", ""))
    remaining = fields.pop("remaining", "")
    marks = {}
    for name, value in fields.items():
        key = _id(name.removeprefix(MARK)) if name.startswith(MARK) else None
        if key is None:
            raise FormInvalidError({name: _("This form has no such field.")}, {})
        shown = seen.get(key, Mark())
        marks[key] = Submitted(_status(value), shown)
    if remaining:
        wanted = _status(remaining)
        for key, shown in seen.items():
            if shown.status is NOT_RECORDED:
                marks.setdefault(key, Submitted(wanted, shown))
    return marks


def _seen(value: str) -> dict[UUID, Mark]:
    found = {}
    for entry in value.split():
        parts = SEEN.fullmatch(entry)
        key = _id(parts["key"]) if parts else None
        if parts is None or key is None:
            raise FormInvalidError(
                {"seen": _("The form was not complete. Load the page again.")}, {}
            )
        found[key] = Mark(_status(parts["status"]), int(parts["version"]))
    return found


def _status(value: str) -> AttendanceStatus:
    if value not in set(AttendanceStatus):
        raise FormInvalidError({"status": _("Choose one of the options.")}, {})
    return AttendanceStatus(value)


def _id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
