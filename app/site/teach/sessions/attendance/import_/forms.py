"""What is sent on the way of a meeting's file: files, and whom somebody chose.

`choice-{key}` holds whom a question is about: an enrollment, or nobody. `row` and `whose` together
say the same of any other row.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from starlette.datastructures import FormData, UploadFile

from app.casework.imports.enums import Held
from app.casework.imports.facts import NOBODY
from app.casework.imports.reading.lines import MAX_FILE
from app.casework.imports.refusals import NoHeadersError
from app.casework.imports.reviewing import Unread, arrived, read
from app.core.errors import RefusedError
from app.language import Text, _
from app.language.invalid import InvalidError
from app.language.reasons import reason
from app.site.teach.sessions.attendance.forms import AmendmentForm
from app.web.forms import Form, FormInvalidError, typed

NO_FILE = reason("attendance_file.none_chosen", "Choose the file that your meeting program saved.")
MOST_FILES = 10
LONGEST = 200
"""Characters of a header that are kept."""
CHOICE = "choice-"
_KEY = re.compile(r"choice-[0-9a-f]{16}")


@dataclass(frozen=True)
class Chosen:
    """What somebody chose on the page of a file."""

    seen: str
    """Fingerprint of what the page showed."""
    only_look: bool
    """Whether to show what that makes, and write nothing."""
    whom: Mapping[str, str] = field(default_factory=dict)
    """By participant, an enrollment or nobody."""


def _known_zone(zone: str) -> str:
    if zone and zone not in available_timezones():
        raise InvalidError(_("Choose one of the options."))
    return zone


class ZoneForm(Form):
    """On whose clock the times of a file are."""

    zone: Annotated[str, Field(max_length=60), AfterValidator(_known_zone)] = ""
    """Empty: as the file itself tells."""


def sent_files(submitted: FormData, columns: Mapping[str, Held]) -> list[Unread]:
    """The files that were sent; raises `FormInvalidError` with a sentence at the field.

    `columns`: what was said that headers hold. A file of which more has to be said is not read.
    """
    if set(submitted) - {"file"}:
        raise FormInvalidError({"form": _("This form has no such field.")}, {})
    sent = [part for part in submitted.getlist("file") if isinstance(part, UploadFile)]
    named = [part for part in sent if part.filename][:MOST_FILES]
    if not named:
        raise FormInvalidError({"file": NO_FILE}, {})
    return [_read(part, columns, several=len(named) > 1) for part in named]


def _read(part: UploadFile, columns: Mapping[str, Held], *, several: bool) -> Unread:
    name = "".join(sign for sign in part.filename or "" if sign.isprintable())
    try:
        file = arrived(name, part.file.read(MAX_FILE + 1))
        try:
            return read(file, columns)
        except NoHeadersError as unknown:
            if unknown.headers:
                return file
            raise
    except RefusedError as refused:
        text: Text = refused.reason
        if several:
            text = _("{file}: {problem}", file=name, problem=refused.reason)
        raise FormInvalidError({"file": text}, {}) from None


def chosen_of(submitted: FormData) -> Chosen:
    """What was chosen; raises `FormInvalidError` for what no page of ours sends."""
    values = {n: v for n, v in typed(submitted).items() if n not in AmendmentForm.model_fields}
    seen, look = values.pop("seen", ""), values.pop("look", "")
    row, whose = values.pop("row", ""), values.pop("whose", "")
    if any(not _KEY.fullmatch(name) for name in values) or len(seen) > 64:
        raise FormInvalidError({"form": _("This form has no such field.")}, {})
    whom = {name.removeprefix(CHOICE): said for name, said in values.items() if said}
    if row and whose:
        whom[row] = whose
    if any(not _is_somebody(said) for said in whom.values()):
        raise FormInvalidError({"form": _("Choose one of the options.")}, {})
    return Chosen(seen, bool(look), whom)


def chosen_fields(chosen: Chosen) -> list[tuple[str, str]]:
    """What was chosen, as a check page sends it on."""
    return [("seen", chosen.seen), *((f"{CHOICE}{key}", who) for key, who in chosen.whom.items())]


def _is_somebody(said: str) -> bool:
    try:
        return said == NOBODY or bool(UUID(said))
    except ValueError:
        return False


MOST_COLUMNS = 200


def columns_of(submitted: FormData) -> dict[str, Held]:
    """What each header holds, in the order of the file; raises `FormInvalidError`."""
    values = typed(submitted)
    count = sum(name.startswith("header-") for name in values)
    names = [f"{part}-{number}" for number in range(count) for part in ("header", "column")]
    if not count or count > MOST_COLUMNS or set(submitted) != set(names):
        raise FormInvalidError({"form": _("Say of each column what it holds.")}, {})
    try:
        return {
            values[f"header-{number}"][:LONGEST]: Held(values[f"column-{number}"])
            for number in range(count)
        }
    except ValueError:
        raise FormInvalidError({"form": _("Choose one of the options.")}, {}) from None
