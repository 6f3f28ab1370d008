"""What a program says of its reminders; what it leaves out is as it is delivered."""

import datetime as dt
from collections.abc import Collection
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError

from app.packs.fields import ClockTime, Weekday, YesNo
from app.packs.front_matter import FrontMatter

DAYS = (1, 14)
"""The least and the most days before something at which anybody is reminded of it."""
MINUTES = (10, 240)
Days = Annotated[int, Field(strict=True, ge=DAYS[0], le=DAYS[1])]
MinutesBefore = Annotated[int, Field(strict=True, ge=MINUTES[0], le=MINUTES[1])]


class AtClock(FrontMatter):
    """Goes at an hour of the reader's own clock."""

    send: YesNo = True
    """Whether it goes at all."""
    time: ClockTime = "13:00"
    """Between two patients: after the morning's clinic, hours after what opened at dawn."""

    @property
    def local_time(self) -> dt.time:
        """The wall time, without a zone."""
        return dt.time.fromisoformat(self.time)


class Unsigned(AtClock):
    """So many days before the session of a module that is not signed."""

    days_before: Days = 2


class SessionTomorrow(AtClock):
    """So many days before a session."""

    days_before: Days = 1


class SessionSoon(FrontMatter):
    """So many minutes before a session, with the link to join."""

    send: YesNo = True
    """Whether it goes at all."""
    minutes_before: MinutesBefore = 60


class OnWeekday(AtClock):
    """On the first such day of the week after a session."""

    weekday: Weekday = "monday"


class ClaimClosing(AtClock):
    """So many days before claims close."""

    days_before: Days = 7


class EvaluationWaits(AtClock):
    """So many days before an evaluation closes."""

    days_before: Days = 7


class EvaluationClosing(AtClock):
    """The same, once more."""

    days_before: Days = 2


class Reminders(FrontMatter):
    """When people are reminded of what; a cohort can change each for itself."""

    unit_open: AtClock = AtClock()
    """A module is open and not signed: on the day it opens, or the next one."""
    unsigned: Unsigned = Unsigned()
    session_tomorrow: SessionTomorrow = SessionTomorrow()
    session_soon: SessionSoon = SessionSoon()
    missed: OnWeekday = OnWeekday()
    """A session was missed, with the way to make it up."""
    off_track: OnWeekday = OnWeekday()
    """From a session on somebody completes only by catching up."""
    evaluation_waits: EvaluationWaits = EvaluationWaits()
    """To who has not answered it, as far as that is told (`credit/facts/asked/rules.py`)."""
    evaluation_closing: EvaluationClosing = EvaluationClosing()
    claim_open: AtClock = AtClock()
    """On the first day on which credit can be claimed."""
    claim_closing: ClaimClosing = ClaimClosing()

    @classmethod
    def known(cls, row: Any) -> Self:
        """What a row says, as far as it is known here: another version may have written it.

        What has another name, another form or other bounds there is as if it were left out.
        """
        try:
            return cls.model_validate(row)
        except ValidationError as error:
            unknown = {problem["loc"] for problem in error.errors()}
        return cls.model_validate(_without(row, unknown) if isinstance(row, dict) else {})


_Path = tuple[int | str, ...]


def _without(said: Any, unknown: Collection[_Path], at: _Path = ()) -> Any:
    """What is said at a path of a row, without what is unknown in it."""
    if not isinstance(said, dict):
        return said
    return {
        name: _without(value, unknown, (*at, name))
        for name, value in said.items()
        if (*at, name) not in unknown
    }
