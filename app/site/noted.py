"""Refusals that matter leave a line in the history: what was tried, by whom, from which network.

What was sent, tokens and whole addresses are in none of them. Whoever tries without end leaves one
line a minute, so that nobody fills the history.
"""

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.requests import Request
from starlette.types import Scope

from app.core import audit
from app.core.errors import BusyError, ForbiddenError
from app.core.ids import token_hash
from app.people.actors import find_actor
from app.site.visits import Visit
from app.web.limits import RateLimit, TooManyError, client_address

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger("waypost.refusals")

EACH = RateLimit(1, timedelta(minutes=1), "noted.each")
ALL = RateLimit(60, timedelta(minutes=1), "noted.all")
KNOWN_BITS = 24
"""Of an IPv4 address: enough to tell one campus from another."""


class Why(StrEnum):
    """Which rule a request met."""

    FOREIGN = "foreign-origin"
    """It came from a page of another site."""
    NOT_PERMITTED = "not-permitted"
    TOO_OFTEN = "too-often"
    BAD_LINK = "bad-link"
    """It opened a link that is used, too old, changed, or another browser's."""
    BAD_CODE = "bad-code"
    BAD_SIGNATURE = "bad-signature"
    """Nobody who is known signed what was sent."""


def why_noted(request: Request, error: Exception) -> Why | None:
    """Whether a refusal matters: who only looked where they may not look did no harm."""
    if isinstance(error, TooManyError):
        return Why.TOO_OFTEN
    is_change = isinstance(error, ForbiddenError) and request.method == "POST"
    return Why.NOT_PERMITTED if is_change else None


async def note(request: Request, why: Why) -> None:
    """Write the line in a transaction of its own: that of the request was rolled back.

    Where the database does not take it, the log has it, and the refusal is answered nevertheless.
    """
    try:
        await anyio.to_thread.run_sync(_note, request, why)
    except BusyError:
        log.warning("Not written to the history: %s at %s.", why, _place(request))


async def note_foreign(scope: Scope) -> None:
    """The same for what no handler was asked."""
    await note(Request(scope), Why.FOREIGN)


def note_here(visit: Visit, why: Why) -> None:
    """Write the line with what a handler does, who answers a refusal itself."""
    if _is_due(visit.request, why, visit.now):
        _write(visit.db, visit.request, why, visit.now)


def _note(request: Request, why: Why) -> None:
    now = request.app.state.clock()
    if _is_due(request, why, now):
        with request.app.state.database.write() as session:
            _write(session, request, why, now)


def _is_due(request: Request, why: Why, now: datetime) -> bool:
    try:
        EACH.hit(f"{why} {client_address(request)}", now)
        ALL.hit("", now)
    except TooManyError:
        return False
    return True


def _write(session: "Session", request: Request, why: Why, now: datetime) -> None:
    token = request.cookies.get(request.app.state.cookie_name)
    actor = find_actor(session, token_hash(token), now) if token else None
    by = actor.person_id if actor else None
    facts = {"why": why.value, "from": _network(client_address(request))}
    place = _place(request)
    audit.record(session, "request.refused", "address", place, by=by, now=now, facts=facts)


def _place(request: Request) -> str:
    """The address as its route has it: what is filled in may be a token."""
    route = request.scope.get("route")
    path: str = getattr(route, "path", "") or "/" + request.url.path.split("/")[1]
    return f"{request.method} {path}"


def _network(address: str) -> str:
    try:
        own = ip_address(address)
    except ValueError:  # a network of IPv6, or nothing that is known
        return address
    return str(ip_network((own, KNOWN_BITS), strict=False))
