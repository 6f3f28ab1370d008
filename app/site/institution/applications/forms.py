"""How an institution's lead decides."""

from typing import ClassVar, Literal

from app.cohorts.deciding.enums import Decision
from app.language import _
from app.web.forms import Form, GivenReason


class LeadDecidesForm(Form):
    """A seat or no; who is to wait is the coordinator's to say."""

    asked_for: ClassVar = {"decision": _("Choose how you decide.")}

    decision: Literal[Decision.SEAT, Decision.DECLINE]
    reason: GivenReason = ""
