"""What a coordinator sends about one session of the schedule."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.cohorts.changes.rules import WallTime
from app.language import _
from app.site.parts.days import Day, TimeOfDay
from app.site.parts.links import JoinLink
from app.web.forms import Form, GivenReason

Seen = Annotated[int, Field(ge=0, le=1_000_000)]
"""The number that the session had on the page."""


WHY = {"reason": _("Why")}
TIMES = {"day": _("Day"), "at": _("Begins at"), "minutes": _("Minutes")}


class ReasonForm(Form):
    """Why, for an act that needs no more."""

    names: ClassVar = WHY

    seen: Seen
    reason: GivenReason = ""


class LinkForm(ReasonForm):
    """Another link, for one session or for all to come; an empty one takes it away."""

    asked_for: ClassVar = {"which": _("Choose which sessions the link is for.")}
    names: ClassVar = {**WHY, "link": _("Link to join"), "which": _("For which sessions")}

    link: JoinLink = ""
    which: Literal["one", "all"]


class TimeForm(Form):
    """When a session is to be, on the cohort's wall clock."""

    asked_for: ClassVar = {
        "day": _("Enter the day of the session."),
        "at": _("Enter when it begins."),
        "minutes": _("Enter how many minutes it lasts."),
    }
    names: ClassVar = TIMES

    day: Day
    at: TimeOfDay
    minutes: Annotated[int, Field(ge=5, le=600)]

    @property
    def wall_time(self) -> WallTime:
        """What was sent, as the rule takes it."""
        return WallTime(self.day, self.at, self.minutes)
