"""How a report is settled."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.language import _
from app.learning.threads.rules import LONGEST_REASON
from app.web.forms import LINES, Form


class SettlementForm(Form):
    """Whether the post stays, and a line that says why."""

    asked_for: ClassVar = {
        "outcome": _("Choose whether the post stays."),
        "note": _("Say why, in a line."),
    }

    outcome: Literal["left", "removed"]
    note: Annotated[str, LINES, Field(min_length=1, max_length=LONGEST_REASON)]
