"""What changes of marks say: after a save, after an undo, at a conflict, and all in a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from app.casework.actions import SaveResult
from app.casework.models import AttendanceSource, AttendanceStatus
from app.casework.pages import (
    NOT_RECORDED,
    SOURCES,
    WORDS,
    Saved,
    marks,
    session_eyebrow,
    session_name,
    session_path,
)
from app.casework.queries import Change
from app.casework.rules import Submitted
from app.cohorts.loaders import CohortHere
from app.cohorts.queries import UnitRow
from app.people.actors import Actor
from app.web.times import clock_time, date_time, zone_name


@dataclass(frozen=True)
class HistoryEntry:
    """One save or undo of a session's marks."""

    save_id: UUID
    title: str
    when: str
    iso: str
    changes: Sequence[Change]
    reason: str
    undoable: bool

    def words(self, status: AttendanceStatus) -> str:
        """A status as people say it."""
        return "not recorded" if status is NOT_RECORDED else WORDS[status].short

    def source(self, source: AttendanceSource) -> str:
        """Where a change came from, as people say it."""
        return SOURCES[source]


@dataclass(frozen=True)
class HistoryPage:
    """Who changed what in the attendance of one session."""

    eyebrow: str
    title: str
    path: str
    entries: Sequence[HistoryEntry]


def saved_now(result: SaveResult) -> Saved | None:
    """What a save did that could not do everything."""
    if result.save_id is None:
        return None
    return Saved(f"Saved {marks(result.saved)}.", None, result.save_id)


def saved_notice(save_id: UUID, changes: Sequence[Change]) -> Saved | None:
    """What a save did, as far as it still can be told."""
    own = [one for one in changes if one.save_id == save_id]
    if not own:
        return None
    return Saved(f"Saved {marks(len(own))}.", None, save_id)


def undone_notice(undo_id: UUID | None, of: UUID | None, changes: Sequence[Change]) -> Saved | None:
    """What an undo did, naming those who were marked again after the save and stay."""
    restored = {one.attendance_id for one in changes if one.save_id == undo_id}
    stays = [one.name for one in changes if one.save_id == of and one.attendance_id not in restored]
    if not restored and not stays:
        return None
    text = f"Taken back: {marks(len(restored))}."
    note = f"Changed again since, so left alone: {'; '.join(stays)}." if stays else None
    return Saved(text, note, undo_id)


def conflict_sentences(
    result: SaveResult,
    wanted: Mapping[UUID, Submitted],
    latest: Sequence[Change],
    *,
    reader: Actor,
    zone: str,
    now: datetime,
) -> dict[UUID, str]:
    """For each mark that was not overwritten: who had changed it, when, and what was wanted."""
    stands = {one.enrollment_id: one for one in latest}
    sentences = {}
    for key in result.conflicts:
        change = stands[key]
        own = change.by == reader.person_id
        who = "You, in another window," if own else change.by_name
        did = _deed(change.to_status)
        had = "here you had" if own else "you had"
        wish = _deed(wanted[key].status)
        sentences[key] = f"{who} {did} {_at(change.at, zone, now)}; {had} {wish}."
    return sentences


def history_page(
    here: CohortHere, unit: UnitRow, units: int, changes: Sequence[Change], reader: Actor
) -> HistoryPage:
    """All changes, one entry a save, the newest first."""
    by_save = groupby(
        sorted(changes, key=lambda one: (one.at, str(one.save_id)), reverse=True),
        key=lambda one: one.save_id,
    )
    entries = [_entry(key, list(group), here.cohort.zone) for key, group in by_save]
    return HistoryPage(
        eyebrow=session_eyebrow(here, unit, units, reader),
        title=session_name(unit),
        path=session_path(here, unit),
        entries=entries,
    )


def _entry(save_id: UUID, changes: list[Change], zone: str) -> HistoryEntry:
    first = changes[0]
    return HistoryEntry(
        save_id=save_id,
        title=f"{first.by_name}: {marks(len(changes))}",
        when=date_time(first.at, zone),
        iso=first.at.isoformat(),
        changes=sorted(changes, key=lambda one: one.name.casefold()),
        reason=first.reason,
        undoable=any(one.is_current for one in changes),
    )


def _deed(status: AttendanceStatus) -> str:
    return "cleared the mark" if status is NOT_RECORDED else f"marked {WORDS[status].short}"


def _at(moment: datetime, zone: str, now: datetime) -> str:
    if moment.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date():
        return f"at {clock_time(moment, zone)} {zone_name(zone)}"
    return f"on {date_time(moment, zone)}"
