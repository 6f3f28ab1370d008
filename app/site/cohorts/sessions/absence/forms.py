"""What learners write about an absence: an excuse in advance, or what they did to make it up."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints

from app.casework.excuses.rules import LONGEST as LONGEST_NOTE
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.rules import LONGEST, Written
from app.language import _
from app.web.forms import LINES, Form


class ExcuseForm(Form):
    """Why somebody cannot come."""

    asked_for: ClassVar = {"note": _("Say in a line why you cannot come.")}

    note: Annotated[str, LINES, Field(min_length=1, max_length=LONGEST_NOTE)]


class WithdrawalForm(Form):
    """Nothing but the button."""


def _number(sent: object) -> int:
    text = str(sent)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


SeenDraft = Annotated[int, BeforeValidator(_number)]
"""How often the draft was kept when the page showed it; what cannot be read has seen nothing."""


class DraftForm(Form):
    """What is being written."""

    text: Annotated[
        str, LINES, StringConstraints(strip_whitespace=False), Field(max_length=LONGEST)
    ] = ""
    seen: SeenDraft = 0


class MakeUpForm(Form):
    """By which way a session is made up, and what was written or chosen for that."""

    asked_for: ClassVar = {"way": _("Choose how you make the session up.")}

    way: Way
    text: Annotated[str, LINES, Field(max_length=LONGEST)] = ""
    sister: Annotated[UUID | None, BeforeValidator(lambda value: value or None)] = None
    seen: SeenDraft = 0

    @property
    def written(self) -> Written:
        """What of it belongs to the way that was chosen."""
        sister = self.sister if self.way is Way.SISTER_SESSION else None
        return Written(self.way, self.text, sister, self.seen)
