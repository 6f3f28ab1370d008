"""What a physician gives who lets their credit be reported."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from app.language import _
from app.web.forms import Form, InvalidError


def _chosen(value: object) -> object:
    if value == "":
        raise InvalidError(_("Choose month and day of your birth."))
    return value


Part = Annotated[int, Field(ge=1, le=31), BeforeValidator(_chosen)]


class ReportingForm(Form):
    """The day of birth without its year, and the license."""

    names: ClassVar = {
        "birth_month": _("Month of birth"),
        "birth_day": _("Day of birth"),
        "state": _("State of your license"),
        "license_id": _("License number, or NPI"),
    }

    birth_month: Part
    birth_day: Part
    state: Annotated[str, Field(max_length=60)] = ""
    license_id: Annotated[str, Field(max_length=40)] = ""
