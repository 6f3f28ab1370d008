"""What a save or an undo of marks did, and what it could not do."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.queries import MarkChange
from app.casework.rules import SaveResult, Submitted
from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.styles import worded
from app.people.actors import Actor
from app.site.parts.attendance import WORDS
from app.site.teach.sessions.attendance.page import SavedMarks


def saved_now(result: SaveResult) -> SavedMarks | None:
    """What a save did that could not do everything."""
    if result.save_id is None:
        return None
    return SavedMarks(_saved(result.saved), None, result.save_id)


def saved_notice(save_id: UUID, changes: Sequence[MarkChange]) -> SavedMarks | None:
    """What a save did, as far as it still can be told."""
    own = [change for change in changes if change.save_id == save_id]
    if not own:
        return None
    return SavedMarks(_saved(len(own)), None, save_id)


def _saved(marks: int) -> Text:
    return ngettext("Saved {count} mark.", "Saved {count} marks.", count=marks)


def undone_notice(
    undo_id: UUID | None, of: UUID | None, changes: Sequence[MarkChange], *, reader: Actor
) -> SavedMarks | None:
    """What an undo did, and why some marks stay: changed again after the save, or the reader's."""
    restored = {change.attendance_id for change in changes if change.save_id == undo_id}
    stays = [
        change
        for change in changes
        if change.save_id == of and change.attendance_id not in restored
    ]
    if not restored and not stays:
        return None
    text = ngettext("Took back {count} mark.", "Took back {count} marks.", count=len(restored))
    return SavedMarks(text, _left_alone(stays, reader), undo_id)


def _left_alone(stays: Sequence[MarkChange], reader: Actor) -> Text | None:
    again = tuple(change.name for change in stays if change.person_id != reader.person_id)
    notes = []
    if again:
        notes.append(
            _(
                "Left as they are, because somebody changed them since: {names:clauses}.",
                names=again,
            )
        )
    if len(again) < len(stays):
        notes.append(_("Your own mark is left alone: nobody can mark themselves."))
    return worded(tuple(notes), "sentences") if notes else None


def conflict_sentences(
    result: SaveResult,
    wanted: Mapping[UUID, Submitted],
    latest: Sequence[MarkChange],
    *,
    reader: Actor,
    zone: str,
) -> dict[UUID, Text]:
    """For each mark that was not overwritten: who had changed it, when, and what was wanted."""
    changes = {change.enrollment_id: change for change in latest}
    return {
        key: _conflict(changes[key], wanted[key].status, reader, zone) for key in result.conflicts
    }


def _conflict(change: MarkChange, wanted: AttendanceStatus, reader: Actor, zone: str) -> Text:
    at, chosen = local(change.at, zone), WORDS[change.to_status].option
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
        name=change.by_name,
        at=at,
        chosen=chosen,
        wanted=WORDS[wanted].option,
    )
