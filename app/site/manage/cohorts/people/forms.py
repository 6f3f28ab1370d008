"""What a coordinator sends about one person's place."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import Form, GivenReason


class ActForm(Form):
    """Why, and what an act needs: days a seat is held, where to by slug, the position of a unit."""

    names: ClassVar = {
        "reason": _("Why"),
        "days": _("For how many days the seat is held"),
        "unit": _("Which unit"),
    }

    reason: GivenReason = ""
    days: Annotated[int, Field(ge=1, le=60)] = 7
    to: str = ""
    unit: Annotated[int, Field(ge=0, le=10_000)] = 0
