"""What a coordinator sends to add a session."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.manage.cohorts.schedule.forms import TIMES, WHY, ReasonForm, TimeForm


class AddForm(TimeForm):
    """What it is about, and when."""

    asked_for: ClassVar = {
        **TimeForm.asked_for,
        "title": _("Enter what the session is about."),
    }
    names: ClassVar = {**TIMES, "title": _("What it is about")}

    title: Annotated[str, Field(min_length=1, max_length=120)]


class AddReasonForm(AddForm, ReasonForm):
    """The same, and why. `seen` is the last position."""

    names: ClassVar = {**AddForm.names, **WHY}
