"""The deadlines of a cohort, as a coordinator sends them."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.manage.cohorts.schedule.forms import WHY
from app.site.parts.days import Day, MaybeDay
from app.web.forms import Form, GivenReason


class DatesForm(Form):
    """Days whose 5:00 PM is meant; one that stays keeps its hour."""

    asked_for: ClassVar = {"closes": _("Enter the last day on which work can be done.")}

    enrollment_closes: MaybeDay = None
    """None: people get in until the cohort closes."""
    closes: Day
    claims_close: MaybeDay = None
    """None: where there is no credit to claim, or the day stays."""
    seen: Annotated[str, Field(max_length=64)] = ""
    """Fingerprint of the deadlines on the page."""


class DatesReasonForm(DatesForm):
    """The same, and why."""

    names: ClassVar = WHY

    reason: GivenReason = ""
