"""Giving a role."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from app.language import _
from app.people.enums import Scope
from app.policy.table import Role
from app.web.forms import Form, InvalidError

LAST_DAY = date(2200, 1, 1)
"""So far ahead that it was meant otherwise."""
Name = Annotated[str, Field(max_length=80)]


class GiveForm(Form):
    """Which role, over what, to whom, until when."""

    role: Role
    over: Annotated[str, Field(max_length=40)] = Scope.INSTALLATION.value
    """The id of a program, cohort or institution, or the installation."""
    person: Annotated[str, Field(min_length=1, max_length=160)]
    """An address, or words of a name."""
    person_id: UUID | None = None
    """Who of several it is."""
    until: date | None = None
    """Through the end of that day; None: without an end."""
    given_name: Name = ""
    """This and the next two: of somebody who is new."""
    family_name: Name = ""
    institution: UUID | None = None

    @field_validator("person_id", "institution", mode="before")
    @classmethod
    def _nothing(cls, value: object) -> object:
        return value or None

    @field_validator("until", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        try:
            day = date.fromisoformat(str(value)) if value else None
        except ValueError:
            day = LAST_DAY
        if day is not None and day >= LAST_DAY:
            raise InvalidError(_("Enter a day as year, month and day: 2027-06-30."))
        return day

    def ends(self, zone: str) -> datetime | None:
        """The end of the last day, on the clock of this zone."""
        if self.until is None:
            return None
        after = datetime.combine(self.until + timedelta(days=1), time(), ZoneInfo(zone))
        return after.astimezone(UTC)
