"""What a coordinator sends to archive a cohort, or to take that back."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import Form


class ArchiveForm(Form):
    """Why."""

    names: ClassVar = {"reason": _("Why")}

    reason: Annotated[str, Field(max_length=500)] = ""
