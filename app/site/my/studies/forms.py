"""What somebody answers to a study."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.language import _
from app.studies.enums import ConsentScope, KeptData
from app.web.forms import Form


class ConsentForm(Form):
    """A yes with how far it goes, or a no. Nothing is preselected."""

    scopes: Annotated[tuple[ConsentScope, ...], Field(max_length=len(ConsentScope))] = ()
    text: UUID
    """The text that was on the page."""
    edition: Annotated[int, Field(ge=0, le=10_000)]
    """Of the answer that held then."""
    do: Literal["agree", "decline"]


class WithdrawalForm(Form):
    """What becomes of the answers of before."""

    asked_for: ClassVar = {"data": _("Choose what becomes of the answers you have given.")}

    data: KeptData
