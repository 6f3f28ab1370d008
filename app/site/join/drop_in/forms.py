"""What somebody sends who drops in."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.join.newcomer.forms import NewcomerForm
from app.web.forms import Form

CODE = _("Type the code that is shown in the session.")


class CodeForm(Form):
    """The code alone: it is known who they are. `scanned`: whether the address had it."""

    asked_for: ClassVar = {"code": CODE}

    code: Annotated[str, Field(min_length=1, max_length=20)]
    scanned: bool = False


class StrangerForm(NewcomerForm):
    """Who they are, with the code, or with what this browser was given for it before."""

    code: Annotated[str, Field(max_length=20)] = ""
    arrival: Annotated[str, Field(max_length=1000)] = ""
