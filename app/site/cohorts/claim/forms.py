"""What a learner sends to claim."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from app.language import _
from app.web.forms import Form, InvalidError


def _chosen(value: object) -> object:
    if value == "":
        raise InvalidError(_("Choose how much you claim."))
    return value


class ClaimForm(Form):
    """How much is claimed, in quarters of a credit or of an hour, and as what it was offered."""

    quarters: Annotated[int, BeforeValidator(_chosen)]
    system: Annotated[str, Field(max_length=40)] = ""
    """The key of what it is claimed in; empty: of what is suggested."""
    read: str = ""
