"""Why somebody takes data out, and what a research file says of people."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import Form, GivenReason

Columns = Annotated[tuple[str, ...], Field(max_length=8)]


class RedcapForm(Form):
    """A reason; it stays in the history."""

    names: ClassVar = {"redcap_reason": _("What it is for")}

    redcap_reason: GivenReason = ""


class ResearchForm(Form):
    """A reason, and the columns that were checked."""

    names: ClassVar = {"research_reason": _("What it is for")}

    column: Columns = ()
    research_reason: GivenReason = ""
