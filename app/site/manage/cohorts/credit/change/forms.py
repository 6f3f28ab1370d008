"""What a coordinator says of a change, besides what the provider approves."""

from typing import Annotated, ClassVar

from pydantic import Field
from starlette.datastructures import FormData

from app.language import _
from app.site.parts.days import MaybeDay
from app.web.forms import Form

_OWN = ("change_reason", "designated_on", "seen")


class ChangeForm(Form):
    """Why it changes, and what was looked at before."""

    asked_for: ClassVar = {"change_reason": _("Enter why it changes.")}

    change_reason: Annotated[str, Field(min_length=1, max_length=500)]
    designated_on: MaybeDay = None
    """Since when it is designated in truth; None, or the day in force: that is right."""
    seen: Annotated[str, Field(max_length=64)] = ""
    """The fingerprint of what the page said it would do; empty: nobody looked yet."""


def of_change(submitted: FormData) -> FormData:
    """The fields of this form."""
    return FormData([own for own in submitted.multi_items() if own[0] in _OWN])


def of_activity(submitted: FormData) -> FormData:
    """All the others, with files."""
    return FormData([own for own in submitted.multi_items() if own[0] not in _OWN])
