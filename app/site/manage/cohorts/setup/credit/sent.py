"""The form of a draft's credit as it is sent: with pictures, so it can be larger than others."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.language import Text, _
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.credit.signatories import Sent, is_of_pictures, sent_pictures
from app.web.forms import MOST_FIELDS, FormInvalidError, noted, parse
from app.web.limits import AT, LIMIT, TOLD
from app.web.uploads import let

MOST_BODY = 24_000_000
PROOF = "proof-"
"""How fields begin that only say which proof is wanted."""
TOO_MUCH = _(
    "The pictures together have more than {megabytes} MB, so nothing was entered. Send them one "
    "after the other, or smaller.",
    megabytes=MOST_BODY // 1_000_000,
)


async def _received(request: Request) -> AsyncIterator[FormData]:
    await let(request, {LIMIT: MOST_BODY, TOLD: TOO_MUCH, AT: None})
    async with request.form(max_fields=MOST_FIELDS) as submitted:
        yield noted(request, submitted)


CreditSubmitted = Annotated[FormData, Depends(_received)]
"""The raw fields of the form, with the files that were chosen."""


@dataclass(frozen=True)
class Entered:
    """What was entered, as far as it could be read."""

    form: CreditForm | None
    sent: Sent
    errors: dict[str, Text]

    def right(self) -> CreditForm:
        """What was entered, if nothing is wrong with it; else raises `FormInvalidError`."""
        if self.errors or self.form is None:
            raise FormInvalidError(self.errors, self.sent.values)
        return self.form


def entered(
    submitted: FormData, stored: Collection[str], looks: Collection[str], today: date
) -> Entered:
    """Read the form: all that is wrong with it is told at once.

    `stored`: hashes of the pictures that the program has; `looks`: those that there are.
    """
    sent = sent_pictures(submitted, stored)
    form, errors = parsed(of_credit(submitted))
    if form is not None:
        errors |= form.why_not(today)
        if form.template not in ("", *looks):
            errors["template"] = _("Choose one of the options.")
    return Entered(form, sent, errors | sent.errors)


def of_credit(submitted: FormData) -> FormData:
    """The fields besides those of signatories, logos and the proof."""
    fields = submitted.multi_items()
    return FormData([(n, v) for n, v in fields if not (is_of_pictures(n) or n.startswith(PROOF))])


def parsed(fields: FormData) -> tuple[CreditForm | None, dict[str, Text]]:
    """The form, or what is wrong with it."""
    try:
        return parse(CreditForm, fields), {}
    except FormInvalidError as invalid:
        return None, dict(invalid.errors)
