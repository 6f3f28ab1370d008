"""Sending a recording as a file."""

import asyncio
import errno
from collections.abc import Mapping
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import ClientDisconnect
from starlette.types import Message

from app.casework.recordings.models import SessionRecording
from app.core import shelf as shelves
from app.site.teach.sessions.recording import sent
from tests.casework.recordings.media import CAPTIONS, MP4, mp3, mpeg4
from tests.cast import Cast
from tests.client import Answer, Browser, SignIn

RECORDING = "/teach/fall-2026/sessions/1/recording"
SESSION = "/cohorts/fall-2026/sessions/1"
SENT = {"audience": "enrolled", "until": "2026-12-31"}
LARGE = mpeg4(b"isom", 3 * 1024 * 1024 // 2)
"""More than the tests' limit, and less than twice as much."""


@pytest.fixture(autouse=True)
def folder(app: FastAPI, tmp_path: Path) -> Path:
    """Where files go, at most 1 MB each."""
    settings = app.state.settings
    app.state.settings = settings.model_copy(update={"data_dir": tmp_path, "recording_max_mb": 1})
    return tmp_path / "recordings"


def there(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*") if file.name != shelves.LOCK)


def send(
    who: Browser,
    file: bytes | None = MP4,
    captions: bytes | None = None,
    *,
    name: str = "session.mp4",
    to: str = RECORDING,
    **fields: str,
) -> Answer:
    files: dict[str, Any] = {"file": (name, file)} if file is not None else {"file": ("", b"")}
    files |= {"captions": ("c.vtt", captions)} if captions is not None else {}
    return who.post(
        to, data=SENT | fields, files=files, headers={"referer": f"http://localhost:8000{to}"}
    )


def scope_of(request: Any) -> dict[str, Any]:
    """What a server makes of a request, whose body a test hands over by itself."""
    headers = [(name.lower(), value) for name, value in request.headers.raw]
    return {
        "type": "http",
        "method": "POST",
        "path": RECORDING,
        "query_string": b"",
        "headers": headers,
        "client": ("testclient", 1),
        "server": ("localhost", 8000),
        "scheme": "http",
        "root_path": "",
        "http_version": "1.1",
        "state": {},
    }


def test_file_is_played_on_its_page_with_its_captions(sign_in: SignIn, folder: Path) -> None:
    fay, ada = sign_in("fay"), sign_in("ada")
    assert send(fay, MP4, CAPTIONS).status_code == 303
    assert len(there(folder)) == 1
    for reader, path in ((ada, SESSION), (fay, RECORDING)):
        page = reader.page(path).main
        video, track = page.one("video"), page.one("video track")
        assert (video.has("controls"), video.attribute("preload")) == (True, "metadata")
        assert (track.attribute("kind"), track.attribute("srclang")) == ("captions", "en")
        assert reader.get(video.attribute("src")).content == MP4
        said = reader.get(track.attribute("src"))
        assert said.headers["content-type"] == "text/vtt; charset=utf-8"
        assert said.content == CAPTIONS
    assert "It has captions." in ada.page(SESSION).main.text


def test_sound_is_played_as_such_and_nothing_is_said_to_have_captions(sign_in: SignIn) -> None:
    fay, ada = sign_in("fay"), sign_in("ada")
    send(fay, mp3(), has_captions="yes")
    page = ada.page(SESSION).main
    assert page.one("audio").attribute("src") == f"{SESSION}/recording/file"
    assert page.all("track") == []
    assert ada.get(f"{SESSION}/recording/file").headers["content-type"] == "audio/mpeg"
    assert "It has no captions." in page.text
    assert ada.get(f"{SESSION}/recording/captions").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/x",
        "a\x00b.mp4",
        "<script>alert(1)</script>.mp4",
        "x" * 250,
        "…\u202e.mp4",
    ],
)
def test_name_of_a_file_is_used_for_nothing(sign_in: SignIn, folder: Path, name: str) -> None:
    fay = sign_in("fay")
    assert send(fay, MP4, name=name.replace("\x00", "%00")).status_code == 303
    (kept,) = there(folder)
    assert len(kept) == 64
    answer = fay.get(f"{RECORDING}/file")
    assert answer.headers["content-disposition"] == 'inline; filename="fall-2026-1.mp4"'
    assert "alert(1)" not in fay.get(RECORDING).text


