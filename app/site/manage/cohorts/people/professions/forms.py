"""Whose professions a coordinator verifies."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from app.people.affiliation.rules import SeenProfession
from app.people.enums import Profession
from app.web.forms import Form


def value_of(person_id: UUID, profession: Profession) -> str:
    """As the checkbox sends it: who, and as what the page showed them."""
    return f"{person_id}:{profession.value}"


def _read(value: str) -> SeenProfession:
    """Back from what the checkbox sent; raises `ValueError`."""
    person_id, _, profession = value.partition(":")
    return SeenProfession(UUID(person_id), Profession(profession))


class ProfessionsForm(Form):
    """Who was ticked."""

    verified: list[Annotated[SeenProfession, BeforeValidator(_read)]] = Field(default_factory=list)
