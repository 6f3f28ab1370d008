"""Taking a role back."""

from typing import Annotated

from pydantic import Field

from app.web.forms import Form


class RevocationForm(Form):
    """Why a role is taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
