"""What a coordinator sends about one person's place."""

from typing import Annotated

from pydantic import Field

from app.web.forms import Form


class ActForm(Form):
    """Why; for how many days a seat is held; where to, by slug. An act asks what it needs."""

    reason: Annotated[str, Field(max_length=500)] = ""
    days: Annotated[int, Field(ge=1, le=60)] = 7
    to: str = ""
