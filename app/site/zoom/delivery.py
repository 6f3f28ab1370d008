"""One request of Zoom's as it arrives, and whether Zoom has signed it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Depends, Request

from app.casework.zoom.rules import is_signed
from app.core.errors import NotFoundError
from app.site.noted import Why, note
from app.site.visits import Now
from app.web.limits import RateLimit, client_address

MOST = 64 * 1024
"""Bytes; what Zoom sends of one person has about one thousand."""
UNSIGNED = RateLimit(30, timedelta(minutes=1), "zoom.unsigned")


@dataclass(frozen=True)
class Delivery:
    """What was sent."""

    sent: Any
    """As JSON; None where it is none."""
    digest: str
    """The same for the same words, however often they are sent."""
    secret: str


async def _delivered(request: Request, now: Now) -> Delivery | None:
    """What Zoom sent; None for what it did not sign.

    Before anything of it is read as JSON, and before the database is asked.
    """
    configured = request.app.state.settings.zoom_webhook_secret
    if configured is None:
        raise NotFoundError
    secret, body = configured.get_secret_value(), await _body(request)
    if body is None or not _is_zooms(request, secret, body, now):
        await anyio.to_thread.run_sync(UNSIGNED.hit, client_address(request), now)
        await note(request, Why.BAD_SIGNATURE)
        return None
    return Delivery(_read(body), sha256(body).hexdigest(), secret)


async def _body(request: Request) -> bytes | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            return None
    return body


def _is_zooms(request: Request, secret: str, body: bytes, now: datetime) -> bool:
    signature = request.headers.get("x-zm-signature", "")
    timestamp = request.headers.get("x-zm-request-timestamp", "")
    return is_signed(secret, signature, timestamp, body, now)


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


Delivered = Annotated[Delivery | None, Depends(_delivered)]
"""What Zoom sent, read before the handler's thread starts."""
