"""What a coordinator sends to set a rule."""

from datetime import time
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.language import _
from app.messages.reminders.timing.rules import Setting
from app.site.parts.days import TimeOfDay
from app.web.forms import Form


class RuleForm(Form):
    """Whether a rule is on, and its moment as far as it has one to choose."""

    asked_for: ClassVar = {
        "is_on": _("Choose whether the reminder goes."),
        "number": _("Enter how long before."),
        "clock": _("Enter the time of day at which it goes."),
    }

    is_on: Literal["yes", "no"]
    number: Annotated[int, Field(ge=0, le=1000)] = 0
    clock: TimeOfDay = Setting.clock

    @property
    def setting(self) -> Setting:
        """As the rule takes it."""
        clock: time = self.clock
        return Setting(self.is_on == "yes", self.number, clock)
