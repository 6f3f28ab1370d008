"""What a learner sends to claim."""

from typing import Annotated

from pydantic import BeforeValidator

from app.web.forms import Form


def _chosen(value: object) -> object:
    if value == "":
        raise ValueError("Choose how much you claim.")
    return value


class ClaimForm(Form):
    """How much is claimed, in quarters of a credit or of an hour."""

    quarters: Annotated[int, BeforeValidator(_chosen)]
