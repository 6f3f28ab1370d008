"""What a coordinator sends to archive a cohort, or to take that back."""

from typing import ClassVar

from app.language import _
from app.web.forms import Form, GivenReason


class ArchiveForm(Form):
    """Why."""

    names: ClassVar = {"reason": _("Why")}

    reason: GivenReason = ""
