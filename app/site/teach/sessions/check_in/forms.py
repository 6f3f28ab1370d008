"""What whoever leads a session sends: whom to check in, which check-in to take back."""

from uuid import UUID

from app.web.forms import Form


class AddForm(Form):
    """Somebody of the cohort."""

    enrollment: UUID


class StrikeForm(Form):
    """A check-in that stands."""

    check_in: UUID
