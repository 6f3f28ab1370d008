"""What the attendance page and its history show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.preparation.queries import Preparation, UnitFacts
from app.casework.queries import Attendee
from app.casework.rules import (
    OFFERED,
    Mark,
    is_expected,
    is_unmarked,
    offered,
    why_not_record,
)
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended, why_not_change
from app.language import LazyText, Text, _, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.scripts import attributes
from app.people.actors import Actor
from app.people.rules import why_not_deal_with
from app.site.parts.attendance import NOT_RECORDED, SOURCES, WORDS
from app.site.teach.parts import preparation_badge, session_eyebrow, session_name, session_path
from app.site.teach.sessions.attendance.forms import seen_value
from app.web.parts import Badge, FieldError, Option

ALWAYS_COUNTED = frozenset((*OFFERED, NOT_RECORDED))
FILLED_IN: Mapping[str, LazyText] = {
    "found": ngettext("{shown} of {count} person", "{shown} of {count} people", count=0, shown=0),
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


@dataclass(frozen=True)
class AttendanceRow:
    """One person on the attendance page."""

    id: UUID
    name: str
    site: str
    note: Text | None
    preparation: Badge | None
    minutes: int | None
    source: Text | None
    stored: AttendanceStatus
    chosen: AttendanceStatus | None
    options: Sequence[Option]
    expected: bool
    why_not: Reason | None
    """Why whoever reads the page cannot mark this person."""
    conflict: Text | None = None

    @property
    def counts(self) -> bool:
        """Whether the row is in the numbers: of those without a mark, who is there to be marked."""
        return self.is_open or self.stored is not NOT_RECORDED

    @property
    def is_open(self) -> bool:
        """Whether a mark is still to be made."""
        return self.why_not is None and is_unmarked(self.stored, expected=self.expected)

    @property
    def stands(self) -> Text:
        """The mark in words, where it cannot be chosen."""
        return WORDS[self.stored].own

    @property
    def control(self) -> str:
        """The name of the row's radios."""
        return f"mark-{self.id}"


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
    """What "Undo" would undo."""


@dataclass(frozen=True)
class UnsavedMarks:
    """What of a save was not carried out: sentences by enrollment, and people who left."""

    conflicts: Mapping[UUID, Text] = field(default_factory=dict)
    gone: int = 0


ALL_SAVED = UnsavedMarks()


@dataclass(frozen=True)
class AttendancePage:
    """The attendance of one session."""

    eyebrow: str
    title: Text
    path: str
    rows: Sequence[AttendanceRow]
    total: int
    counts: Sequence[StatusCount]
    unmarked: int
    prepared: int | None
    """How many attested the unit; None where it has no module."""
    only_open: bool
    why_not_record: Reason | None
    seen: str
    saved: SavedMarks | None
    errors: Sequence[FieldError]
    words: Mapping[str, str]
    """Attributes with what the page's script says."""


def attendance_page(
    here: CohortContext,
    unit: UnitRow,
    people: Sequence[Attendee],
    facts: UnitFacts,
    prepared: Mapping[UUID, Preparation],
    *,
    reader: Actor,
    now: datetime,
    only_open: bool = False,
    saved: SavedMarks | None = None,
    unsaved: UnsavedMarks = ALL_SAVED,
) -> AttendancePage:
    """The page; marks that were not overwritten stand on top, to choose again."""
    assert unit.starts_at is not None
    conflicts = unsaved.conflicts
    reason = why_not_change(here.cohort.archived_at) or why_not_record(
        unit.starts_at, now, canceled=unit.canceled
    )
    ended = has_ended(unit.starts_at, unit.minutes, now)
    rows = [
        _row(
            person,
            unit.starts_at,
            here.cohort.zone,
            prepared.get(person.enrollment_id),
            conflicts,
            ended=ended,
            by=reader.person_id,
        )
        for person in people
    ]
    rows.sort(key=lambda row: row.conflict is None)
    shown = [row for row in rows if not only_open or row.is_open or row.conflict]
    on_page = {row.id for row in shown if row.counts and row.why_not is None}
    return AttendancePage(
        eyebrow=session_eyebrow(here, unit, facts.units, reader),
        title=_("Attendance: {session}", session=session_name(unit)),
        path=session_path(here, unit),
        rows=shown,
        total=len(people),
        counts=_counts(rows),
        unmarked=sum(row.is_open for row in rows),
        prepared=sum(preparation.attested for preparation in prepared.values())
        if facts.has_module
        else None,
        only_open=only_open,
        why_not_record=reason,
        seen=seen_value({p.enrollment_id: p.mark for p in people if p.enrollment_id in on_page}),
        saved=saved,
        errors=_errors(rows, unsaved),
        words=attributes(FILLED_IN),
    )


def _row(
    attendee: Attendee,
    starts_at: datetime,
    zone: str,
    prepared: Preparation | None,
    conflicts: Mapping[UUID, Text],
    *,
    ended: bool,
    by: UUID,
) -> AttendanceRow:
    stored = attendee.mark.shown
    expected = is_expected(attendee.enrolled_at, starts_at)
    late = _(
        "Enrolled {enrolled:day}, after this session began: not expected",
        enrolled=local(attendee.enrolled_at, zone),
    )
    conflict = conflicts.get(attendee.enrollment_id)
    recorded = stored is not NOT_RECORDED
    return AttendanceRow(
        id=attendee.enrollment_id,
        name=attendee.name,
        site=attendee.site,
        note=None if expected else late,
        preparation=preparation_badge(prepared),
        minutes=None if attendee.mark.made_up else attendee.mark.minutes,
        source=SOURCES[attendee.mark.source] if attendee.mark.source and recorded else None,
        stored=stored,
        chosen=stored if recorded and conflict is None else None,
        options=_options(attendee.mark, ended=ended),
        expected=expected,
        why_not=why_not_deal_with([attendee.person_id], by=by),
        conflict=conflict,
    )


def _options(stored: Mark, *, ended: bool) -> list[Option]:
    found = offered(stored, ended=ended)
    if stored.shown is not NOT_RECORDED:
        found.append(NOT_RECORDED)
    return [Option(status, WORDS[status].option) for status in found]


def _errors(rows: Sequence[AttendanceRow], unsaved: UnsavedMarks) -> list[FieldError]:
    """For the summary on top, each with the control it is about."""
    found = [
        FieldError(
            f"{row.control}-{OFFERED[0]}",
            _("{name}: {conflict}", name=row.name, conflict=row.conflict),
        )
        for row in rows
        if row.conflict
    ]
    if unsaved.gone:
        text = ngettext(
            "{count} mark was not saved: the person is no longer in this cohort.",
            "{count} marks were not saved: the people are no longer in this cohort.",
            count=unsaved.gone,
        )
        found.append(FieldError(None, text))
    return found


def _counts(rows: Sequence[AttendanceRow]) -> list[StatusCount]:
    """Who is not expected, or not the reader's to mark, counts only with a mark."""
    numbers = Counter(row.stored for row in rows if row.counts)
    return [
        StatusCount(status, words.short, numbers[status])
        for status, words in WORDS.items()
        if numbers[status] or status in ALWAYS_COUNTED
    ]
