"""What people write about themselves."""

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from app.language import _
from app.web.forms import Form, InvalidError

Name = Annotated[str, Field(min_length=1, max_length=80)]


class ProfileForm(Form):
    """One's own name as it will stand on the next certificate, and one's zone."""

    given_name: Name
    family_name: Name
    certificate_name: Annotated[str, Field(min_length=1, max_length=120)]
    degrees: Annotated[str, Field(max_length=60)] = ""
    department: Annotated[str, Field(max_length=120)] = ""
    zone: str

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise InvalidError(_("Choose a time zone from the list."))
        return value
