"""What somebody who is new says of themselves."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from app.language import _
from app.people.enums import Profession
from app.site.parts.names import PRINTED
from app.site.sign_in.forms import LinkRequestForm

Name = Annotated[str, Field(min_length=1, max_length=80), PRINTED]


class NewcomerForm(LinkRequestForm):
    """Who somebody is; the rest is asked later."""

    asked_for: ClassVar = {
        "email": _("Enter your email address."),
        "given_name": _("Enter your given name."),
        "family_name": _("Enter your family name."),
        "institution": _("Choose your institution."),
        "profession": _("Choose your profession."),
    }

    given_name: Name
    family_name: Name
    institution: UUID
    profession: Profession
    degrees: Annotated[str, Field(max_length=60), PRINTED] = ""
