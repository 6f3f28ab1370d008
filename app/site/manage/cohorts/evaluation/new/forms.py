"""What a coordinator sends to ask a cohort something."""

from typing import ClassVar
from uuid import UUID

from app.language import _
from app.site.parts.days import Day, MaybeDay
from app.surveys.enums import IdentityMode
from app.web.forms import Form


class AskForm(Form):
    """What is asked, from when until when, and what is kept of whose an answer is."""

    asked_for: ClassVar = {
        "instrument": _("Choose what is asked."),
        "mode": _("Choose what is kept of whose an answer is."),
        "closes": _("Enter the day on which it closes."),
    }

    instrument: UUID
    """The version."""
    mode: IdentityMode
    opens: MaybeDay = None
    """None: at once."""
    closes: Day
    asks_then: bool = False
