"""What a coordinator sends to archive a cohort, or to take that back."""

from typing import Annotated

from pydantic import Field

from app.web.forms import Form


class ArchiveForm(Form):
    """Why."""

    reason: Annotated[str, Field(max_length=500)] = ""
