"""Asks Zoom who was in a meeting that is over, or says why that cannot be told.

Server-to-server OAuth: https://developers.zoom.us/docs/internal-apps/s2s-oauth/. Past meetings:
https://developers.zoom.us/docs/api/meetings/ (`/past_meetings/{meeting}/instances`,
`/past_meetings/{uuid}`, `/past_meetings/{uuid}/participants`). `/report/…` by a number would tell
of the last occurrence alone, which somebody makes who clicks the link after the hour.

A list is read to its end or not at all. Nothing that Zoom answers is written to a log.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpx

from app.casework.zoom.answers import read, stretch_of, token_in
from app.casework.zoom.asking import Keys, ZoomError
from app.casework.zoom.enums import Problem
from app.casework.zoom.lists import Occurrence
from app.casework.zoom.rules import LONGEST_MEETING, Window
from app.casework.zoom.told import moment, part, text

TIMEOUT = httpx.Timeout(10.0)
PAGE_SIZE = 300
"""The most that Zoom gives at once."""
MOST_PAGES = 100
SPARE = 60
"""Seconds before its end at which a token is not used any more."""


class Zoom:
    """Asks as one installation."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._http = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=True)
        self._lock = threading.Lock()
        self._token, self._until = "", 0.0

    def close(self) -> None:
        """End its connections."""
        self._http.close()

    def try_out(self) -> None:
        """Raise `ZoomError` if Zoom does not know this installation."""
        self._new_token()

    def occurrences(self, meeting: str, window: Window) -> list[Occurrence]:
        """Each time the meeting was held within a window, with everybody; raises `ZoomError`."""
        told = self._get(f"/past_meetings/{meeting}/instances").get("meetings")
        if not isinstance(told, list):
            raise ZoomError(Problem.NO_ANSWER)
        began = [(part(each), moment(part(each).get("start_time"))) for each in told]
        near = [
            text(each.get("uuid"))
            for each, at in began
            if at is not None and window.opens_at - LONGEST_MEETING < at < window.closes_at
        ]
        held = [self._occurrence(uuid, window) for uuid in dict.fromkeys(near) if uuid]
        found = [each for each in held if each is not None]
        if not found:
            raise ZoomError(Problem.NO_MEETING)
        return found

    def _occurrence(self, uuid: str, window: Window) -> Occurrence | None:
        """One of them with everybody, unless it was outside the window."""
        about = self._get(f"/past_meetings/{in_path(uuid)}")
        begins, ends = moment(about.get("start_time")), moment(about.get("end_time"))
        if begins is None or ends is None:
            raise ZoomError(Problem.NOT_OVER)
        if not window.holds(begins, ends):
            return None
        name, address = text(about.get("user_name")), text(about.get("user_email")).lower()
        host = f"{name} ({address})" if address else name
        stretches = [stretch_of(each) for each in self._participants(uuid)]
        return Occurrence(uuid, begins, ends, stretches, text(about.get("topic")), host)

    def _participants(self, uuid: str) -> list[Mapping[str, Any]]:
        """Everybody on all pages, as many as Zoom says there are."""
        found: list[Mapping[str, Any]] = []
        total = 0
        for page in self._pages(f"/past_meetings/{in_path(uuid)}/participants"):
            people, said = page.get("participants"), page.get("total_records")
            if not isinstance(people, list):
                raise ZoomError(Problem.NOT_WHOLE)
            found += map(part, people)
            total = max(total, said if isinstance(said, int) else 0)
        if len(found) < total:
            raise ZoomError(Problem.NOT_WHOLE)
        return found

    def _pages(self, path: str) -> Iterator[Mapping[str, Any]]:
        """A page that cannot be had makes the list a part of one; raises `ZoomError` then."""
        token, seen = "", {""}
        for _number in range(MOST_PAGES):
            page = self._page(path, token)
            yield page
            token = text(page.get("next_page_token"))
            if not token:
                return
            if token in seen:
                break
            seen.add(token)
        raise ZoomError(Problem.NOT_WHOLE)

    def _page(self, path: str, token: str) -> Mapping[str, Any]:
        try:
            return self._get(path, {"page_size": str(PAGE_SIZE), "next_page_token": token})
        except ZoomError as error:
            is_missing = token and error.problem is Problem.NO_MEETING
            raise ZoomError(Problem.NOT_WHOLE) if is_missing else error from None

    def _get(self, path: str, asked: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """What Zoom answers; with another token once, where it does not take this one."""
        token = self._bearer()
        answer = self._ask(path, asked, token)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            answer = self._ask(path, asked, self._bearer(instead_of=token))
        return read(answer)

    def _ask(self, path: str, asked: Mapping[str, str] | None, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        with _reaching():
            return self._http.get(f"{self._keys.api_url}{path}", params=asked, headers=headers)

    def _bearer(self, *, instead_of: str = "") -> str:
        """A token, which Zoom gives for an hour, for all who ask at once."""
        with self._lock:
            if time.monotonic() >= self._until or self._token == instead_of:
                given = self._new_token()
                lasts = given.get("expires_in")
                self._token = token_in(given.get("access_token"))
                self._until = time.monotonic() + (lasts if isinstance(lasts, int) else 0) - SPARE
            return self._token

    def _new_token(self) -> Mapping[str, Any]:
        asked = {"grant_type": "account_credentials", "account_id": self._keys.account}
        own = httpx.BasicAuth(self._keys.client, self._keys.secret)
        with _reaching():
            answer = self._http.post(self._keys.oauth_url, data=asked, auth=own)
        if answer.status_code in {400, 401, 403}:
            raise ZoomError(Problem.KEYS_REFUSED)
        return read(answer)


@contextmanager
def _reaching() -> Iterator[None]:
    """Whatever happens on the way is that Zoom does not answer."""
    try:
        yield
    except httpx.HTTPError:
        raise ZoomError(Problem.NO_ANSWER) from None


def in_path(uuid: str) -> str:
    """A UUID as a part of an address: encoded twice where it has a slash, as Zoom asks."""
    once = quote(uuid, safe="")
    return quote(once, safe="") if "/" in uuid else once
