"""What a coordinator sends who issues several certificates anew."""

from typing import ClassVar

from pydantic import Field

from app.language import _
from app.site.parts.wishes import Wanted
from app.web.forms import Form, GivenReason


class ManyForm(Form):
    """Which certificates, as they stood on the page; with `sure`, from the check page."""

    names: ClassVar = {"note": _("Note for insiders, if there is more to say")}

    chosen: list[Wanted] = Field(default_factory=list)
    note: GivenReason = ""
    hides_name: bool = False
    sure: bool = False
