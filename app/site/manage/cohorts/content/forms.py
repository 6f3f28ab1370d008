"""What a coordinator sends to move the texts of a cohort."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from app.cohorts.moves.rules import Choice as TextChoice
from app.language import _
from app.site.manage.cohorts.content.page import read_choice
from app.web.forms import Form, GivenReason, InvalidError


def _said(reason: str) -> str:
    if not reason:
        raise InvalidError(_("Say why the texts are moved."))
    return reason


class MoveForm(Form):
    """Which texts of a cohort to move, and why."""

    chosen: list[Annotated[TextChoice, BeforeValidator(read_choice)]]
    shown: str
    """The fingerprint of the texts on the check page."""
    reason: Annotated[GivenReason, AfterValidator(_said)]
