"""What a coordinator sends about reporting to PARS."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.certificates.pars.enums import FileMark
from app.language import _
from app.web.forms import Form, GivenReason


class ActivityForm(Form):
    """The number of the activity."""

    names: ClassVar = {"accme_id": _("ACCME activity ID")}

    accme_id: Annotated[str, Field(max_length=20)] = ""


class MarkForm(Form):
    """What became of a file, and what PARS said."""

    names: ClassVar = {"note": _("What PARS answered")}

    mark: FileMark
    note: GivenReason = ""
