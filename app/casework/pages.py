"""What the attendance page and its history show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.casework.forms import seen_value
from app.casework.models import AttendanceSource, AttendanceStatus
from app.casework.queries import Attendee, Preparation, UnitFacts
from app.casework.rules import OFFERED, is_expected, offered, why_not_record
from app.cohorts.loaders import CohortHere
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.core.words import counted
from app.people.actors import Actor
from app.web.times import day, elsewhere, time_range, zone_name

NOT_RECORDED = AttendanceStatus.NOT_RECORDED


@dataclass(frozen=True)
class StatusWords:
    """What people call a status."""

    short: str
    """To who records it."""
    own: str
    """To whose mark it is, with whether it counts."""
    tone: str


WORDS: Mapping[AttendanceStatus, StatusWords] = {
    AttendanceStatus.PRESENT: StatusWords("present", "Present", "good"),
    AttendanceStatus.LATE: StatusWords("late", "Late, counted", "good"),
    AttendanceStatus.PARTIAL: StatusWords("partial", "Partly there, not counted", "warm"),
    AttendanceStatus.EXCUSED: StatusWords("excused", "Excused", "neutral"),
    AttendanceStatus.ABSENT: StatusWords("absent", "Absent", "warm"),
    AttendanceStatus.MADE_UP: StatusWords("made up", "Made up", "good"),
    NOT_RECORDED: StatusWords("not marked yet", "Not recorded yet", "neutral"),
}
SOURCES = {
    AttendanceSource.MANUAL: "Manual",
    AttendanceSource.CHECK_IN: "Check-in",
    AttendanceSource.IMPORT: "Import",
}
ALWAYS_COUNTED = frozenset((*OFFERED, NOT_RECORDED))


@dataclass(frozen=True)
class Badge:
    """A short status in words, with its tone."""

    text: str
    tone: str


@dataclass(frozen=True)
class Row:
    """One person on the attendance page."""

    id: UUID
    name: str
    site: str
    note: str | None
    preparation: Badge | None
    minutes: int | None
    source: str | None
    stored: AttendanceStatus
    chosen: AttendanceStatus | None
    options: Sequence[tuple[str, str]]
    expected: bool
    conflict: str | None = None

    @property
    def control(self) -> str:
        """The name of the row's radios."""
        return f"mark-{self.id}"


@dataclass(frozen=True)
class Count:
    """How many people have a status."""

    status: AttendanceStatus
    words: str
    number: int


@dataclass(frozen=True)
class Saved:
    """What was just saved or undone."""

    text: str
    note: str | None
    save_id: UUID | None
    """What "Undo" would undo."""


@dataclass(frozen=True)
class Unsaved:
    """What of a save was not carried out: sentences by enrollment, and people who left."""

    conflicts: Mapping[UUID, str] = field(default_factory=dict)
    gone: int = 0


ALL_SAVED = Unsaved()


@dataclass(frozen=True)
class AttendancePage:
    """The attendance of one session."""

    eyebrow: str
    title: str
    path: str
    rows: Sequence[Row]
    total: int
    counts: Sequence[Count]
    unmarked: int
    prepared: int | None
    """How many attested the unit; None where it has no module."""
    only_open: bool
    why_not_record: str | None
    seen: str
    saved: Saved | None
    errors: Sequence[tuple[str | None, str]]


def attendance_page(
    here: CohortHere,
    unit: UnitRow,
    people: Sequence[Attendee],
    facts: UnitFacts,
    prepared: Mapping[UUID, Preparation],
    *,
    reader: Actor,
    now: datetime,
    only_open: bool = False,
    saved: Saved | None = None,
    unsaved: Unsaved = ALL_SAVED,
) -> AttendancePage:
    """The page; marks that were not overwritten stand on top, to choose again."""
    assert unit.starts_at is not None
    conflicts = unsaved.conflicts
    reason = why_not_record(unit.starts_at, now, canceled=unit.canceled)
    ended = has_ended(unit.starts_at, unit.minutes, now)
    rows = [
        _row(
            one,
            unit.starts_at,
            here.cohort.zone,
            prepared.get(one.enrollment_id),
            conflicts,
            ended=ended,
        )
        for one in people
    ]
    rows.sort(key=lambda row: row.conflict is None)
    shown = [row for row in rows if not only_open or _is_open(row) or row.conflict]
    on_page = {row.id for row in shown if row.expected or row.stored is not NOT_RECORDED}
    return AttendancePage(
        eyebrow=session_eyebrow(here, unit, facts.units, reader),
        title=session_name(unit),
        path=session_path(here, unit),
        rows=shown,
        total=len(people),
        counts=_counts(rows),
        unmarked=sum(_is_open(row) for row in rows),
        prepared=sum(one.attested for one in prepared.values()) if facts.has_module else None,
        only_open=only_open,
        why_not_record=reason,
        seen=seen_value({p.enrollment_id: p.mark for p in people if p.enrollment_id in on_page}),
        saved=saved,
        errors=_errors(rows, unsaved),
    )


