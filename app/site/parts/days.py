"""Days and times of day as forms send them."""

from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator

from app.language import _
from app.web.forms import InvalidError


def day_of(value: Any) -> date:
    """The day that a field sends; raises `InvalidError` for none."""
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise InvalidError(_("Enter a date, such as 2027-01-14.")) from None


def _time_of_day(value: Any) -> time:
    try:
        return time.fromisoformat(value.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise InvalidError(_("Enter a time of day, such as 12:00.")) from None


Day = Annotated[date, BeforeValidator(day_of)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
