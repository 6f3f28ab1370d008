"""What is reported to PARS of whom, what is missing for it, and what the next file asks for. Pure.

What PARS was told is what the files say that were not refused, in their order. Each person's newest
Add that no Delete follows is compared with what would be written now; a correction is a Delete of
the one and an Add of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from app.certificates.pars.enums import FileMark, RecordAction, RowState
from app.certificates.pars.states import STATES
from app.credit.phrase import credits_text
from app.language import Text, _
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.certificates.pars.models import ReportingPermission

ACTION = "Record Action"  # not shown
PERSONAL = (
    *("First Name", "Last Name", "Date of Birth"),  # not shown
    *("Licensing State", "Licensing ID or NPI"),  # not shown
)
"""The columns that are emptied once PARS was told to delete somebody."""
_LEAP_YEAR = 2024
_ACTIVITY_ID = re.compile(r"[0-9]{9}")
_LICENSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{1,29}")

NO_ACTIVITY_ID = reason("pars.no_activity_id", "The activity has no number with the accreditor yet")
NO_PERMISSION = reason("pars.no_permission", "Has not allowed it")
WITHDRAWN = reason("pars.withdrawn", "Has taken the permission back")
BAD_ACTIVITY_ID = reason("pars.bad_activity_id", "Enter the 9 digits that the accreditor gave it.")
DRAFT = reason(
    "pars.draft", "Publish the cohort first: a draft may be thrown away, and its number with it."
)
BAD_DAY = reason("pars.bad_day", "There is no such day. Choose month and day of your birth.")
BAD_STATE = reason("pars.bad_state", "Choose the state of your license from the list.")
BAD_LICENSE = reason(
    "pars.bad_license",
    "Enter the number of your license, or your NPI: letters, digits, spaces, dots and dashes.",
)
NOTHING_YET = reason("pars.nothing_yet", "Nobody can be reported yet.")
NOTHING_TO_REPORT = reason("pars.nothing", "Nothing has changed since the last file.")
WAITS = ReasonKind(
    "pars.waits", "Say first what became of file {number:numeral}: the next one rests on it."
)
NOT_NEWEST = reason(
    "pars.not_newest", "Another file was made since, which rests on this one. Load the page again."
)
MARKED = reason(
    "pars.marked",
    "This file was uploaded or refused, so it is no longer handed out: it holds licenses and "
    "birthdays.",
)
TAKEN_BACK_SINCE = reason(
    "pars.taken_back_since",
    "Somebody in this file has taken the permission back since it was made, so it is no longer "
    "handed out. If it is not uploaded, say that it was refused, and make it anew.",
)
NO_WHY = reason("pars.no_why", "Say what PARS answered.")
NO_MARK = reason("pars.no_mark", "Say that the file was uploaded, or that it was refused.")
MARKED_ALREADY = reason(
    "pars.marked_already",
    "Somebody has said what became of this file, and that stays. Load the page again.",
)
_NONE_HOLDS = _("No certificate of credit holds")
NOT_FOR_THEM = reason("pars.not_for_them", "PARS takes credit of physicians only.")


@dataclass(frozen=True)
class Details:
    """What PARS needs to know of a physician besides name and credit."""

    birth_month: int
    birth_day: int
    state: str
    license_id: str


@dataclass(frozen=True)
class Candidate:
    """A physician with a certificate of credit that holds, or who was reported once."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    given_name: str
    family_name: str
    completed_on: date | None
    """On the certificate; None: they have none that holds."""
    quarters: int
    permission: ReportingPermission | None
    revoked: bool = False
    """Whether the last that they had was revoked."""
    doubt: Reason | None = None
    """Why nobody can rely on theirs: what it says is not reported, and not withdrawn either."""


@dataclass(frozen=True)
class WrittenRow:
    """A row of a file: of whom, what it asks for, and its cells."""

    enrollment_id: UUID
    action: RecordAction
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """How somebody stands."""

    candidate: Candidate
    state: RowState
    lacks: Sequence[Text]
    rows: Sequence[WrittenRow]
    """What the next file asks for of them."""


