"""When a cohort's sessions are, as a coordinator sends it."""

from typing import Annotated, ClassVar
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from app.cohorts.drafts.calendar.rules import Dates
from app.language import _
from app.site.parts.days import Day, TimeOfDay
from app.site.parts.names import PRINTED
from app.web.forms import Form, InvalidError


class DatesForm(Form):
    """The first session, the hour, the zone, the rhythm, and days that are left out."""

    asked_for: ClassVar = {
        "title": _("Enter a name, such as Spring 2027."),
        "first": _("Enter the day of the first session."),
        "at": _("Enter when sessions begin."),
    }

    title: Annotated[str, Field(min_length=1, max_length=80), PRINTED]
    first: Day
    at: TimeOfDay
    zone: str
    minutes: Annotated[int, Field(ge=5, le=600)]
    weeks_between: Annotated[int, Field(ge=1, le=26)]
    skipped: list[Day] = Field(default_factory=list)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise InvalidError(_("Choose a time zone from the list."))
        return value

    @property
    def dates(self) -> Dates:
        """What was sent, as the rule takes it; days off the rhythm leave nothing out."""
        skipped = frozenset(day for day in self.skipped if day != self.first)
        return Dates(self.first, self.at, self.zone, self.minutes, self.weeks_between, skipped)
