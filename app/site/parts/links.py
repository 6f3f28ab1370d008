"""Links to join a session, as forms send them."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from app.language import _
from app.web.forms import InvalidError

NOT_AN_ADDRESS = _("Enter a whole address that begins with https://")


def is_web_address(value: str) -> bool:
    """Whether a browser can follow it."""
    parts = urlsplit(value)
    return parts.scheme in {"https", "http"} and bool(parts.netloc)


def _web_address(value: str) -> str:
    if value and not is_web_address(value):
        raise InvalidError(NOT_AN_ADDRESS)
    return value


TypedLink = Annotated[str, Field(max_length=500)]
JoinLink = Annotated[TypedLink, AfterValidator(_web_address)]
"""A whole address, or nothing."""
