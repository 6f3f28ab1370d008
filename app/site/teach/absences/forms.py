"""How an excuse or a make-up is answered."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from app.casework.excuses.rules import LONGEST
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.rules import LONGEST_WORD
from app.casework.rules import MOST_MINUTES
from app.casework.saves.rules import Amendment
from app.language import _
from app.web.forms import LINES, Form, GivenReason


class ExcuseAnswerForm(Form):
    """Whether somebody is excused, and a word to them."""

    asked_for: ClassVar = {"outcome": _("Choose whether they are excused.")}

    outcome: Literal["granted", "declined"]
    word: Annotated[str, LINES, Field(max_length=LONGEST)] = ""


class UndoForm(Form):
    """Nothing but the button."""


class MakeUpAnswerForm(Form):
    """Whether a make-up is approved, and a word; `reason` and `shown` come from the check page."""

    asked_for: ClassVar = {"outcome": _("Choose whether the make-up is approved.")}
    names: ClassVar = {"minutes": _("Minutes they were there")}

    outcome: Literal["approved", "returned"]
    word: Annotated[str, LINES, Field(max_length=LONGEST_WORD)] = ""
    minutes: Annotated[
        Annotated[int, Field(ge=0, le=MOST_MINUTES)] | None,
        BeforeValidator(lambda value: value or None),
    ] = None
    reason: GivenReason = ""
    shown: Annotated[str, Field(max_length=64)] = ""

    @property
    def approval(self) -> Approval:
        """What whoever approves it says."""
        return Approval(self.word, self.minutes, Amendment(self.reason, self.shown))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a check page sends on."""
        minutes = "" if self.minutes is None else str(self.minutes)
        return [("outcome", self.outcome), ("word", self.word), ("minutes", minutes)]
