"""What is sent to make two records one."""

from typing import Literal

from app.web.forms import Form


class MergeForm(Form):
    """That both were compared."""

    sure: Literal["yes"]
