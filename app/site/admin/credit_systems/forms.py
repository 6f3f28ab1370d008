"""What an administrator enters of a credit system."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from app.cohorts.rules import WHY
from app.credit.enums import StepRounding, SystemRole
from app.credit.systems.terms.rules import SystemTerms
from app.language import _
from app.people.enums import Profession
from app.site.parts.names import PRINTED
from app.web.forms import LINES, Form

Name = Annotated[str, Field(min_length=1, max_length=80), PRINTED]
Wording = Annotated[str, LINES, Field(max_length=1000), PRINTED]


class OfferForm(Form):
    """Why one is retired, or brought back."""

    asked_for: ClassVar = {"reason": WHY}

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class SystemForm(Form):
    """Its name and unit, its steps, whose it is, and what is said of it."""

    asked_for: ClassVar = {
        "role": _("Choose what it is for."),
        "name": _("Enter its name."),
        "unit_one": _("Enter what one of it is called."),
        "unit_many": _("Enter what several of it are called."),
    }

    role: SystemRole
    name: Name
    unit_one: Name
    unit_many: Name
    step_quarters: Annotated[int, Field(ge=1, le=4)]
    rounding: StepRounding
    professions: list[Profession] = Field(default_factory=list)
    needs_verification: bool = False
    heading: Annotated[str, Field(max_length=80), PRINTED] = ""
    claim_wording: Wording = ""
    certificate_wording: Wording = ""
    usual_statement: Annotated[str, LINES, Field(max_length=2000), PRINTED] = ""
    seen: int = 0
    """The version that was looked at; 0 of a new one."""

    @property
    def terms(self) -> SystemTerms:
        """The same as the domain has it."""
        told: dict[str, Any] = {
            name: getattr(self, name) for name in type(self).model_fields if name != "seen"
        }
        return SystemTerms(**{**told, "professions": tuple(self.professions)})
