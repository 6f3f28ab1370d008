"""What a coordinator sends to move a session."""

from typing import ClassVar

from app.site.manage.cohorts.schedule.forms import TIMES, WHY, ReasonForm, TimeForm


class MoveForm(TimeForm, ReasonForm):
    """Where to, and why."""

    names: ClassVar = {**TIMES, **WHY}
