"""What a coordinator sends who issues certificates of teaching."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from app.certificates.teaching.rules import Chosen
from app.web.forms import Form


def value_of(chosen: Chosen) -> str:
    """As the checkbox sends it."""
    return f"{chosen.person_id}:{chosen.seen}"


def _read(value: str) -> Chosen:
    """Back from what the checkbox sent; raises `ValueError`."""
    person_id, _, seen = value.partition(":")
    return Chosen(UUID(person_id), seen)


class TeachingForm(Form):
    """To whom certificates of teaching are issued, as they stood on the page."""

    chosen: list[Annotated[Chosen, BeforeValidator(_read)]] = Field(default_factory=list)