@cache
def headers() -> tuple[str, ...]:
    """The headers of the template, in its order."""
    text = (Path(__file__).parent / "headers.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


CREDITS = headers()[8]
"""The ninth header, of the only column that holds numbers."""


def why_not_details(details: Details) -> dict[str, Reason]:
    """What is wrong with what somebody gave, by field."""
    wrong: dict[str, Reason] = {}
    try:
        date(_LEAP_YEAR, details.birth_month, details.birth_day)
    except ValueError:
        wrong["birth_day"] = BAD_DAY
    if details.state not in STATES:
        wrong["state"] = BAD_STATE
    if not _LICENSE.fullmatch(details.license_id.strip()):
        wrong["license_id"] = BAD_LICENSE
    return wrong


def why_not_number(*, is_draft: bool) -> Reason | None:
    """Why the activity of a cohort gets no number, whatever it were."""
    return DRAFT if is_draft else None


def why_not_activity_id(accme_id: str) -> Reason | None:
    """Why something is no number of an activity."""
    return None if _ACTIVITY_ID.fullmatch(accme_id) else BAD_ACTIVITY_ID


def lines(
    candidates: Iterable[Candidate], written: Sequence[WrittenRow], accme_id: str | None
) -> list[Line]:
    """How everybody stands. `written`: the rows of all files that were not refused, in order."""
    told = reported(written)
    return [_line(own, told.get(own.enrollment_id), accme_id) for own in candidates]


def reported(written: Sequence[WrittenRow]) -> dict[UUID, WrittenRow]:
    """What PARS was told of whom: the newest Add that no Delete follows."""
    found: dict[UUID, WrittenRow] = {}
    for row in written:
        if row.action is RecordAction.ADD:
            found[row.enrollment_id] = row
        else:
            found.pop(row.enrollment_id, None)
    return found


def _line(own: Candidate, told: WrittenRow | None, accme_id: str | None) -> Line:
    lacks = _lacks(own, accme_id)
    wanted = None if lacks else _cells(own, accme_id or "")
    delete = [] if told is None else [_row(own, RecordAction.DELETE, told.cells)]
    if wanted is None:
        # of neither it is known that anything is wrong with what was told
        stays = told is not None and lacks in ([NO_ACTIVITY_ID], [own.doubt])
        if told is None or stays:
            return Line(own, RowState.REPORTED if stays else RowState.LACKING, lacks, ())
        return Line(own, RowState.TO_DELETE, lacks, delete)
    add = [_row(own, RecordAction.ADD, wanted)]
    if told is None:
        return Line(own, RowState.TO_ADD, (), add)
    if dict(told.cells) == wanted:
        return Line(own, RowState.REPORTED, (), ())
    return Line(own, RowState.TO_CORRECT, (), [*delete, *add])


def _row(own: Candidate, action: RecordAction, cells: Mapping[str, str]) -> WrittenRow:
    return WrittenRow(own.enrollment_id, action, dict(cells))


def _lacks(own: Candidate, accme_id: str | None) -> list[Text]:
    found: list[Text] = []
    if own.doubt is not None:
        found.append(own.doubt)
    elif own.completed_on is None:
        found.append(_("The certificate was revoked") if own.revoked else _NONE_HOLDS)
    if own.permission is None:
        found.append(NO_PERMISSION)
    elif own.permission.withdrawn_at is not None:
        found.append(WITHDRAWN)
    return found if found or accme_id else [NO_ACTIVITY_ID]


def _cells(own: Candidate, accme_id: str) -> dict[str, str]:
    """Everything but the action, as text; columns about boards stay empty: none is offered."""
    given = own.permission
    assert given is not None
    assert own.completed_on is not None
    said = {
        "ACCME Activity ID": accme_id,  # not shown
        "Completion Date": f"{own.completed_on:%m/%d/%Y}",  # not shown
        "First Name": own.given_name,  # not shown
        "Last Name": own.family_name,  # not shown
        "Date of Birth": f"{given.birth_month:02d}/{given.birth_day:02d}",  # not shown
        "Licensing State": given.state,  # not shown
        "Licensing ID or NPI": given.license_id,  # not shown
        CREDITS: credits_text(own.quarters),
    }
    return {header: said.get(header, "") for header in headers() if header != ACTION}


def why_not_make(newest: FileMark | None, number: int, rows: Sequence[WrittenRow]) -> Reason | None:
    """Why no file is made. `newest`: what became of the last one, and its number; 0 for none."""
    if newest is FileMark.WAITING:
        return WAITS(number=number)
    if rows:
        return None
    return NOTHING_TO_REPORT if number else NOTHING_YET


def why_not_mark(
    number: int, newest: int, mark: FileMark, note: str, *, before: FileMark = FileMark.WAITING
) -> Reason | None:
    """Why nobody says this of a file. `before`: what became of it so far.

    It is said once: what an upload deleted in PARS is emptied here, so that a refusal after it
    would leave nobody's name to delete by.
    """
    if mark is FileMark.WAITING:
        return NO_MARK
    if number != newest:
        return NOT_NEWEST
    if before is not FileMark.WAITING:
        return MARKED_ALREADY
    return NO_WHY if mark is FileMark.REFUSED and not note.strip() else None


def why_not_hand_over(mark: FileMark, *, taken_back: bool) -> Reason | None:
    """Why a file is not downloaded any more. `taken_back`: whether somebody in it withdrew."""
    if mark is not FileMark.WAITING:
        return MARKED
    return TAKEN_BACK_SINCE if taken_back else None


def never_told(
    gone: Iterable[UUID], rows: Sequence[WrittenRow], waiting: Iterable[UUID]
) -> set[UUID]:
    """Who of some people is not in PARS, so that no Delete of them ever follows.

    `rows`: of all files that were not refused, in order; `waiting`: who is in a file of which
    nobody has said what became of it, which decides.
    """
    return set(gone) - reported(rows).keys() - set(waiting)


def emptied(cells: Mapping[str, str]) -> dict[str, str]:
    """What is left of a row of somebody who was deleted in PARS."""
    return {header: "" if header in PERSONAL else cell for header, cell in cells.items()}
