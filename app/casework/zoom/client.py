"""Asks Zoom who was in a meeting that is over, or says why that cannot be told.

Server-to-server OAuth: https://developers.zoom.us/docs/internal-apps/s2s-oauth/. Past meetings:
https://developers.zoom.us/docs/api/meetings/ (`/past_meetings/{meeting}/instances`,
`/past_meetings/{uuid}`, `/past_meetings/{uuid}/participants`). `/report/…` by a number would tell
of the last occurrence alone, which somebody makes who clicks the link after the hour.

A list is read to its end or not at all. Nothing that Zoom answers is written to a log.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import httpx

from app.casework.zoom.asking import Keys, ZoomError
from app.casework.zoom.enums import Problem
from app.casework.zoom.lists import Occurrence, Stretch
from app.casework.zoom.rules import LONGEST_MEETING, Window
from app.casework.zoom.told import moment, part, text

TIMEOUT = httpx.Timeout(10.0)
PAGE_SIZE = 300
"""The most that Zoom gives at once."""
MOST_PAGES = 100
LONGEST_WAIT = 3600
SPARE = 60
"""Seconds before its end at which a token is not used any more."""


class Zoom:
    """Asks as one installation."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._http = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=True)
        self._token, self._until = "", 0.0

    def close(self) -> None:
        """End its connections."""
        self._http.close()

    def try_out(self) -> None:
        """Raise `ZoomError` if Zoom does not know this installation."""
        self._until = 0.0
        self._bearer()

    def occurrences(self, meeting: str, window: Window) -> list[Occurrence]:
        """Each time the meeting was held within a window, with everybody; raises `ZoomError`."""
        told = self._get(f"/past_meetings/{meeting}/instances").get("meetings")
        began = [(part(each), moment(part(each).get("start_time"))) for each in told or ()]
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
        stretches = [_stretch(each) for each in self._participants(uuid)]
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
        answer = self._ask(path, asked)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._until = 0.0
            answer = self._ask(path, asked)
        return _read(answer)

    def _ask(self, path: str, asked: Mapping[str, str] | None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._bearer()}"}
        with _reaching():
            return self._http.get(f"{self._keys.api_url}{path}", params=asked, headers=headers)

    def _bearer(self) -> str:
        """A token, which Zoom gives for an hour."""
        if time.monotonic() >= self._until:
            asked = {"grant_type": "account_credentials", "account_id": self._keys.account}
            own = httpx.BasicAuth(self._keys.client, self._keys.secret)
            with _reaching():
                answer = self._http.post(self._keys.oauth_url, data=asked, auth=own)
                if answer.status_code in {400, 401, 403}:
                    raise ZoomError(Problem.KEYS_REFUSED)
                given = _read(answer)
            lasts = given.get("expires_in")
            self._token = text_of_token(given.get("access_token"))
            self._until = time.monotonic() + (lasts if isinstance(lasts, int) else 0) - SPARE
        return self._token


@contextmanager
def _reaching() -> Iterator[None]:
    """Whatever happens on the way is that Zoom does not answer."""
    try:
        yield
    except httpx.HTTPError:
        raise ZoomError(Problem.NO_ANSWER) from None


PROBLEMS = {401: Problem.KEYS_REFUSED, 403: Problem.NOT_ALLOWED, 404: Problem.NO_MEETING}
NO_SCOPE = 4711
"""How Zoom says, with status 400, that the app was not granted what it asks for."""


def _read(answer: httpx.Response) -> Mapping[str, Any]:
    """The object in an answer; raises `ZoomError` for a refusal, and for what is none."""
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise ZoomError(Problem.TOO_OFTEN, seconds_until(answer.headers))
    try:
        body = answer.json()
    except ValueError:
        body = None
    if answer.status_code == httpx.codes.OK and isinstance(body, dict):
        return body
    if answer.status_code == httpx.codes.BAD_REQUEST:
        lacks = part(body).get("code") == NO_SCOPE
        raise ZoomError(Problem.NOT_ALLOWED if lacks else Problem.NO_MEETING)
    raise ZoomError(PROBLEMS.get(answer.status_code, Problem.NO_ANSWER))


def seconds_until(headers: Mapping[str, str]) -> int | None:
    """What `Retry-After` says: seconds, or a moment by Zoom's own clock; None where it is neither.

    Of a limit for one day Zoom says the moment: https://developers.zoom.us/docs/api/rate-limits/
    """
    said = headers.get("Retry-After", "")
    if said.isdecimal():
        return min(max(int(said[:9]), 1), LONGEST_WAIT)
    at, now = _moment(said), _moment(headers.get("Date", ""))
    if at is None or now is None:
        return None
    return min(max(int((at - now).total_seconds()) + 1, 1), LONGEST_WAIT)


def _moment(said: str) -> datetime | None:
    try:
        return moment(said) or parsedate_to_datetime(said).astimezone(UTC)
    except ValueError:
        return None


def in_path(uuid: str) -> str:
    """A UUID as a part of an address: encoded twice where it has a slash, as Zoom asks."""
    once = quote(uuid, safe="")
    return quote(once, safe="") if "/" in uuid else once


def text_of_token(value: object) -> str:
    """A token as it was given; raises `ZoomError` where none was."""
    if not isinstance(value, str) or not value.isascii() or not value.isprintable():
        raise ZoomError(Problem.KEYS_REFUSED)
    return value


def _stretch(told: Mapping[str, Any]) -> Stretch:
    seconds = told.get("duration")
    return Stretch(
        text(told.get("name")),
        text(told.get("user_email")).lower(),
        moment(told.get("join_time")),
        moment(told.get("leave_time")),
        seconds if isinstance(seconds, int) and not isinstance(seconds, bool) else None,
        text(told.get("status")) == "in_waiting_room",
    )
