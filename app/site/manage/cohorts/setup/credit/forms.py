"""What the provider's CME office approved, as a coordinator enters it."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, DecimalException
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from app.credit.enums import ActivityFormat
from app.credit.formats.rules import why_not_expire
from app.credit.phrase import lint_credit_phrase
from app.language import Text, _
from app.site.parts.days import MaybeDay
from app.site.parts.names import PRINTED
from app.web.forms import LINES, Form, InvalidError

MOST_CREDITS = 200
PLACEHOLDER = "{credit_phrase}"


def _quarters(value: Any) -> int:
    try:
        quarters = Decimal(str(value).strip()) * 4
        if 0 <= quarters <= 4 * MOST_CREDITS and not quarters % 1:
            return int(quarters)
    except DecimalException:  # of what is no number, or has too many digits to be counted
        pass
    raise InvalidError(_("Enter credits in steps of 0.25, such as 12.00."))


def _worded_rightly(value: str) -> str:
    wrong = lint_credit_phrase(value.replace(PLACEHOLDER, ""))
    if wrong:
        raise InvalidError(wrong[0])
    return value


def _or_none(value: Any) -> Any:
    """Empty is none of it."""
    return value if str(value).strip() else "0"


Quarters = Annotated[int, BeforeValidator(_quarters)]
Maximum = Annotated[int, BeforeValidator(_quarters), Field(ge=1)]
Minutes = Annotated[int, Field(ge=0, le=600)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
OnCertificates = Annotated[Line, PRINTED]
Statement = Annotated[
    str, LINES, Field(min_length=1, max_length=2000), AfterValidator(_worded_rightly), PRINTED
]


MaybeStatement = Annotated[
    str, LINES, Field(max_length=2000), AfterValidator(_worded_rightly), PRINTED
]


class CreditForm(Form):
    """Provider, statements, the most that can be awarded, and what earns it."""

    asked_for: ClassVar = {
        "title": _("Enter the title of the activity."),
        "provider": _("Enter who provides the credit."),
        "designation_statement": _("Enter the designation statement."),
        "claim_statement": _("Enter the claim statement."),
        "disclosure_reason": _("Enter why relevant financial relationships do or do not apply."),
        "format": _("Choose the format of the activity."),
        "requires_completion": _("Choose what credit needs."),
        "accreditation_statement": _("Enter the accreditation statement."),
        "approved_by": _("Enter who approved it."),
    }

    title: OnCertificates
    provider: OnCertificates
    partner: Annotated[list[Line], Field(max_length=60)] = Field(default_factory=list)
    """Institutions that provide it jointly, by name."""
    other_partners: Annotated[str, LINES, Field(max_length=4000), PRINTED] = ""
    """Others, one a line."""
    format: ActivityFormat
    expires_on: MaybeDay = None
    place: Annotated[str, Field(max_length=200), PRINTED] = ""
    designated: Quarters
    module_minutes: Minutes
    module_most: Quarters
    session_minutes: Minutes
    session_most: Quarters
    enduring_minutes: Annotated[Minutes, BeforeValidator(_or_none)] = 0
    enduring_most: Annotated[Quarters, BeforeValidator(_or_none)] = 0
    accreditation: UUID | None = None
    """Whose words the statement has; None: those that are typed."""
    accreditation_statement: MaybeStatement = ""
    designation_statement: Statement
    claim_statement: Statement
    template: Annotated[str, Field(max_length=60)] = ""
    """The look of certificates."""
    requires_completion: Literal["yes", "evaluation", "no"]
    """`evaluation`: nobody needs to complete, but to have answered the evaluation."""
    disclosure_applies: bool = False
    disclosure_reason: Line
    approved_by: Annotated[str, Field(max_length=200)] = ""
    """This and the next: only where the provider has no officer here."""
    approved_on: MaybeDay = None

    @field_validator("accreditation", mode="before")
    @classmethod
    def _nothing(cls, value: object) -> object:
        return value or None

    @property
    def joint_providers(self) -> tuple[str, ...]:
        """With whom it is provided, each once."""
        lines = (" ".join(line.split()) for line in self.other_partners.splitlines())
        return tuple(dict.fromkeys([*self.partner, *filter(None, lines)]))

    def why_not(self, today: date, last: date | None, *, has_officers: bool) -> Mapping[str, Text]:
        """What cannot be, by field.

        `last`: the day of the last session, if there is any. `has_officers`: whether somebody here
        approves it.
        """
        found: dict[str, Text] = {}
        approved = self.approved_on or today  # an officer's approval comes, at the soonest, today
        expiry = why_not_expire(self.format, self.expires_on, approved=approved, last=last)
        if expiry is not None:
            found["expires_on"] = expiry
        if self.designated < 1:
            found["designated"] = _("Enter at least {least}.", least=Decimal("0.25"))
        elif not self._names_the_most():
            found["designation_statement"] = _(
                "Name the most credits that can be awarded, {most}, in the designation statement.",
                most=self._most,
            )
        if self.accreditation is None and not self.accreditation_statement:
            found["accreditation_statement"] = self.asked_for["accreditation_statement"]
        found |= self._halves()
        if not has_officers:
            found |= self._why_not_approved(today)
        return found

    def _halves(self) -> dict[str, Text]:
        """Minutes without a maximum earn nothing, nor does a maximum without minutes."""
        minutes, most = self.enduring_minutes, self.enduring_most
        if minutes and not most:
            return {"enduring_most": _("Enter the most credits for them, or no minutes above.")}
        if most and not minutes:
            return {"enduring_minutes": _("Enter how many minutes one earns, or no maximum below.")}
        return {}

    def _why_not_approved(self, today: date) -> dict[str, Text]:
        found: dict[str, Text] = {}
        if not self.approved_by:
            found["approved_by"] = self.asked_for["approved_by"]
        if self.approved_on is None or self.approved_on > today:
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
