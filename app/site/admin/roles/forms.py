"""Taking a role back."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.cohorts.rules import WHY
from app.web.forms import Form


class RevocationForm(Form):
    """Why a role is taken back."""

    asked_for: ClassVar = {"reason": WHY}

    reason: Annotated[str, Field(min_length=1, max_length=500)]
