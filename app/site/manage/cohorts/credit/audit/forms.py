"""What an audit folder is for."""

from typing import ClassVar

from app.language import _
from app.web.forms import Form, GivenReason


class AuditFolderForm(Form):
    """A reason; it stays in the history, and stands on the cover."""

    names: ClassVar = {"reason": _("What it is for")}

    reason: GivenReason = ""
