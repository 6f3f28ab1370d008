"""Why somebody is signed out, or loses their second step."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.cohorts.rules import WHY
from app.web.forms import Form


class WhyForm(Form):
    """Nothing but the reason."""

    asked_for: ClassVar = {"reason": WHY}

    reason: Annotated[str, Field(min_length=1, max_length=500)]
