"""Who leads a draft's sessions, as a coordinator sends it."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field

from app.language import _
from app.web.forms import Form, InvalidError


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"https", "http"} or not parts.netloc):
        raise InvalidError(_("Enter a whole address that begins with https://"))
    return value


Link = Annotated[str, Field(max_length=500)]


class LeadersForm(Form):
    """Facilitators, and for each session in order who leads it and how people join."""

    facilitator: list[UUID] = Field(default_factory=list)
    addresses: Annotated[str, Field(max_length=2000)] = ""
    """Of further facilitators."""
    lead_all: str = ""
    link_all: Annotated[Link, AfterValidator(_web_address)] = ""
    session: list[UUID] = Field(default_factory=list)
    lead: list[str] = Field(default_factory=list)
    co_lead: list[str] = Field(default_factory=list)
    guest: list[str] = Field(default_factory=list)
    """Addresses of guests, several with commas between them."""
    link: list[Link] = Field(default_factory=list)
    add: str = ""
    """Whether to stay on the page, for the people who were added."""
