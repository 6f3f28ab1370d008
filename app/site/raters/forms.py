"""What a mentee sends."""

from typing import Literal
from uuid import UUID

from app.studies.enums import RaterStep
from app.web.forms import Form


class RaterForm(Form):
    """Yes, no, or no more."""

    text: UUID
    """The text that was on the page."""
    do: Literal["agreed", "declined", "stopped"]

    @property
    def step(self) -> RaterStep:
        """The same as the domain says it."""
        return RaterStep(self.do)
