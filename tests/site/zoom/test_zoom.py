"""What Zoom sends: taken once and only signed, of our meetings alone, without a word to others."""

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.zoom.models import ZoomEvent
from app.core.db import Database, WriteSession
from app.core.models import AuditLine
from app.main import MAX_BODY
from app.settings import Settings
from app.site.zoom.delivery import MOST, UNSIGNED
from tests.casework.zoom.fake import ACCOUNT, HOOK_SECRET, LINK, UUID_1, event, signed
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, Statements

PATH = "/zoom/webhook"
MOMENT = int(NOW.timestamp())


@pytest.fixture
def hook(app: FastAPI, session: Session, cast: Cast) -> Iterator[Browser]:
    """A client that is no browser: it says neither where it comes from nor who it is."""
    app.state.settings = Settings(
        demo=True,
        zoom_account_id=ACCOUNT,
        zoom_client_id="client",
        zoom_client_secret=SecretStr("secret"),
        zoom_webhook_secret=SecretStr(HOOK_SECRET),
    )
    cast.case_session("fall-2026", 1).link = LINK
    session.commit()
    own = Browser(app)
    own.headers.clear()
    yield own
    UNSIGNED._counts.clear()


def send(hook: Browser, sent: Any, *, seconds: int = MOMENT) -> Answer:
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return hook.post(PATH, content=body, headers=signed(body, seconds))


def events(session: Session) -> list[ZoomEvent]:
    session.expire_all()
    return list(session.scalars(select(ZoomEvent).order_by(col(ZoomEvent.at))))


def test_somebody_came_and_went(hook: Browser, session: Session) -> None:
    came = event("participant_joined", clock="12:00", address="Ada@Example.org")
    went = event("participant_left", clock="12:50", address="Ada@Example.org")
    for sent in (came, went, event("ended", clock="12:58")):
        answer = send(hook, sent)
        assert (answer.status_code, answer.text) == (204, "")
    first, second, last = events(session)
    assert (first.told, first.name, first.address) == ("joined", "Ada Alvarez", "ada@example.org")
    assert (first.occurrence, second.participant) == (UUID_1, first.participant)
    assert (last.told, last.name) == ("ended", "")


def test_the_same_again_is_taken_once(hook: Browser, session: Session) -> None:
    for seconds in (MOMENT, MOMENT, MOMENT + 60):
        assert send(hook, event("participant_joined"), seconds=seconds).status_code == 204
    assert len(events(session)) == 1


@pytest.mark.parametrize("seconds", [MOMENT - 301, MOMENT + 301, 0, 10**11])
def test_what_is_sent_again_later_is_refused(hook: Browser, session: Session, seconds: int) -> None:
    assert send(hook, event("participant_joined"), seconds=seconds).status_code == 401
    assert events(session) == []


def test_what_is_not_signed_is_refused_without_a_word(hook: Browser, session: Session) -> None:
    body = json.dumps(event("participant_joined")).encode()
    right = signed(body, MOMENT)
    wrong = [
        {},
        right | {"x-zm-signature": ""},
        right | {"x-zm-signature": "v0=ä"},
        right | {"x-zm-signature": right["x-zm-signature"][:-1]},
        right | {"x-zm-request-timestamp": str(MOMENT + 1)},
        right | {"x-zm-request-timestamp": "now"},
        right | {"x-zm-request-timestamp": "١٧٩٤٥١٠٠٠٠"},
        signed(body + b" ", MOMENT),
        signed(body, MOMENT, "another secret"),
    ]
    for headers in wrong:
        sent = {name: value.encode() for name, value in headers.items()}
        answer = hook.post(PATH, content=body, headers=sent)
        assert (answer.status_code, answer.text) == (401, ""), headers
    assert events(session) == []
    refused = select(AuditLine).where(col(AuditLine.act) == "request.refused")
    (line,) = session.scalars(refused)
    assert (line.actor_id, line.facts["why"]) == (None, "bad-signature")
    assert "Ada" not in json.dumps(line.facts)


def test_who_never_signs_is_not_heard_for_a_minute(hook: Browser) -> None:
    answers = [hook.post(PATH, content=b"{}").status_code for _ in range(UNSIGNED.times + 1)]
    assert answers == [401] * UNSIGNED.times + [429]
    assert send(hook, event("participant_joined")).status_code == 204


