"""Recordings that are files: row and file come together, and what no row names goes."""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.recordings.actions import add, remove
from app.casework.recordings.enums import Audience, MediaKind
from app.casework.recordings.facts import NewFile, NewRecording
from app.casework.recordings.models import RecordingCaptions, SessionRecording
from app.casework.recordings.queries import captions_of, files_in_use, recording_of
from app.casework.recordings.tasks import ORPHAN_AFTER, tidy
from app.core.db import Database
from app.core.models import AuditLine
from app.core.shelf import LOCK, Draft, Shelf
from tests.casework.recordings.media import CAPTIONS, MP4
from tests.cast import NOW, Cast
from tests.races import at_once

UNTIL = NOW + timedelta(days=30)


class KilledError(Exception):
    """The process ends here."""


def drafted(shelf: Shelf, content: bytes) -> Draft:
    draft = shelf.draft(1_000_000)
    draft.write(content)
    draft.seek(0)
    return draft


def new(shelf: Shelf, draft: Draft, captions: str | None = None) -> NewRecording:
    put = partial(shelf.put, draft)
    file = NewFile(draft.sha256, draft.size, MediaKind.MP4, put, captions)
    return NewRecording(None, Audience.ENROLLED, UNTIL, file=file)


def there(shelf: Shelf) -> set[str]:
    return {file.name for file in shelf.folder.iterdir()} - {LOCK}


def grow_old(shelf: Shelf) -> None:
    """All files are older than an orphan can be."""
    long_ago = shelf.moment() - ORPHAN_AFTER.total_seconds() - 1
    for name in there(shelf):
        os.utime(shelf.path(name), (long_ago, long_ago))


def place(database: Database) -> tuple[UUID, UUID]:
    with database.read() as session:
        cast = Cast(session)
        return cast.case_session("fall-2026", 1).id, cast.id("fay")


def test_file_has_a_row_a_line_and_captions(session: Session, cast: Cast, tmp_path: Path) -> None:
    shelf, held = Shelf(tmp_path), cast.case_session("fall-2026", 1).id
    draft = drafted(shelf, MP4)
    recording = add(session, held, new(shelf, draft, CAPTIONS.decode()), by=cast.id("fay"), now=NOW)
    assert (recording.link, recording.sha256, recording.size) == (None, draft.sha256, len(MP4))
    assert recording.has_captions
    assert captions_of(session, recording.id) == CAPTIONS.decode()
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "recording.added")).one()
    assert line.object_id == str(held)
    assert line.facts["file"] == draft.sha256
    assert shelf.path(draft.sha256).read_bytes() == MP4


def test_captions_go_when_the_recording_is_removed_or_replaced(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    shelf, held, fay = Shelf(tmp_path), cast.case_session("fall-2026", 1).id, cast.id("fay")
    first = new(shelf, drafted(shelf, MP4), "WEBVTT one")
    add(session, held, first, by=fay, now=NOW)
    other = new(shelf, drafted(shelf, MP4 + b"2"), "WEBVTT two")
    second = add(session, held, other, by=fay, now=NOW)
    assert session.scalars(select(col(RecordingCaptions.text))).all() == ["WEBVTT two"]
    remove(session, held, second.edition, by=fay, now=NOW)
    assert session.scalars(select(col(RecordingCaptions.text))).all() == []


@pytest.mark.parametrize("link", [None, "https://recordings.example.edu/1"])
def test_recording_is_in_one_place(session: Session, cast: Cast, link: str | None) -> None:
    recording = SessionRecording(
        case_session_id=cast.case_session("fall-2026", 1).id,
        edition=1,
        link=link,
        sha256="0" * 64 if link else None,
        size=1 if link else None,
        media=MediaKind.MP4 if link else None,
        has_captions=False,
        audience=Audience.ENROLLED,
        visible_until=UNTIL,
        added_at=NOW,
        by=cast.id("fay"),
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(recording)  # it is flushed at the end of the block


def test_killed_between_file_and_row_leaves_a_file_that_goes_later(
    real_database: Database, tmp_path: Path
) -> None:
    shelf, (held, fay) = Shelf(tmp_path / "files"), place(real_database)
    draft = drafted(shelf, MP4)

    def killed() -> None:
        with real_database.write() as session:
            add(session, held, new(shelf, draft), by=fay, now=NOW)
            raise KilledError

    with pytest.raises(KilledError):
        killed()
    with real_database.read() as session:
        assert recording_of(session, held) is None
    assert there(shelf) == {draft.sha256}, "its file is an orphan"
    work = tidy(shelf.folder)
    work(real_database, NOW)
    assert there(shelf) == {draft.sha256}, "somebody may be about to name it"
    grow_old(shelf)
    work(real_database, NOW)
    assert there(shelf) == set()


def test_file_that_cannot_be_put_up_leaves_no_row(real_database: Database, tmp_path: Path) -> None:
    shelf, (held, fay) = Shelf(tmp_path / "files"), place(real_database)
    draft = drafted(shelf, MP4)
    draft.close()
    with pytest.raises(FileNotFoundError), real_database.write() as session:
        add(session, held, new(shelf, draft), by=fay, now=NOW)
    with real_database.read() as session:
        assert session.scalar(select(func.count()).select_from(SessionRecording)) == 0


def test_two_uploads_at_once_are_both_taken_and_one_stands(
    real_database: Database, tmp_path: Path
) -> None:
    shelf, (held, fay) = Shelf(tmp_path / "files"), place(real_database)

    def upload(content: bytes) -> str:
        draft = drafted(shelf, content)
        with real_database.write() as session:
            add(session, held, new(shelf, draft, "WEBVTT"), by=fay, now=NOW)
        draft.close()
        return draft.sha256

    names = at_once(partial(upload, MP4), partial(upload, MP4 + b"2"))
    with real_database.read() as session:
        standing = recording_of(session, held)
        assert standing is not None
        assert (standing.edition, files_in_use(session)) == (2, {standing.sha256})
        assert session.scalar(select(func.count()).select_from(RecordingCaptions)) == 1
    assert there(shelf) == set(names)
    grow_old(shelf)
    tidy(shelf.folder)(real_database, NOW)
    assert there(shelf) == {standing.sha256}


def test_the_same_file_of_two_sessions_stays_until_both_have_let_go(
    real_database: Database, tmp_path: Path
) -> None:
    shelf, (held, fay) = Shelf(tmp_path / "files"), place(real_database)
    with real_database.read() as session:
        other = Cast(session).case_session("fall-2026", 2).id
    begun = UNTIL - timedelta(days=1)
    for session_id in (held, other):
        with real_database.write() as session:
            add(session, session_id, new(shelf, drafted(shelf, MP4)), by=fay, now=begun)
    work = tidy(shelf.folder)
    for session_id, left in ((held, 1), (other, 0)):
        with real_database.write() as session:
            remove(session, session_id, 1, by=fay, now=begun)
        grow_old(shelf)
        work(real_database, begun)
        assert len(there(shelf)) == left


def test_tidying_where_nothing_was_ever_sent_makes_no_folder(
    real_database: Database, tmp_path: Path
) -> None:
    tidy(tmp_path / "none")(real_database, NOW)
    assert not (tmp_path / "none").exists()
