"""How a coordinator decides on applications."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from app.cohorts.deciding.enums import Decision
from app.language import _
from app.web.forms import Form

MOST = 500
"""People on whom one decision is made at once."""


class DecideForm(Form):
    """On whom, how, and why."""

    asked_for: ClassVar = {"decision": _("Choose how you decide.")}

    person: Annotated[list[UUID], Field(max_length=MOST)] = Field(default_factory=list)
    decision: Decision
    reason: Annotated[str, Field(max_length=500)] = ""