def test_of_other_meetings_nothing_is_kept(hook: Browser, session: Session) -> None:
    other = event("participant_joined", id="99999999999")
    late = event("participant_joined", clock="14:01")
    long_before = event("participant_joined")
    long_before["payload"]["object"]["participant"]["join_time"] = "2026-11-11T12:29:00Z"
    account = event("participant_joined")
    account["payload"]["account_id"] = "another"
    kinds = event("participant_joined") | {"event": "meeting.sharing_started"}
    for sent in (other, late, long_before, account, kinds):
        assert send(hook, sent).status_code == 204
    assert events(session) == []


def test_of_other_meetings_no_write_begins(
    hook: Browser, database: Database, statements: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account may have hundreds at once: what is not signed, not ours or no news only looks."""
    writes: list[int] = []
    write = database.write

    def counted() -> AbstractContextManager[WriteSession]:
        writes.append(1)
        return write()

    monkeypatch.setattr(database, "write", counted)
    other = event("participant_joined", id="99999999999")
    with statements() as count:
        for _ in range(20):
            assert send(hook, other).status_code == 204
    assert (len(writes), count.total) == (0, 40)
    with statements() as count:
        body = json.dumps(event("participant_joined")).encode()
        headers = signed(body, MOMENT, "another secret")
        assert hook.post(PATH, content=body, headers=headers).status_code == 401
    assert not any("zoom_event" in said or "case_session" in said for said in count.seen)
    writes.clear()
    for _ in range(3):
        assert send(hook, event("participant_joined")).status_code == 204
    assert len(writes) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 50_000,
        b"null",
        b"[]",
        b'{"event": {}}',
        b'{"event": "meeting.participant_joined"}',
        b'{"event": "meeting.participant_joined", "payload": {"object": []}}',
    ],
)
def test_what_is_no_event_is_taken_and_dropped(
    hook: Browser, session: Session, sent: bytes
) -> None:
    assert send(hook, sent).status_code == 204
    assert events(session) == []


@pytest.mark.parametrize("when", ["", "yesterday", "2026-11-12T19:00:00", 7, None])
def test_an_event_without_a_moment_is_dropped(
    hook: Browser, session: Session, when: object
) -> None:
    sent = event("participant_joined")
    sent["payload"]["object"]["participant"]["join_time"] = when
    assert send(hook, sent).status_code == 204
    assert events(session) == []


def test_too_much_is_not_read(hook: Browser, session: Session) -> None:
    assert send(hook, b" " * (MOST + 1)).status_code == 401
    assert send(hook, b" " * (MAX_BODY + 1)).status_code == 413


def test_an_address_is_proven(hook: Browser, statements: Statements) -> None:
    sent = {
        "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"},
        "event_ts": 1_654_503_849_680,
        "event": "endpoint.url_validation",
    }
    with statements() as count:
        answer = send(hook, sent)
    assert answer.status_code == 200
    assert answer.json() == {
        "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
        "encryptedToken": "2a0cb9554847beeb331dc79bd0d09c2d95bcee1467c3964452c2d83098b22111",
    }
    assert count.total == 0


def test_a_page_of_another_site_cannot_use_it(hook: Browser, session: Session) -> None:
    """It is let through as Zoom is, and has no signature."""
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert hook.post(PATH, content=b"{}", headers=foreign).status_code == 401


def test_without_a_secret_there_is_no_such_address(app: FastAPI) -> None:
    body = json.dumps(event("participant_joined")).encode()
    answer = Browser(app).post(PATH, content=body, headers=signed(body, MOMENT))
    assert answer.status_code == 404
    assert Browser(app).get(PATH).status_code == 404


def test_a_whole_cohort_that_comes_at_once_is_taken_at_once(
    hook: Browser, session: Session, statements: Statements
) -> None:
    before = time.process_time()
    with statements() as count:
        for number in range(100):
            send(hook, event("participant_joined", f"Person {number}"))
    took = time.process_time() - before  # others of a busy machine do not count
    assert count.total == 300
    assert session.scalar(select(func.count()).select_from(ZoomEvent)) == 100
    assert took / 100 < 0.05
