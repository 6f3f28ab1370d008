"""Days and times of day as forms send them."""

from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator

from app.language import _
from app.web.forms import InvalidError

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Another year was meant otherwise, and at the ends of the calendar no clock can tell a moment."""


def _day(value: Any) -> date:
    """The day that a field sends; raises `InvalidError` for none."""
    try:
        day = date.fromisoformat(str(value).strip())
    except ValueError:
        raise InvalidError(_("Enter a date, such as 2027-01-14.")) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidError(_("Enter a year from 2000 to 2099."))
    return day


def _day_or_none(value: Any) -> date | None:
    return _day(value) if str(value or "").strip() else None


def _time_of_day(value: Any) -> time:
    try:
        return time.fromisoformat(value.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise InvalidError(_("Enter a time of day, such as 12:00.")) from None


Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_day_or_none)]
"""None: the field was left empty."""
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
