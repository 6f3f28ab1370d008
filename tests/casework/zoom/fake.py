"""A Zoom of our own: a real server with the answers that Zoom's were recorded to have, and moods.

Times are those of session 1 of `fall-2026`: November 12, 2026, 12:00 to 1:00 PM in Denver.
"""

import hmac
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import SecretStr

from app.casework.zoom.asking import Keys
from app.settings import Settings

NUMBER = "60245167821"
LINK = f"https://nmu.zoom.us/j/{NUMBER}?pwd=abc"
UUID_1 = "/iOTQZPmhTUq5a232E//9g=="
UUID_2 = "Vg8IdgluR5WDeWIkpJlElQ=="
ACCOUNT, CLIENT, SECRET = "acc-1", "client-1", "the-secret-of-the-app"
HOOK_SECRET = "the-secret-of-the-webhook"

Answer = tuple[int, dict[str, str], dict[str, Any]]


def at(clock: str) -> str:
    """A moment of the day of the session, by the clock in Denver, as Zoom writes it.

    What is written so already stays.
    """
    if clock.endswith("Z"):
        return clock
    hour, minute = map(int, clock.split(":"))
    return f"2026-11-12T{hour + 7:02}:{minute:02}:00Z"


def person(
    name: str, address: str = "", joined: str = "12:00", left: str = "12:55", **more: object
) -> dict[str, Any]:
    """One time that somebody was there, as `/past_meetings/{uuid}/participants` says it."""
    return {
        "id": "",
        "user_id": str(16_778_240 + sum(map(ord, name + joined))),
        "name": name,
        "user_email": address,
        "join_time": at(joined),
        "leave_time": at(left),
        "duration": 3300,
        "registrant_id": "",
        "failover": False,
        "status": "in_meeting",
        "internal_user": False,
    } | more


ADA = person("Ada Alvarez", "ada@example.org")
NAN = person("Nan Nakai", "", "12:05", "12:58")


@dataclass
class Meeting:
    """One time that it was held."""

    uuid: str
    people: Sequence[dict[str, Any]]
    starts: str = "11:55"
    ends: str = "13:00"
    host: tuple[str, str] = ("Fay Fuentes", "fay@example.org")


@dataclass
class Asked:
    """One request that came."""

    method: str
    path: str
    query: dict[str, str]
    authorization: str


@dataclass
class FakeZoom:
    """What it knows, and how it behaves."""

    url: str
    meetings: list[Meeting] = field(default_factory=lambda: [Meeting(UUID_1, [ADA, NAN])])
    page_size: int = 300
    asked: list[Asked] = field(default_factory=list)
    moods: list[Callable[[Asked], Answer | None]] = field(default_factory=list)
    """Each is asked first; the first answer that one gives is sent."""
    tokens: int = 0

    @property
    def keys(self) -> Keys:
        return Keys(ACCOUNT, CLIENT, SECRET, f"{self.url}/v2", f"{self.url}/oauth/token")

    @property
    def settings(self) -> Settings:
        return Settings(
            demo=True,
            zoom_account_id=ACCOUNT,
            zoom_client_id=CLIENT,
            zoom_client_secret=SecretStr(SECRET),
            zoom_webhook_secret=SecretStr(HOOK_SECRET),
            zoom_api_url=self.keys.api_url,
            zoom_oauth_url=self.keys.oauth_url,
        )

    def answer(self, asked: Asked, form: dict[str, str]) -> Answer:
        for mood in self.moods:
            if (moody := mood(asked)) is not None:
                return moody
        if asked.path == "/oauth/token":
            return self._token(asked, form)
        if asked.authorization != f"Bearer token-{self.tokens}":
            return 401, {}, {"code": 124, "message": "Invalid access token."}
        return self._past(asked)

    def _token(self, asked: Asked, form: dict[str, str]) -> Answer:
        is_known = asked.authorization == "Basic Y2xpZW50LTE6dGhlLXNlY3JldC1vZi10aGUtYXBw"
        wanted = {"grant_type": "account_credentials", "account_id": ACCOUNT}
        if not is_known or form != wanted:
            return 400, {}, {"reason": "Invalid client_id or client_secret"}
        self.tokens += 1
        return 200, {}, {"access_token": f"token-{self.tokens}", "expires_in": 3599}

    def _past(self, asked: Asked) -> Answer:
        parts = asked.path.removeprefix("/v2/past_meetings/").split("/")
        if parts == [NUMBER, "instances"]:
            return 200, {}, {"meetings": [self._instance(each) for each in self.meetings]}
        uuid = unquote(unquote(parts[0])) if "%25" in parts[0] else unquote(parts[0])
        held = next((each for each in self.meetings if each.uuid == uuid), None)
        if held is None or ("/" in uuid and "%25" not in parts[0]):
            return 404, {}, {"code": 3001, "message": "Meeting does not exist."}
        if parts[1:] == ["participants"]:
            return 200, {}, self._page(held, asked.query.get("next_page_token", ""))
        return 200, {}, self._about(held)

    def _instance(self, held: Meeting) -> dict[str, Any]:
        return {"uuid": held.uuid, "start_time": at(held.starts)}

    def _about(self, held: Meeting) -> dict[str, Any]:
        name, address = held.host
        return {
            **self._instance(held),
            "id": int(NUMBER),
            "topic": "Mentor Case Session 1",
            "end_time": at(held.ends),
            "user_name": name,
            "user_email": address,
            "participants_count": len(held.people),
        }

    def _page(self, held: Meeting, token: str) -> dict[str, Any]:
        first = int(token.removeprefix("page-") or 0)
        after = first + self.page_size
        return {
            "page_size": self.page_size,
            "total_records": len(held.people),
            "next_page_token": f"page-{after}" if after < len(held.people) else "",
            "participants": list(held.people[first:after]),
        }


@contextmanager
def fake_zoom() -> Iterator[FakeZoom]:
    """One that listens while the block lasts."""
    zoom = FakeZoom("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            named = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(named.query).items()}
            said = self.headers.get("Authorization", "")
            asked = Asked(self.command, named.path, query, said)
            zoom.asked.append(asked)
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, headers, told = zoom.answer(asked, form)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    zoom.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield zoom
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def event(
    kind: str, name: str = "Ada Alvarez", clock: str = "12:00", *, address: str = "", **more: Any
) -> dict[str, Any]:
    """What Zoom sends while people come and go."""
    when = {"participant_joined": "join_time", "participant_left": "leave_time"}
    whom = {"user_id": f"id of {name}", "user_name": name, "id": "", "email": address}
    meeting = {
        "id": NUMBER,
        "uuid": UUID_1,
        "host_id": "x",
        "topic": "Mentor Case Session 1",
        "type": 8,
        "start_time": at("12:00"),
        "timezone": "America/Denver",
        "duration": 60,
    } | more
    if kind == "ended":
        meeting["end_time"] = at(clock)
    else:
        meeting["participant"] = whom | {when[kind]: at(clock)}
    return {
        "event": f"meeting.{kind}",
        "event_ts": 1_794_510_000_000,
        "payload": {"account_id": ACCOUNT, "object": meeting},
    }


def signed(body: bytes, seconds: int, secret: str = HOOK_SECRET) -> dict[str, str]:
    """The headers with which Zoom sends something at a moment."""
    message = f"v0:{seconds}:".encode() + body
    signature = hmac.new(secret.encode(), message, sha256).hexdigest()
    return {
        "x-zm-signature": f"v0={signature}",
        "x-zm-request-timestamp": str(seconds),
        "content-type": "application/json",
    }
