"""What is sent to put something off, or to bring it back."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from app.language import _
from app.people.snoozes.rules import THINGS
from app.web.forms import Form

Subject = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Back = Literal["/manage", "/teach", "/institution"]
"""The lists of what waits."""


class BringBackForm(Form):
    """One thing that was put off."""

    subject: Subject
    back: Back


class SnoozeForm(BringBackForm):
    """One thing, and the day on which it is seen again."""

    asked_for: ClassVar = {"until": _("Choose a day.")}
    things: Annotated[str, StringConstraints(pattern=f"^{THINGS}$")]
    """What was in it when it was seen: what comes after that brings it back."""
    until: date
