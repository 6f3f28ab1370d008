"""What is sent to set the policy, and to hold the records of a cohort."""

from typing import ClassVar

from app.cohorts.rules import WHY
from app.language import _
from app.web.forms import Form, GivenReason


class PolicyForm(Form):
    """For how many years, and why; the rule says how few are too few."""

    asked_for: ClassVar = {"years": _("Enter a number of years.")}

    years: int
    reason: GivenReason = ""


class HoldForm(Form):
    """Why records are held, or no longer."""

    asked_for: ClassVar = {"reason": WHY}

    reason: GivenReason
