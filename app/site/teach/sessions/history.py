"""What changes of marks say: after a save, after an undo, at a conflict, and all in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.queries import MarkChange
from app.casework.rules import UNDO_REASONS
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _, ngettext, pgettext
from app.language.moments import date_time, leading_zone
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.rules import why_not_deal_with
from app.site.parts.attendance import NOT_RECORDED, SOURCES, WORDS
from app.site.teach.parts import session_eyebrow, session_name, session_path


@dataclass(frozen=True)
class HistoryEntry:
    """One save or undo of a session's marks."""

    save_id: UUID
    title: Text
    when: str
    iso: str
    changes: Sequence[MarkChange]
    reason: Text
    undoable: bool
    why_not_undo: Reason | None
    """Why nothing that could be undone is the reader's to undo."""

    def words(self, status: AttendanceStatus) -> Text:
        """A status as people say it."""
        if status is NOT_RECORDED:
            return pgettext("of attendance", "not recorded")
        return WORDS[status].short

    def source(self, source: AttendanceSource) -> Text:
        """Where a change came from, as people say it."""
        return SOURCES[source]


@dataclass(frozen=True)
class HistoryPage:
    """Who changed what in the attendance of one session."""

    eyebrow: str
    title: str
    path: str
    entries: Sequence[HistoryEntry]


def history_page(
    here: CohortContext, unit: UnitRow, units: int, changes: Sequence[MarkChange], reader: Actor
) -> HistoryPage:
    """All changes, one entry a save, the newest first."""
    by_save = groupby(
        sorted(changes, key=lambda change: (change.at, str(change.save_id)), reverse=True),
        key=lambda change: change.save_id,
    )
    entries = [_entry(key, list(group), here.cohort.zone, reader) for key, group in by_save]
    return HistoryPage(
        eyebrow=session_eyebrow(here, unit, units, reader),
        title=session_name(unit),
        path=session_path(here, unit),
        entries=entries,
    )


def _entry(save_id: UUID, changes: list[MarkChange], zone: str, reader: Actor) -> HistoryEntry:
    first = changes[0]
    whose = [change.person_id for change in changes if change.is_current]
    undoable = any(why_not_deal_with([owner], by=reader.person_id) is None for owner in whose)
    return HistoryEntry(
        save_id=save_id,
        title=ngettext(
            "{name}: {count} mark", "{name}: {count} marks", count=len(changes), name=first.by_name
        ),
        when=date_time(first.at, leading_zone(first.at, zone, reader.zone)),
        iso=first.at.isoformat(),
        changes=sorted(changes, key=lambda change: change.name.casefold()),
        reason=_("Undo of a save") if first.reason in UNDO_REASONS else first.reason,
        undoable=undoable,
        why_not_undo=None if undoable else why_not_deal_with(whose, by=reader.person_id),
    )
