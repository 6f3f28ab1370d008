"""Why somebody reports or removes a post."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.learning.threads.rules import LONGEST_REASON
from app.web.forms import LINES, Form

Why = Annotated[str, LINES, Field(min_length=1, max_length=LONGEST_REASON)]


class DeletionForm(Form):
    """Nothing but the click."""


class ReportForm(Form):
    """Why somebody should look at a post."""

    asked_for: ClassVar = {"reason": _("Say why somebody should look at it.")}

    reason: Why


class RemovalForm(Form):
    """Why a post is removed."""

    asked_for: ClassVar = {"reason": _("Say why. The author of the post reads it.")}

    reason: Why
