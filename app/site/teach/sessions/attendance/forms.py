"""What arrives when attendance is saved: one field a mark, and one that says what was shown.

`mark-{enrollment}` holds a status, `minutes-{enrollment}` how long somebody was there. `seen`
holds, for everybody on the page, the mark that it showed, as
`{enrollment}.{version}.{status}.{minutes}` separated by spaces. `remaining` holds the status of
those who are on the page and have no mark. `shown` and `reason` come from the check page.
"""

import re
from collections.abc import Collection, Mapping
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from starlette.datastructures import FormData

from app.casework.enums import AttendanceStatus
from app.casework.excuses.rules import said_of_all
from app.casework.rules import MOST_MINUTES, Mark, Submitted
from app.casework.saves.rules import Amendment
from app.language import _
from app.web.forms import Form, FormInvalidError, GivenReason, parse

MARK, MINUTES = "mark-", "minutes-"
SEEN = re.compile(
    r"(?P<key>[0-9a-f-]{36})\.(?P<version>[0-9]{1,9})\.(?P<status>[a-z_]+)"
    r"(\.(?P<minutes>[0-9]{0,6}))?"
)
NO_NUMBER = -1
"""What is not a number of minutes is less than none of them: the rule says so at the row."""
NOT_RECORDED = AttendanceStatus.NOT_RECORDED


class UndoForm(Form):
    """Which save to undo, and on which page that was asked."""

    save: UUID
    asked_on: Literal["attendance", "history"] = "attendance"


class AmendmentForm(Form):
    """What the check page adds: that it was looked at, and why."""

    reason: GivenReason = ""
    shown: Annotated[str, Field(max_length=64)] = ""


def parse_amendment(submitted: FormData) -> Amendment:
    """What somebody says of marks that others rely on; raises `FormInvalidError`."""
    own = [(name, v) for name, v in submitted.multi_items() if name in AmendmentForm.model_fields]
    form = parse(AmendmentForm, FormData(own))
    return Amendment(form.reason, form.shown)


def seen_value(shown: Mapping[UUID, Mark]) -> str:
    """The `seen` field of a page that shows these marks."""
    return " ".join(
        f"{key}.{mark.version}.{mark.shown}.{_text(mark.shown_minutes)}"
        for key, mark in shown.items()
    )


def _text(minutes: int | None) -> str:
    return "" if minutes is None else str(minutes)


def mark_fields(wanted: Mapping[UUID, Submitted]) -> list[tuple[str, str]]:
    """Marks as a check page sends them on, with what the sheet showed of each."""
    changed = {
        key: wish
        for key, wish in wanted.items()
        if wish.wanted != (wish.seen.shown, wish.seen.shown_minutes)
    }
    fields = [("seen", seen_value({key: wish.seen for key, wish in changed.items()}))]
    for key, wish in changed.items():
        fields.append((f"{MARK}{key}", wish.status.value))
        fields.append((f"{MINUTES}{key}", _text(wish.minutes)))
    return fields


def parse_marks(submitted: FormData, excused: Collection[UUID] = ()) -> dict[UUID, Submitted]:
    """The marks of a submitted page by enrollment; raises `FormInvalidError`.

    `excused`: to whom an excuse was granted, whatever the others who remain are marked.
    """
    fields = {name: value for name, value in submitted.items() if isinstance(value, str)}
    seen = _seen(fields.pop("seen", ""))
    remaining = fields.pop("remaining", "")
    for name in AmendmentForm.model_fields:
        fields.pop(name, None)
    statuses, minutes = _by_person(fields)
    if remaining:
        wanted = _status(remaining)
        for key, shown in seen.items():
            if shown.status is NOT_RECORDED:
                statuses.setdefault(key, said_of_all(wanted, excused=key in excused))
    marks = {}
    for key in {**statuses, **minutes}:
        shown = seen.get(key, Mark())
        status = statuses.get(key, shown.status)
        typed = minutes.get(key, shown.minutes)
        wish = Submitted(status, shown, _minutes(status, typed, shown))
        if key in statuses or wish.wanted != (shown.shown, shown.shown_minutes):
            marks[key] = wish
    return marks


def typed_minutes(submitted: FormData) -> dict[UUID, str]:
    """The minutes as they were typed, to be shown again."""
    return {
        key: value
        for name, value in submitted.items()
        if name.startswith(MINUTES) and isinstance(value, str)
        if (key := _id(name.removeprefix(MINUTES)))
    }


def _minutes(status: AttendanceStatus, typed: int | None, shown: Mark) -> int | None:
    """Those of a status that changes are no longer known, unless they were typed anew."""
    is_untouched = typed == shown.minutes
    return None if is_untouched and status is not shown.status else typed


def _by_person(
    fields: Mapping[str, str],
) -> tuple[dict[UUID, AttendanceStatus], dict[UUID, int | None]]:
    statuses: dict[UUID, AttendanceStatus] = {}
    minutes: dict[UUID, int | None] = {}
    for name, value in fields.items():
        for prefix in (MARK, MINUTES):
            if name.startswith(prefix) and (key := _id(name.removeprefix(prefix))):
                break
        else:
            raise FormInvalidError({name: _("This form has no such field.")}, {})
        if prefix == MARK:
            statuses[key] = _status(value)
        else:
            minutes[key] = _number(value.strip()) if value.strip() else None
    return statuses, minutes


def _number(value: str) -> int:
    return min(int(value), MOST_MINUTES + 1) if value.isascii() and value.isdigit() else NO_NUMBER


def _seen(value: str) -> dict[UUID, Mark]:
    found = {}
    for entry in value.split():
        parts = SEEN.fullmatch(entry)
        key = _id(parts["key"]) if parts else None
        if parts is None or key is None:
            raise FormInvalidError(
                {"seen": _("The form was not complete. Load the page again.")}, {}
            )
        minutes = int(parts["minutes"]) if parts["minutes"] else None
        found[key] = Mark(_status(parts["status"]), int(parts["version"]), minutes=minutes)
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
