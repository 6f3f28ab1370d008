"""The attendance of one session, as a page."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.rules import OFFERED, why_not_record
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import LazyText, Text, _, ngettext
from app.language.reasons import Reason
from app.language.scripts import attributes
from app.people.actors import Actor
from app.site.parts.attendance import NOT_RECORDED, WORDS
from app.site.teach.parts import SessionHead, session_head
from app.site.teach.sessions.attendance.forms import seen_value
from app.site.teach.sessions.attendance.rows import (
    ALL_SAVED,
    AttendanceRow,
    RowBuilder,
    Sheet,
    UnsavedMarks,
)
from app.web.parts import FieldError

ALWAYS_COUNTED = frozenset((*OFFERED, NOT_RECORDED)) - {AttendanceStatus.PARTIAL}
ALWAYS_IN_SERIES = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE})
FILLED_IN: Mapping[str, LazyText] = {
    "found": ngettext("{shown} of {count} person", "{shown} of {count} people", count=0, shown=0),
    "nobody": _("Nobody matches."),
    "several": ngettext(
        "{count} person matches. Type more of the name.",
        "{count} people match. Type more of the name.",
        count=0,
    ),
    "nothing-chosen": _("Save marks"),
    "chosen": ngettext("Save {count} mark", "Save {count} marks", count=0),
    "remaining": ngettext(
        "Mark remaining {count} present", "Mark remaining {count} present", count=0
    ),
    "unsaved": ngettext("{count} mark not saved yet", "{count} marks not saved yet", count=0),
    "open": ngettext("{count} not marked yet", "{count} not marked yet", count=0),
    "all-marked": _("Everybody is marked."),
}
"""What the page's script says, with numbers of its own."""
SAVED = _("Whoever has a mark was there.")
FILLED_IN_OF_SERIES = {**FILLED_IN, "all-marked": SAVED}


@dataclass(frozen=True)
class StatusCount:
    """How many people have a status."""

    status: AttendanceStatus
    words: Text
    number: int


@dataclass(frozen=True)
class SavedMarks:
    """What was just saved or undone."""

    text: Text
    note: Text | None
    save_id: UUID | None
    """What "Undo" would undo; None where nothing can be."""
    done: bool = True
    """False where there was nothing to do."""


@dataclass(frozen=True)
class Told:
    """What an address asks for of the page, and what it says of what was just done."""

    only_open: bool = False
    saved: SavedMarks | None = None
    unsaved: UnsavedMarks = ALL_SAVED


@dataclass(frozen=True)
class Numbers:
    """How many people there are, and how far the session is recorded."""

    total: int
    counts: Sequence[StatusCount]
    unmarked: int
    excused: int
    """How many of them were excused in advance."""
    resting: int
    """On how many marks a claim or a certificate rests."""
    prepared: int | None
    """How many attested the unit; None where it has no module."""


@dataclass(frozen=True)
class Problems:
    """What could not be done, for the summary on top."""

    title: Text
    errors: Sequence[FieldError]


@dataclass(frozen=True)
class AttendancePage:
    """The attendance of one session."""

    head: SessionHead
    rows: Sequence[AttendanceRow]
    numbers: Numbers
    is_series: bool
    """Nobody is expected, so nobody is asked for."""
    why_not_record: Reason | None
    is_ahead: bool
    """Whether it is still to be held: then people can sign a sheet."""
    seen: str
    told: Told
    problems: Problems
    words: Mapping[str, str]
    """Attributes with what the page's script says."""


def attendance_page(
    here: CohortContext, unit: UnitRow, sheet: Sheet, told: Told, reader: Actor, now: datetime
) -> AttendancePage:
    """The page; marks that were not saved stand on top, to choose again."""
    builder = RowBuilder(here, unit, sheet, told.unsaved, reader, now)
    rows = sorted(map(builder.row, sheet.people), key=lambda row: row.problem is None)
    shown = [row for row in rows if not told.only_open or row.is_open or row.problem]
    return AttendancePage(
        head=session_head(here, unit, sheet.facts.units, reader, _("Attendance")),
        rows=shown,
        numbers=_numbers(sheet, rows, is_series=here.cohort.is_series),
        is_series=here.cohort.is_series,
        why_not_record=_why_not_record(here, unit, now),
        is_ahead=_is_ahead(unit, now),
        seen=_seen(sheet, shown),
        told=told,
        problems=Problems(_error_title(told.unsaved), list(_errors(rows, told.unsaved))),
        words=attributes(FILLED_IN_OF_SERIES if here.cohort.is_series else FILLED_IN),
    )


def _numbers(sheet: Sheet, rows: Sequence[AttendanceRow], *, is_series: bool) -> Numbers:
    return Numbers(
        total=len(sheet.people),
        counts=_counts(rows, ALWAYS_IN_SERIES if is_series else ALWAYS_COUNTED),
        unmarked=sum(row.is_open for row in rows),
        excused=sum(row.is_open and row.is_excused for row in rows),
        resting=sum(row.rests for row in rows),
        prepared=_prepared(sheet),
    )


def _why_not_record(here: CohortContext, unit: UnitRow, now: datetime) -> Reason | None:
    assert unit.starts_at is not None
    return why_not_change(here.cohort.archived_at) or why_not_record(
        unit.starts_at, now, canceled=unit.canceled, not_held=unit.not_held
    )


def _is_ahead(unit: UnitRow, now: datetime) -> bool:
    assert unit.starts_at is not None
    return now < unit.starts_at and not (unit.canceled or unit.not_held)


def _prepared(sheet: Sheet) -> int | None:
    if not sheet.facts.has_module:
        return None
    return sum(preparation.attested for preparation in sheet.prepared.values())


def _seen(sheet: Sheet, shown: Sequence[AttendanceRow]) -> str:
    """What the page shows of those who can be marked on it."""
    on_page = {row.id for row in shown if row.counts and row.why_not is None}
    marks = {person.enrollment_id: person.mark for person in sheet.people}
    return seen_value({key: mark for key, mark in marks.items() if key in on_page})


def _error_title(unsaved: UnsavedMarks) -> Text:
    if unsaved.why_not_undo:
        return _("Nothing was undone.")
    if unsaved.refused:
        return _("Nothing was saved. What you chose is still here.")
    return _(
        "Some marks were changed while your page was open. They were not overwritten: choose again."
    )


def _errors(rows: Sequence[AttendanceRow], unsaved: UnsavedMarks) -> Iterator[FieldError]:
    """For the summary on top, each with the control it is about."""
    if unsaved.why_not_undo:
        yield FieldError(None, unsaved.why_not_undo)
    for row in rows:
        if row.problem:
            text = _("{name}: {conflict}", name=row.name, conflict=row.problem)
            yield FieldError(row.anchor, text)
    if unsaved.gone:
        yield FieldError(
            None,
            ngettext(
                "{count} mark was not saved: the person is no longer in this cohort.",
                "{count} marks were not saved: the people are no longer in this cohort.",
                count=unsaved.gone,
            ),
        )


def _counts(
    rows: Sequence[AttendanceRow], always: Collection[AttendanceStatus]
) -> list[StatusCount]:
    """Who is not expected, or not the reader's to mark, counts only with a mark."""
    numbers = Counter(row.stored for row in rows if row.counts)
    return [
        StatusCount(status, words.short, numbers[status])
        for status, words in WORDS.items()
        if numbers[status] or status in always
    ]
