"""What a coordinator sends to give one person more time to claim, or to take that back."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from app.language import _
from app.site.parts.days import Day
from app.web.forms import Form, GivenReason


class Evaluation(StrEnum):
    """Whether somebody claims without an evaluation."""

    WAIVED = "waived"
    NEEDED = "needed"


class ExtensionForm(Form):
    """Until when somebody can claim, without what, and why."""

    asked_for: ClassVar = {"until": _("Enter the last day.")}

    until: Day
    evaluation: Evaluation | None = None
    waives_completion: bool = False
    reason: GivenReason = ""


class WithdrawalForm(Form):
    """Which one is taken back: what the page showed."""

    extension: UUID
