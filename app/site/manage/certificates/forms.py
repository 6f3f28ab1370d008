"""What a coordinator sends who looked at what was changed under a certificate."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import Form, GivenReason


class ReviewForm(Form):
    """What they found, and how many changes the page showed."""

    names: ClassVar = {"word": _("What you found")}

    word: GivenReason = ""
    seen: Annotated[int, Field(ge=0, le=100_000)] = 0
