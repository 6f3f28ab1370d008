"""What a coordinator sends to start a cohort."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import Form


class NewCohortForm(Form):
    """Where a new cohort is to begin from."""

    asked_for: ClassVar = {"start": _("Choose what the cohort begins from.")}

    start: Annotated[str, Field(min_length=1, max_length=200)]
    """`template:` with a program's key, or `cohort:` with the address of an earlier cohort."""
