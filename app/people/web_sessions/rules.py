"""How long a browser stays signed in without a click, and which sessions can be ended; pure.

How long it stays signed in at all is `people.rules.session_length`; why so long, `app/README.md`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

if TYPE_CHECKING:
    from app.people.models import WebSession

IDLE_FOR = timedelta(days=7)
STAFF_IDLE_FOR = timedelta(hours=2)
NOTED_EVERY = timedelta(minutes=10)
"""How fine last use is kept: a session can end this much sooner after its last click."""

ENDED_ALREADY = reason("web_session.ended_already", "That browser is signed out already.")
NONE_OPEN = reason("web_session.none_open", "They are signed in nowhere.")
IDLE = ReasonKind(
    "web_session.idle", "You were signed out because nothing was done here for {time:days}."
)(time=IDLE_FOR.days)
STAFF_IDLE = ReasonKind(
    "web_session.staff_idle",
    "You were signed out because nothing was done here for {time:hours}.",
)(time=STAFF_IDLE_FOR // timedelta(hours=1))


def idle_limit(*, is_staff: bool) -> timedelta:
    """How long nothing may be done: staff see other people's records."""
    return STAFF_IDLE_FOR if is_staff else IDLE_FOR


def has_idled(seen_at: datetime, now: datetime, *, is_staff: bool) -> bool:
    """Whether a session ended because nobody did anything in it."""
    return now - seen_at >= idle_limit(is_staff=is_staff)


def is_due(seen_at: datetime, now: datetime) -> bool:
    """Whether it is noted that a session was used: not at every click."""
    return now - seen_at >= NOTED_EVERY


def still_open(
    sessions: Collection[WebSession], now: datetime, *, is_staff: bool
) -> list[WebSession]:
    """Those of somebody's sessions that did not end by idleness either."""
    return [own for own in sessions if not has_idled(own.seen_at, now, is_staff=is_staff)]


def why_not_end_all(person_id: UUID, *, count: int, by: UUID | None) -> Reason | None:
    """Why an administrator cannot sign somebody out everywhere."""
    return why_not_deal_with([person_id], by=by) or (None if count else NONE_OPEN)
