"""A version of an accreditation, as it is entered."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.rules import Wording
from app.credit.phrase import lint_credit_phrase
from app.language import _
from app.site.parts.days import Day, MaybeDay
from app.site.parts.names import PRINTED
from app.web.forms import LINES, Form, InvalidError


def _worded_rightly(value: str) -> str:
    if wrong := lint_credit_phrase(value):
        raise InvalidError(wrong[0])
    return value


Statement = Annotated[str, LINES, Field(max_length=2000), AfterValidator(_worded_rightly), PRINTED]


class AccreditationForm(Form):
    """By whom, in which words, from when until when."""

    asked_for: ClassVar = {
        "accreditor": _("Choose the accreditor."),
        "statement": _("Enter the accreditation statement."),
    }

    accreditor: Accreditor
    accreditor_name: Annotated[str, Field(max_length=160), PRINTED] = ""
    statement: Annotated[Statement, Field(min_length=1)]
    joint_statement: Statement = ""
    valid_from: Day
    valid_until: MaybeDay = None
    seen: Annotated[int, Field(ge=0)] = 0
    """The version that was looked at."""

    @property
    def wording(self) -> Wording:
        """The same as the domain has it."""
        named = self.accreditor.is_named_apart
        return Wording(
            accreditor=self.accreditor,
            accreditor_name=" ".join(self.accreditor_name.split()) if named else "",
            statement=self.statement,
            joint_statement=self.joint_statement,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )
