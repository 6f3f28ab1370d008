"""Agreeing to a merge."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from app.cohorts.rules import WHY
from app.site.admin.institutions.forms import Reason
from app.web.forms import Form


class MergeForm(Form):
    """Into which institution, with how many people on the page that was agreed to, and why."""

    asked_for: ClassVar = {"reason": WHY}

    into: UUID
    people: Annotated[int, Field(ge=0, le=10_000_000)]
    reason: Reason
