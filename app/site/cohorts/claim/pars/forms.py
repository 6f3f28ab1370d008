"""What a physician gives who lets their credit be reported."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import Form

Part = Annotated[int, Field(ge=1, le=31)]
CHOOSE = _("Choose month and day of your birth.")


class ReportingForm(Form):
    """The day of birth without its year, and the license."""

    asked_for: ClassVar = {"birth_month": CHOOSE, "birth_day": CHOOSE}
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
