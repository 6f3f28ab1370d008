"""What the provider's CME office approved, as a coordinator enters it."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from app.credit.phrase import lint_credit_phrase
from app.language import Text, _
from app.site.parts.days import Day
from app.site.parts.names import PRINTED
from app.web.forms import LINES, Form, InvalidError

MOST_CREDITS = 200
PLACEHOLDER = "{credit_phrase}"


def _quarters(value: Any) -> int:
    try:
        quarters = Decimal(str(value).strip()) * 4
    except InvalidOperation:
        raise InvalidError(_("Enter credits in steps of 0.25, such as 12.00.")) from None
    if not quarters.is_finite() or quarters % 1 or not 0 <= quarters <= 4 * MOST_CREDITS:
        raise InvalidError(_("Enter credits in steps of 0.25, such as 12.00."))
    return int(quarters)


def _worded_rightly(value: str) -> str:
    wrong = lint_credit_phrase(value.replace(PLACEHOLDER, ""))
    if wrong:
        raise InvalidError(wrong[0])
    return value


def _or_none(value: Any) -> Any:
    """Empty is none of it."""
    return value if str(value).strip() else "0"


Quarters = Annotated[int, BeforeValidator(_quarters)]
Minutes = Annotated[int, Field(ge=0, le=600)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
OnCertificates = Annotated[Line, PRINTED]
Statement = Annotated[
    str, LINES, Field(min_length=1, max_length=2000), AfterValidator(_worded_rightly), PRINTED
]


class CreditForm(Form):
    """Provider, statements, the most that can be awarded, and what earns it."""

    asked_for: ClassVar = {
        "title": _("Enter the title of the activity."),
        "learning_format": _("Enter the learning format."),
        "provider": _("Enter who provides the credit."),
        "accreditation_statement": _("Enter the accreditation statement."),
        "designation_statement": _("Enter the designation statement."),
        "claim_statement": _("Enter the claim statement."),
        "disclosure_reason": _("Enter why relevant financial relationships do or do not apply."),
        "approved_by": _("Enter who approved it."),
    }

    title: OnCertificates
    provider: OnCertificates
    learning_format: OnCertificates
    designated: Quarters
    module_minutes: Minutes
    module_most: Quarters
    session_minutes: Minutes
    session_most: Quarters
    enduring_minutes: Annotated[Minutes, BeforeValidator(_or_none)] = 0
    enduring_most: Annotated[Quarters, BeforeValidator(_or_none)] = 0
    accreditation_statement: Statement
    designation_statement: Statement
    claim_statement: Statement
    template: Annotated[str, Field(max_length=60)] = ""
    requires_completion: bool = False
    disclosure_applies: bool = False
    disclosure_reason: Line
    approved_by: Line
    approved_on: Day

    def why_not(self, today: date) -> Mapping[str, Text]:
        """What cannot be, by field."""
        found: dict[str, Text] = {}
        if self.designated < 1:
            found["designated"] = _("Enter at least {least}.", least=Decimal("0.25"))
        elif not self._names_the_most():
            found["designation_statement"] = _(
                "Name the most credits that can be awarded, {most}, in the designation statement.",
                most=self._most,
            )
        if self.approved_on > today:
            found["approved_on"] = _(
                "Enter the day on which it was approved. It cannot be in the future."
            )
        return found

    @property
    def _most(self) -> Decimal:
        return (Decimal(self.designated) / 4).quantize(Decimal("0.01"))

    def _names_the_most(self) -> bool:
        """A designation says for how much: the AMA's wording is "for a maximum of 12.00"."""
        numbers = re.findall(r"\d+(?:\.\d+)?", self.designation_statement)
        return self._most in map(Decimal, numbers)
