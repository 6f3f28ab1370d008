"""What a learner sends to check in."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import Form


class CodeForm(Form):
    """The code that is shown, typed in whatever way; `scanned`: whether the address had it."""

    asked_for: ClassVar = {"code": _("Type the six characters that are shown in the session.")}
    names: ClassVar = {"code": _("Code")}

    code: Annotated[str, Field(min_length=1, max_length=40)]
    scanned: bool = False
