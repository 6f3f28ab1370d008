"""What an answer of Zoom's says: an object, or why there is none."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from app.casework.zoom.asking import ZoomError
from app.casework.zoom.enums import Problem
from app.casework.zoom.lists import Stretch
from app.casework.zoom.told import moment, part, text

LONGEST_WAIT = 3600
PROBLEMS = {401: Problem.KEYS_REFUSED, 403: Problem.NOT_ALLOWED, 404: Problem.NO_MEETING}
NO_SCOPE = 4711
"""How Zoom says, with status 400, that the app was not granted what it asks for."""


def read(answer: httpx.Response) -> Mapping[str, Any]:
    """The object in an answer; raises `ZoomError` for a refusal, and for what is none."""
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise ZoomError(Problem.TOO_OFTEN, seconds_until(answer.headers))
    try:
        body = answer.json()
    except (ValueError, RecursionError):
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


def token_in(value: object) -> str:
    """A token as it was given; raises `ZoomError` where none was."""
    if not isinstance(value, str) or not value.isascii() or not value.isprintable():
        raise ZoomError(Problem.KEYS_REFUSED)
    return value


def stretch_of(told: Mapping[str, Any]) -> Stretch:
    seconds = told.get("duration")
    return Stretch(
        text(told.get("name")),
        text(told.get("user_email")).lower(),
        moment(told.get("join_time")),
        moment(told.get("leave_time")),
        seconds if isinstance(seconds, int) and not isinstance(seconds, bool) else None,
        text(told.get("status")) == "in_waiting_room",
    )
