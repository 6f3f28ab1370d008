"""What is written down of a provider."""

from typing import Annotated, ClassVar
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from app.language import _
from app.people.providers.rules import ProviderFacts
from app.site.parts.names import PRINTED
from app.web.forms import Form, InvalidError


class ProviderForm(Form):
    """Its name, its zone, and its number with its accreditor."""

    asked_for: ClassVar = {"name": _("Enter the provider’s name.")}

    name: Annotated[str, Field(min_length=1, max_length=200), PRINTED]
    zone: str
    accreditor_number: Annotated[str, Field(max_length=60)] = ""

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise InvalidError(_("Choose a time zone from the list."))
        return value

    @property
    def facts(self) -> ProviderFacts:
        """The same as the domain has it."""
        return ProviderFacts(" ".join(self.name.split()), self.zone, self.accreditor_number)
