"""What a save or an undo of marks did, and what it could not do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.casework.enums import AttendanceStatus
from app.casework.queries import MarkChange
from app.casework.rules import SaveResult, Submitted
from app.language.moments import clock_time, date_time, zone_name
from app.people.actors import Actor
from app.site.parts.attendance import NOT_RECORDED, WORDS, marks
from app.site.teach.sessions.attendance.page import Saved


def saved_now(result: SaveResult) -> Saved | None:
    """What a save did that could not do everything."""
    if result.save_id is None:
        return None
    return Saved(f"Saved {marks(result.saved)}.", None, result.save_id)


def saved_notice(save_id: UUID, changes: Sequence[MarkChange]) -> Saved | None:
    """What a save did, as far as it still can be told."""
    own = [change for change in changes if change.save_id == save_id]
    if not own:
        return None
    return Saved(f"Saved {marks(len(own))}.", None, save_id)


def undone_notice(
    undo_id: UUID | None, of: UUID | None, changes: Sequence[MarkChange]
) -> Saved | None:
    """What an undo did, naming those who were marked again after the save and stay."""
    restored = {change.attendance_id for change in changes if change.save_id == undo_id}
    stays = [
        change.name
        for change in changes
        if change.save_id == of and change.attendance_id not in restored
    ]
    if not restored and not stays:
        return None
    text = f"Taken back: {marks(len(restored))}."
    note = f"Changed again since, so left alone: {'; '.join(stays)}." if stays else None
    return Saved(text, note, undo_id)


def conflict_sentences(
    result: SaveResult,
    wanted: Mapping[UUID, Submitted],
    latest: Sequence[MarkChange],
    *,
    reader: Actor,
    zone: str,
    now: datetime,
) -> dict[UUID, str]:
    """For each mark that was not overwritten: who had changed it, when, and what was wanted."""
    stands = {change.enrollment_id: change for change in latest}
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


def _deed(status: AttendanceStatus) -> str:
    return "cleared the mark" if status is NOT_RECORDED else f"marked {WORDS[status].short}"


def _at(moment: datetime, zone: str, now: datetime) -> str:
    if moment.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date():
        return f"at {clock_time(moment, zone)} {zone_name(zone)}"
    return f"on {date_time(moment, zone)}"
