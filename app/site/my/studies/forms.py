"""What somebody answers to a study."""

from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.language import Text, _
from app.studies.enums import ConsentScope, KeptData
from app.web.forms import Form

TICK = _(
    "Nothing was deleted yet. Tick this box to have these answers deleted, or let them stay in the "
    "study."
)
BOTH = _(
    "Nothing was changed yet. You ticked the box to have your answers deleted, and chose that they "
    "stay. Choose one of both."
)
YesNo = Literal["yes", "no"] | None
"""None: not said, which is neither."""


class ConsentForm(Form):
    """A Yes or a No to each question, or a no to all of it. Nothing is preselected.

    A field for each `ConsentScope` but the use of answers, which is what taking part means; who
    does not take part need not say anything to them.
    """

    link: YesNo = None
    recontact: YesNo = None
    share: YesNo = None
    mentee: YesNo = None
    text: UUID
    """The text that was on the page."""
    terms: str = ""
    """What was told besides it, by its fingerprint."""
    edition: Annotated[int, Field(ge=0, le=10_000)]
    """Of the answer that held then."""
    do: Literal["agree", "decline"]

    def said(self, asked: Collection[ConsentScope]) -> Mapping[ConsentScope, bool | None]:
        """What they said to each question that was asked; None to which they said nothing."""
        given = {scope: getattr(self, scope.value) for scope in asked}
        return {scope: None if own is None else own == "yes" for scope, own in given.items()}


class WithdrawalForm(Form):
    """What becomes of the answers of before; who has them deleted says so twice."""

    asked_for: ClassVar = {"data": _("Choose what becomes of the answers you have given.")}

    data: KeptData
    sure: Annotated[int | None, Field(ge=0, le=10_000)] = None
    """To how many surveys answers are to be deleted, as the box said that was ticked."""

    def unsure(self, going: int) -> Mapping[str, Text]:
        """A sentence at the box, if one choice says to delete `going` answers and the other not."""
        if self.data is KeptData.REMOVE and going and self.sure is None:
            return {"sure": TICK}
        return {"data": BOTH} if self.data is KeptData.KEEP and self.sure is not None else {}
