"""What a save or an undo of marks did, and what it could not do."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.casework.changes.queries import MarkChange
from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.casework.saves.rules import SaveResult
from app.language import Text, _, ngettext
from app.language.moments import told
from app.people.actors import Actor
from app.site.parts.attendance import COMMAND, WORDS
from app.site.parts.unchanged import NOTHING_CHANGED
from app.site.teach.sessions.attendance.page import SavedMarks
from app.site.teach.sessions.undoing import BuiltSince

UNCHANGED = SavedMarks(NOTHING_CHANGED, None, None, done=False)


def saved_now(result: SaveResult) -> SavedMarks | None:
    """What a save did that could not do everything."""
    if result.save_id is None:
        return None
    return SavedMarks(_saved(result.saved), None, result.save_id)


def saved_notice(
    save_id: UUID, changes: Sequence[MarkChange], since: BuiltSince
) -> SavedMarks | None:
    """What a save did; it can be undone from here as long as nothing was built on it."""
    own = [change for change in changes if change.save_id == save_id]
    if not own:
        return None
    return SavedMarks(_saved(len(own)), None, None if since.why_not_undo(own) else save_id)


def _saved(marks: int) -> Text:
    return ngettext("Saved {count} mark.", "Saved {count} marks.", count=marks)


def undone_notice(
    undo_id: UUID, of: UUID | None, changes: Sequence[MarkChange], since: BuiltSince
) -> SavedMarks | None:
    """What an undo did; the reader's own mark is left alone."""
    restored = [change for change in changes if change.save_id == undo_id]
    if not restored:
        return None
    theirs = {change.attendance_id for change in restored}
    stays = [c for c in changes if c.save_id == of and c.attendance_id not in theirs]
    note = _("Your own mark is left alone: nobody can mark themselves.") if stays else None
    text = ngettext("Took back {count} mark.", "Took back {count} marks.", count=len(restored))
    return SavedMarks(text, note, None if since.why_not_undo(restored) else undo_id)


def conflict_sentences(
    wanted: Mapping[UUID, Submitted], latest: Sequence[MarkChange], *, reader: Actor, zone: str
) -> dict[UUID, Text]:
    """For each mark that was not overwritten: who had changed it, when, and what was wanted."""
    return {
        change.enrollment_id: _conflict(change, wanted[change.enrollment_id].status, reader, zone)
        for change in latest
    }


def _conflict(change: MarkChange, wanted: AttendanceStatus, reader: Actor, zone: str) -> Text:
    at, chosen = told(change.at, zone, reader.zone), WORDS[change.to_status].option
    if change.by == reader.person_id:
        return _(
            "In another window you chose “{chosen}” on {at:moment}; "
            "here you had chosen “{wanted}”.",
            at=at,
            chosen=chosen,
            wanted=WORDS[wanted].option,
        )
    return _(
        "{name} chose “{chosen}” on {at:moment}; you had chosen “{wanted}”.",
        name=change.by_name or COMMAND,
        at=at,
        chosen=chosen,
        wanted=WORDS[wanted].option,
    )