@pytest.mark.parametrize(
    ("file", "captions", "fields", "wrong"),
    [
        (b"<!doctype html>", None, {}, {"file"}),
        (mpeg4(b"qt  "), None, {}, {"file"}),
        (LARGE, None, {}, {"file"}),
        (MP4, b"1\n00:00:01,000 --> 00:00:02,000\n", {}, {"captions", "file"}),
        (MP4, CAPTIONS + b"x" * 1024 * 1024, {}, {"captions", "file"}),
        (MP4, None, {"link": "https://recordings.example.edu/1"}, {"file"}),
        (MP4, None, {"audience": ""}, {"audience", "file"}),
        (None, CAPTIONS, {"link": "https://recordings.example.edu/1"}, {"captions"}),
        (None, None, {}, {"link"}),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    sign_in: SignIn,
    folder: Path,
    file: bytes | None,
    captions: bytes | None,
    fields: Mapping[str, str],
    wrong: set[str],
) -> None:
    answer = send(sign_in("fay"), file, captions, **fields)
    assert answer.status_code == 422
    assert set(answer.page.field_errors) == wrong
    assert 'value="2026-12-31"' in answer.text
    assert there(folder) == []


def test_session_that_has_not_begun_keeps_no_file(sign_in: SignIn, folder: Path) -> None:
    answer = send(sign_in("fay"), to=RECORDING.replace("/1/", "/3/"))
    assert answer.status_code == 409
    assert there(folder) == []


def test_day_that_is_past_is_refused_and_the_file_has_to_be_chosen_again(
    sign_in: SignIn, folder: Path
) -> None:
    answer = send(sign_in("fay"), until="2026-11-01")
    assert answer.status_code == 409
    assert set(answer.page.field_errors) == {"until", "file"}
    assert there(folder) == []


def test_much_more_than_is_taken_says_how_much_is_on_the_page_where_it_was_chosen(
    sign_in: SignIn, folder: Path
) -> None:
    answer = send(sign_in("fay"), mpeg4(b"isom", 4 * 1024 * 1024))
    assert answer.status_code == 413
    assert answer.page.form(action=RECORDING).action == RECORDING
    assert "This file has more than 1 MB." in answer.page.text
    assert "3 MB" not in answer.page.text
    told = [link.href for link in answer.page.links if "more than 1 MB" in link.text]
    assert told == ["#file"]
    assert there(folder) == []


def test_other_forms_take_no_more_than_before(sign_in: SignIn) -> None:
    answer = sign_in("fay").post(
        f"{RECORDING}/removal", files={"edition": ("x", bytes(5 * 1024 * 1024))}
    )
    assert answer.status_code == 413
    assert "more than 4 MB" in answer.page.text


@pytest.mark.parametrize(("persona", "status"), [("ada", 403), ("ben", 404), (None, 401)])
def test_who_may_not_send_one_leaves_nothing_on_the_disk(
    sign_in: SignIn,
    browser: Browser,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    persona: str | None,
    status: int,
) -> None:
    def written(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(shelves.Draft, "_write", written)
    who = sign_in(persona) if persona else browser
    assert send(who).status_code == status
    assert there(folder) == []


@pytest.mark.parametrize("persona", ["ada", "ben", None])
def test_whether_somebody_may_send_one_is_asked_before_anything_of_it_is_read(
    app: FastAPI,
    sign_in: SignIn,
    browser: Browser,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    persona: str | None,
) -> None:
    happened: list[object] = []
    ask = sent._may_send

    @wraps(ask)
    def asked(*given: Any) -> bool:
        happened.append(ask(*given))
        return bool(happened[-1])

    monkeypatch.setattr(sent, "_may_send", asked)
    who = sign_in(persona) if persona else browser
    whole = who.build_request("POST", RECORDING, data=SENT, files={"file": ("a.mp4", MP4)})
    body = whole.read()

    async def receive() -> Message:
        happened.append("read")
        return {"type": "http.request", "body": body, "more_body": False}

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            happened.append(message["status"])

    asyncio.run(app(scope_of(whole), receive, answer))
    assert happened[:2] == [False, "read"]
    assert happened[-1] in {401, 403, 404}
    assert there(folder) == []


def test_full_disk_is_a_sentence_and_nothing_is_lost(
    sign_in: SignIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fay = sign_in("fay")
    assert send(fay).status_code == 303

    def full(_draft: object, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shelves.Draft, "_write", full)
    answer = send(fay, mp3())
    assert "no room" in answer.page.field_errors["file"]
    monkeypatch.undo()
    assert len(there(folder)) == 1
    assert fay.get(f"{RECORDING}/file").content == MP4, "the one before is shown on"


def test_upload_that_is_cut_off_leaves_nothing(
    app: FastAPI, sign_in: SignIn, session: Session, folder: Path
) -> None:
    fay = sign_in("fay")
    whole = fay.build_request("POST", RECORDING, data=SENT, files={"file": ("a.mp4", MP4)})
    parts = [whole.read()[:2000], None]

    async def receive() -> Message:
        part = parts.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        seen.append(there(folder))
        return {"type": "http.request", "body": part, "more_body": True}

    async def answer(_message: Message) -> None:
        """Nobody is there."""

    seen: list[list[str]] = []
    with suppress(ClientDisconnect):
        asyncio.run(app(scope_of(whole), receive, answer))
    assert parts == []
    assert there(folder) == []
    assert session.scalars(select(SessionRecording)).all() == []


def test_file_that_was_lost_is_said_to_who_can_send_it_again(sign_in: SignIn, folder: Path) -> None:
    fay, ada = sign_in("fay"), sign_in("ada")
    send(fay)
    for name in there(folder):
        (folder / name).unlink()
    assert "has to be sent again" in fay.page(RECORDING).main.text
    assert ada.get(f"{SESSION}/recording/file").status_code == 409


def test_removed_file_is_shown_to_nobody(sign_in: SignIn, cast: Cast) -> None:
    fay, ada = sign_in("fay"), sign_in("ada")
    send(fay, MP4, CAPTIONS)
    form = fay.page(RECORDING).form("Remove this recording")
    assert fay.post(form.action, data=form.fields).status_code == 303
    for address in (f"{SESSION}/recording/file", f"{SESSION}/recording/captions"):
        assert ada.get(address).status_code == 409
