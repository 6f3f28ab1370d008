"""What an officer says of what was asked for."""

from typing import Annotated, Literal

from pydantic import Field

from app.site.parts.names import SEEN
from app.web.forms import LINES, Form


class DecisionForm(Form):
    """Approved as it was shown, or returned with a word."""

    decision: Literal["approve", "return"]
    read: Annotated[str, Field(max_length=64)] = ""
    """The fingerprint of what was shown."""
    word: Annotated[str, LINES, Field(max_length=1000), SEEN] = ""
