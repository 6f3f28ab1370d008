"""What somebody answers to a study."""

from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.language import _
from app.studies.enums import ConsentScope, KeptData
from app.web.forms import Form

YesNo = Literal["yes", "no"] | None
"""None: not said, which is neither."""


class ConsentForm(Form):
    """A Yes or a No to each question, or a no to all of it. Nothing is preselected.

    A field for each `ConsentScope`; who does not take part need not say anything to them.
    """

    use: YesNo = None
    link: YesNo = None
    recontact: YesNo = None
    share: YesNo = None
    mentee: YesNo = None
    text: UUID
    """The text that was on the page."""
    edition: Annotated[int, Field(ge=0, le=10_000)]
    """Of the answer that held then."""
    do: Literal["agree", "decline"]

    def said(self, asked: Collection[ConsentScope]) -> Mapping[ConsentScope, bool | None]:
        """What they said to each question that was asked; None to which they said nothing."""
        given = {scope: getattr(self, scope.value) for scope in asked}
        return {scope: None if own is None else own == "yes" for scope, own in given.items()}


class WithdrawalForm(Form):
    """What becomes of the answers of before."""

    asked_for: ClassVar = {"data": _("Choose what becomes of the answers you have given.")}

    data: KeptData
