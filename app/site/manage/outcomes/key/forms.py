"""Why somebody looks at who is who."""

from typing import ClassVar

from app.language import _
from app.web.forms import Form, GivenReason


class KeyForm(Form):
    """A reason; it stays in the history."""

    names: ClassVar = {"reason": _("Why you look")}

    reason: GivenReason = ""
