"""What somebody says of a mentee."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.parts.addresses import AddressForm


class MenteeForm(AddressForm):
    """Whom to ask, and nothing more of them."""

    asked_for: ClassVar = {
        "name": _("Enter the name by which the letter greets them."),
        "address": _("Enter their email address."),
    }

    name: Annotated[str, Field(min_length=1, max_length=80)]
