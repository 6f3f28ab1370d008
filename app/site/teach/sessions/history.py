"""What changes of marks say: after a save, after an undo, at a conflict, and all in a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from app.casework.changes.queries import MarkChange
from app.casework.enums import AttendanceSource
from app.casework.imports.applied.queries import ReadFile
from app.casework.rules import CHECK_IN_STAYS, UNDO_REASONS, is_by_check_in
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _, ngettext
from app.language.moments import on_both_clocks
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.parts.attendance import COMMAND, SOURCES, mark_words
from app.site.teach.parts import SessionHead, session_head
from app.site.teach.resting import as_told
from app.site.teach.sessions.undoing import BuiltSince
from app.site.teach.sessions.when import can_record
from app.web.parts import FieldError


@dataclass(frozen=True)
class HistoryEntry:
    """One save or undo of a session's marks."""

    save_id: UUID
    title: Text
    files: tuple[str, ...]
    """The files that said so, where some did."""
    from_zoom: bool
    """Whether Zoom's list did."""
    when: Text
    iso: str
    changes: Sequence[MarkChange]
    reason: Text
    undoable: bool
    why_not_undo: Reason | None
    """Why it cannot be undone; nothing where it was undone as a whole."""

    def before(self, change: MarkChange) -> Text:
        """The mark that was there, as people say it."""
        return mark_words(change.from_status, change.from_minutes)

    def after(self, change: MarkChange) -> Text:
        """The mark that came, as people say it."""
        return mark_words(change.to_status, change.to_minutes)

    def source(self, source: AttendanceSource) -> Text:
        """Where a change came from, as people say it."""
        return SOURCES[source]


@dataclass(frozen=True)
class HistoryPage:
    """Who changed what in the attendance of one session."""

    head: SessionHead
    entries: Sequence[HistoryEntry]
    can_record: bool
    errors: Sequence[FieldError]


@dataclass(frozen=True)
class Recorded:
    """Who changed what of a session's marks, and what was built on that."""

    units: int
    """How many the cohort has."""
    changes: Sequence[MarkChange]
    sources: Mapping[UUID, Sequence[ReadFile]]
    """What each save of files was read from."""
    since: BuiltSince


def history_page(
    here: CohortContext,
    unit: UnitRow,
    recorded: Recorded,
    reader: Actor,
    now: datetime,
    *,
    why_not_undo: Reason | None = None,
) -> HistoryPage:
    """All changes, one entry a save, the newest first."""
    ordered = sorted(recorded.changes, key=lambda own: (own.at, str(own.save_id)), reverse=True)
    by_save = groupby(ordered, key=_entry_of)
    return HistoryPage(
        head=session_head(here, unit, recorded.units, reader, _("Who changed what")),
        entries=[_entry(list(group), recorded, here, reader) for _key, group in by_save],
        can_record=can_record(here, unit, now),
        errors=[FieldError(None, why_not_undo)] if why_not_undo else [],
    )


def _entry_of(change: MarkChange) -> UUID | None:
    """Its save; None for those of people who checked in one after the other: they are one entry."""
    return None if is_by_check_in(change.source, change.reason) else change.save_id


def _entry(
    own: list[MarkChange], recorded: Recorded, here: CohortContext, reader: Actor
) -> HistoryEntry:
    first, checked_in = own[0], _entry_of(own[0]) is None
    why_not = CHECK_IN_STAYS if checked_in else recorded.since.why_not_undo(own)
    stays = why_not is not None and any(change.is_current for change in own)
    read = recorded.sources.get(first.save_id, ())
    return HistoryEntry(
        save_id=first.save_id,
        title=_check_ins(len(own)) if checked_in else _saved_by(first, len(own)),
        files=tuple(sorted(file.name for file in read if not file.is_from_zoom)),
        from_zoom=any(file.is_from_zoom for file in read),
        when=on_both_clocks(first.at, here.cohort.zone, reader.zone),
        iso=first.at.isoformat(),
        changes=sorted(own, key=lambda change: change.name.casefold()),
        reason=_reason([change.reason for change in own]),
        undoable=why_not is None,
        why_not_undo=as_told(why_not, reader, here) if why_not and stays else None,
    )


def _check_ins(marks: int) -> Text:
    return ngettext("Check-in: {count} mark", "Check-in: {count} marks", count=marks)


def _saved_by(first: MarkChange, marks: int) -> Text:
    name = first.by_name or COMMAND
    return ngettext("{name}: {count} mark", "{name}: {count} marks", count=marks, name=name)


def _reason(reasons: Sequence[str]) -> Text:
    """Why a save changed what others relied on: the one reason of those marks."""
    given = next((reason for reason in reasons if reason), "")
    return _("Undo of a save") if given in UNDO_REASONS else given
