"""Agreeing to a merge."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.cohorts.rules import WHY
from app.language import _
from app.web.forms import Form


class MergeForm(Form):
    """Into which provider, what was looked at, why, and that it is for good."""

    asked_for: ClassVar = {
        "reason": WHY,
        "sure": _("Say that both are one: this cannot be undone."),
    }

    into: UUID
    seen: Annotated[str, Field(max_length=64)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    sure: Literal["yes"]
