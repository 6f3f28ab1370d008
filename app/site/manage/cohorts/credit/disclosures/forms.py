"""What coordinators decide about disclosures."""

from typing import Annotated, Literal

from pydantic import Field

from app.web.forms import Form, GivenReason


class DecisionForm(Form):
    """Whether disclosures are needed, and why. `seen`: the version on the page."""

    applies: Literal["yes", "no"]
    reason: GivenReason = ""
    seen: Annotated[int, Field(ge=0, le=100_000)] = 0
