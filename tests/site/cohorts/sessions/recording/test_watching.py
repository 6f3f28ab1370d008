"""Watching a recording that is a file: who may, and how it is sent."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.recordings.actions import add
from app.casework.recordings.enums import Audience, MediaKind
from app.casework.recordings.facts import NewFile, NewRecording
from app.core.shelf import Shelf
from tests.casework.absences import miss
from tests.casework.recordings.media import MP4
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements

SESSION = "/cohorts/fall-2026/sessions/1"
FILE, CAPTIONS = f"{SESSION}/recording/file", f"{SESSION}/recording/captions"
THEIRS = "/teach/fall-2026/sessions/1/recording/file"


class Recorded:
    """Lets a session have a file."""

    def __init__(self, app: FastAPI, session: Session, cast: Cast, folder: Path) -> None:
        settings = app.state.settings
        app.state.settings = settings.model_copy(update={"data_dir": folder})
        self.shelf = Shelf(app.state.settings.recordings)
        self.session, self.cast = session, cast

    def __call__(
        self,
        audience: Audience = Audience.ENROLLED,
        *,
        until: timedelta = timedelta(days=30),
    ) -> None:
        draft = self.shelf.draft(100_000)
        draft.write(MP4)
        draft.seek(0)
        put = partial(self.shelf.put, draft)
        file = NewFile(draft.sha256, draft.size, MediaKind.MP4, put, "WEBVTT")
        new = NewRecording(None, audience, NOW + until, file=file)
        held, now = self.cast.case_session("fall-2026", 1).id, NOW - timedelta(days=2)
        add(self.session, held, new, by=self.cast.id("fay"), now=now)
        self.session.commit()


@pytest.fixture
def recorded(app: FastAPI, session: Session, cast: Cast, tmp_path: Path) -> Recorded:
    return Recorded(app, session, cast, tmp_path)


def test_file_is_sent_to_look_at_and_kept_by_nobody(sign_in: SignIn, recorded: Recorded) -> None:
    recorded()
    headers = sign_in("ada").get(FILE, headers={"accept-encoding": "gzip, zstd"}).headers
    assert headers["content-type"] == "video/mp4"
    assert headers["content-disposition"] == 'inline; filename="fall-2026-1.mp4"'
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-length"] == str(len(MP4))
    assert "content-encoding" not in headers
    assert "media-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "status", "begins", "ends"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=100-", 206, 100, len(MP4)),
        ("bytes=-50", 206, len(MP4) - 50, len(MP4)),
        (f"bytes=0-{len(MP4) * 2}", 206, 0, len(MP4)),
    ],
)
def test_ranges_are_sent(
    sign_in: SignIn, recorded: Recorded, asked: str, status: int, begins: int, ends: int
) -> None:
    recorded()
    answer = sign_in("ada").get(FILE, headers={"range": asked})
    assert answer.status_code == status
    assert answer.content == MP4[begins:ends]
    assert answer.headers["content-range"] == f"bytes {begins}-{ends - 1}/{len(MP4)}"
    assert answer.headers["cache-control"] == "private, no-store"


def test_range_beyond_its_end_is_told_how_long_it_is(sign_in: SignIn, recorded: Recorded) -> None:
    recorded()
    answer = sign_in("ada").get(FILE, headers={"range": f"bytes={len(MP4)}-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(MP4)}")


def test_range_of_another_file_is_answered_with_the_whole_one(
    sign_in: SignIn, recorded: Recorded
) -> None:
    recorded()
    ada = sign_in("ada")
    other = {"range": "bytes=0-9", "if-range": '"of-another"'}
    assert ada.get(FILE, headers=other).content == MP4
    same = {"range": "bytes=0-9", "if-range": ada.get(FILE).headers["etag"]}
    assert ada.get(FILE, headers=same).status_code == 206


def test_head_tells_the_same_and_reads_nothing(
    sign_in: SignIn, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded()
    ada = sign_in("ada")
    told = dict(ada.get(FILE).headers)

    def opened(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr("app.web.heads.SentFile._open_file", opened)
    answer = ada.head(FILE)
    assert (answer.status_code, dict(answer.headers), answer.content) == (200, told, b"")


@pytest.mark.parametrize("path", [FILE, CAPTIONS])
def test_who_is_not_of_the_cohort_finds_nothing(
    sign_in: SignIn, recorded: Recorded, path: str
) -> None:
    recorded()
    for other in ("ben", "lee", "abe"):
        assert sign_in(other).get(path).status_code == 404
    assert sign_in("ben").get(THEIRS).status_code == 404
    assert sign_in("ada").get(THEIRS).status_code == 403
    assert sign_in("fay").get(THEIRS).content == MP4


@pytest.mark.parametrize("path", [FILE, CAPTIONS])
@pytest.mark.parametrize("audience", [Audience.FACILITATORS, Audience.MISSED])
def test_who_it_is_not_for_is_told(
    sign_in: SignIn,
    recorded: Recorded,
    session: Session,
    cast: Cast,
    path: str,
    audience: Audience,
) -> None:
    miss(session, cast, status=AttendanceStatus.PRESENT)
    recorded(audience)
    ada = sign_in("ada")
    answer = ada.get(path)
    assert answer.status_code == 409
    assert "is for" in answer.page.text
    assert ada.page(SESSION).main.all("video") == []
    assert sign_in("fay").get(THEIRS).status_code == 200


def test_who_missed_the_session_may_watch_what_is_for_them(
    sign_in: SignIn, recorded: Recorded, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    recorded(Audience.MISSED)
    ada = sign_in("ada")
    assert ada.get(FILE).content == MP4
    assert len(ada.page(SESSION).main.all("video")) == 1


@pytest.mark.parametrize("path", [FILE, CAPTIONS])
def test_what_is_over_is_refused_to_learners_and_not_to_who_teaches(
    sign_in: SignIn, recorded: Recorded, path: str
) -> None:
    recorded(until=timedelta(hours=-1))
    answer = sign_in("ada").get(path)
    assert answer.status_code == 409
    assert "a day that has passed" in answer.page.text
    assert sign_in("fay").get(THEIRS).content == MP4


def test_place_that_was_left_ends_it(
    sign_in: SignIn, recorded: Recorded, session: Session, cast: Cast
) -> None:
    recorded()
    ada = sign_in("ada")
    assert ada.get(FILE).status_code == 200
    cast.withdraw("ada")
    session.commit()
    assert ada.get(FILE, headers={"range": "bytes=0-9"}).status_code == 404


def test_each_range_takes_a_few_statements(
    sign_in: SignIn, recorded: Recorded, statements: Statements
) -> None:
    recorded()
    ada = sign_in("ada")
    with statements() as count:
        ada.get(FILE, headers={"range": "bytes=0-9"})
    assert count.total <= 12


def test_what_waits_for_disclosures_is_not_watched(
    sign_in: SignIn, recorded: Recorded, session: Session, cast: Cast
) -> None:
    recorded()
    ada = sign_in("ada")
    assert ada.get(FILE).status_code == 200
    cast.case_session("fall-2026", 1).held_at = NOW - timedelta(days=7)
    session.commit()
    for address in (FILE, CAPTIONS):
        answer = ada.get(address)
        assert answer.status_code == 409
        assert MP4 not in answer.content
