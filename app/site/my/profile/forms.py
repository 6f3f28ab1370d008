"""What people write about themselves."""

from typing import Annotated, ClassVar
from zoneinfo import available_timezones

from pydantic import Field, ValidationInfo, field_validator

from app.language import _
from app.language.languages import named
from app.site.parts.names import PRINTED, SEEN
from app.web.forms import Form, InvalidError

Name = Annotated[str, Field(min_length=1, max_length=80), SEEN]


class ProfileForm(Form):
    """One's own name as it will stand on the next certificate, one's zone and language."""

    asked_for: ClassVar = {
        "given_name": _("Enter your given name."),
        "family_name": _("Enter your family name."),
        "certificate_name": _("Enter your name as it should stand on certificates."),
    }

    given_name: Name
    family_name: Name
    certificate_name: Annotated[str, Field(min_length=1, max_length=120), PRINTED]
    degrees: Annotated[str, Field(max_length=60), PRINTED] = ""
    department: Annotated[str, Field(max_length=120)] = ""
    zone: str
    language: str | None = None
    """None: what the browser asks for."""

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise InvalidError(_("Choose a time zone from the list."))
        return value

    @field_validator("language")
    @classmethod
    def _offered_language(cls, value: str | None, info: ValidationInfo) -> str | None:
        """One of those that the form was parsed with; of a form that names none, no choice."""
        if not value:
            return None
        if info.context is None or named(value, info.context["languages"]) is None:
            raise InvalidError(_("Choose a language from the list."))
        return value
