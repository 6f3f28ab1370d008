"""What a coordinator sends to move a session."""

from app.site.manage.cohorts.schedule.forms import ReasonForm, TimeForm


class MoveForm(TimeForm, ReasonForm):
    """Where to, and why."""