def session_path(here: CohortHere, unit: UnitRow) -> str:
    """The facilitator's address of a session."""
    return f"/teach/{here.cohort.slug}/sessions/{unit.position}"


def session_name(unit: UnitRow) -> str:
    """What a session is called: its case, or else its unit."""
    return unit.case_title or unit.title


def session_eyebrow(here: CohortHere, unit: UnitRow, units: int, reader: Actor) -> str:
    """`Session 5 of 8 · Thu Nov 26, 12:00–1:00 pm Mountain · 11:00 am for you (Pacific)`."""
    assert unit.starts_at is not None
    zone = here.cohort.zone
    when = f"{day(unit.starts_at, zone)}, {time_range(unit.starts_at, unit.minutes, zone)}"
    parts = [
        f"Session {unit.position} of {units}",
        f"{when} {zone_name(zone)}",
        elsewhere(unit.starts_at, zone, reader.zone),
    ]
    return " · ".join(part for part in parts if part)


def preparation_badge(done: Preparation | None) -> Badge | None:
    """`done`, `to sign`, `2 of 4`, `not begun`."""
    if done is None:
        return None
    if done.attested:
        return Badge("done", "good")
    if not done.done:
        return Badge("not begun", "neutral")
    if done.done == done.needed:
        return Badge("to sign", "warm")
    return Badge(f"{done.done} of {done.needed}", "warm")


def _row(
    one: Attendee,
    starts_at: datetime,
    zone: str,
    prepared: Preparation | None,
    conflicts: Mapping[UUID, str],
    *,
    ended: bool,
) -> Row:
    stored = one.mark.status
    expected = is_expected(one.enrolled_at, starts_at)
    late = f"Enrolled {day(one.enrolled_at, zone)}, after this session began: not expected"
    conflict = conflicts.get(one.enrollment_id)
    recorded = stored is not NOT_RECORDED
    return Row(
        id=one.enrollment_id,
        name=one.name,
        site=one.site,
        note=None if expected else late,
        preparation=preparation_badge(prepared),
        minutes=one.mark.minutes,
        source=SOURCES[one.mark.source] if one.mark.source and recorded else None,
        stored=stored,
        chosen=stored if recorded and conflict is None else None,
        options=_options(stored, ended=ended),
        expected=expected,
        conflict=conflict,
    )


def _options(stored: AttendanceStatus, *, ended: bool) -> list[tuple[str, str]]:
    found = offered(stored, ended=ended)
    options = [(str(status), WORDS[status].short.capitalize()) for status in found]
    return options if stored is NOT_RECORDED else [*options, (str(NOT_RECORDED), "Clear")]


def _errors(rows: Sequence[Row], unsaved: Unsaved) -> list[tuple[str | None, str]]:
    """For the summary on top, each with the control it is about."""
    found: list[tuple[str | None, str]] = [
        (f"{row.control}-{OFFERED[0]}", f"{row.name}: {row.conflict}")
        for row in rows
        if row.conflict
    ]
    if unsaved.gone:
        found.append((None, f"{marks(unsaved.gone)} not saved: not in this cohort any more."))
    return found


def _is_open(row: Row) -> bool:
    return row.expected and row.stored is NOT_RECORDED


def _counts(rows: Sequence[Row]) -> list[Count]:
    """Those who are not expected count only if they have a mark."""
    numbers = Counter(row.stored for row in rows if row.expected or row.stored is not NOT_RECORDED)
    return [
        Count(status, words.short, numbers[status])
        for status, words in WORDS.items()
        if numbers[status] or status in ALWAYS_COUNTED
    ]


def marks(number: int) -> str:
    """`1 mark`, `50 marks`."""
    return counted(number, "mark")
