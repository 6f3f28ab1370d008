"""Agreeing to a merge."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.site.admin.institutions.forms import Reason
from app.web.forms import Form


class MergeForm(Form):
    """Into which institution, with how many people on the page that was agreed to, and why."""

    into: UUID
    people: Annotated[int, Field(ge=0, le=10_000_000)]
    reason: Reason
