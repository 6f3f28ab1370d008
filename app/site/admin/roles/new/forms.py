"""Giving a role."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from app.language import _
from app.people.enums import Scope
from app.policy.table import Role
from app.site.parts.days import MaybeDay
from app.site.parts.names import PRINTED
from app.web.forms import Form

Name = Annotated[str, Field(max_length=80), PRINTED]


class GiveForm(Form):
    """Which role, over what, to whom, until when."""

    asked_for: ClassVar = {"person": _("Enter the address or the name of the person.")}

    role: Role
    over: Annotated[str, Field(max_length=40)] = Scope.INSTALLATION.value
    """The id of a program, cohort or institution, or the installation."""
    person: Annotated[str, Field(min_length=1, max_length=160)]
    """An address, or words of a name."""
    person_id: UUID | None = None
    """Who of several it is."""
    until: MaybeDay = None
    """Through the end of that day; None: without an end."""
    given_name: Name = ""
    """This and the next two: of somebody who is new."""
    family_name: Name = ""
    institution: UUID | None = None

    @field_validator("person_id", "institution", mode="before")
    @classmethod
    def _nothing(cls, value: object) -> object:
        return value or None

    def ends(self, zone: str) -> datetime | None:
        """The end of the last day, on the clock of this zone."""
        if self.until is None:
            return None
        after = datetime.combine(self.until + timedelta(days=1), time(), ZoneInfo(zone))
        return after.astimezone(UTC)
