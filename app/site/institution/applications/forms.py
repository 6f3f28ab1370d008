"""How an institution's lead decides."""

from typing import Annotated, ClassVar, Literal

from app.cohorts.deciding.enums import Decision
from app.language import _
from app.web.forms import LINES, Form, GivenReason


class LeadDecidesForm(Form):
    """A seat or no; who is to wait is the coordinator's to say."""

    asked_for: ClassVar = {"decision": _("Choose how you decide.")}

    decision: Literal[Decision.SEAT, Decision.DECLINE]
    reason: Annotated[GivenReason, LINES] = ""
