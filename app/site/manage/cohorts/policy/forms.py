"""What a coordinator sends to let another policy follow."""

from typing import ClassVar

from app.language import _
from app.site.parts.policy import PolicyFields
from app.web.forms import GivenReason


class ChangeForm(PolicyFields):
    """Another policy, as it was looked at, and why it follows."""

    names: ClassVar = {**PolicyFields.names, "reason": _("Why")}

    shown: str
    """The fingerprint of what the check page said."""
    reason: GivenReason = ""
