"""What a coordinator sends to change the seats of a cohort."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field, model_validator

from app.language import _
from app.web.forms import Form, GivenReason

Number = Annotated[int, Field(ge=0, le=100_000)]
SHARE = "share-"


class SeatsForm(Form):
    """Seats in total, and at most for an institution in a field `share-` with its id."""

    asked_for: ClassVar = {"capacity": _("Enter how many seats there are.")}
    names: ClassVar = {"reason": _("Why the seats change")}

    capacity: Number
    shares: Mapping[UUID, Number] = Field(default_factory=dict)
    reason: GivenReason = ""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """An empty share is none: people of that institution have the whole capacity."""
        own = {name: value for name, value in data.items() if not name.startswith(SHARE)}
        shares = {
            name.removeprefix(SHARE): value
            for name, value in data.items()
            if name.startswith(SHARE) and str(value).strip()
        }
        return {**own, "shares": shares}
