"""Who leads a draft's sessions, as a coordinator sends it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.site.parts.links import JoinLink, TypedLink
from app.web.forms import LINES, Form


class LeadersForm(Form):
    """Facilitators, and for each session in order who leads it and how people join."""

    facilitator: list[UUID] = Field(default_factory=list)
    addresses: Annotated[str, LINES, Field(max_length=2000)] = ""
    """Of further facilitators."""
    lead_all: str = ""
    link_all: JoinLink = ""
    session: list[UUID] = Field(default_factory=list)
    lead: list[str] = Field(default_factory=list)
    co_lead: list[str] = Field(default_factory=list)
    guest: list[str] = Field(default_factory=list)
    """Addresses of guests, several with commas between them."""
    link: list[TypedLink] = Field(default_factory=list)
    add: str = ""
    """Whether to stay on the page, for the people who were added."""
