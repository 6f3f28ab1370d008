"""What a coordinator sends from the check page of a draft."""

from typing import Literal

from app.web.forms import Form


class DiscardForm(Form):
    """That the check page was read."""

    confirmed: Literal["yes"]
