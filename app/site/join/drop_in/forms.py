"""What somebody types who drops in."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.join.newcomer.forms import NewcomerForm
from app.web.forms import Form

Code = Annotated[str, Field(min_length=1, max_length=20)]
CODE = _("Type the code that is shown in the session.")


class CodeForm(Form):
    """The code alone: it is known who they are."""

    asked_for: ClassVar = {"code": CODE}

    code: Code


class StrangerForm(NewcomerForm, CodeForm):
    """The code, and who they are."""

    asked_for: ClassVar = {**NewcomerForm.asked_for, "code": CODE}
