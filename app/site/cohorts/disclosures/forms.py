"""What a learner sends when they have read the disclosures."""

from typing import Annotated

from pydantic import Field

from app.web.forms import Form


class ReadForm(Form):
    """The text by its hash, and where they came from: a unit or a session of the cohort."""

    text: Annotated[str, Field(max_length=64)] = ""
    unit: Annotated[int, Field(ge=1, le=10_000)] | None = None
    session: Annotated[int, Field(ge=1, le=10_000)] | None = None
