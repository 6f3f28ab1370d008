"""The form of a draft's credit as it is sent: with pictures, so it can be larger than others."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.credit.pictures.queries import hashes_in_program
from app.language import Text, _
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.credit.signatories import Sent, is_of_pictures, sent_pictures
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.parts.stationery import print_setup_of
from app.site.visits import Visit
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
_NOT_PRINTED = {
    **dict.fromkeys(("approved_by", "disclosure_reason"), "-"),
    **dict.fromkeys(("module_minutes", "session_minutes", "enduring_minutes"), "0"),
    **dict.fromkeys(("module_most", "session_most", "enduring_most"), "0"),
}
"""What no certificate says, so that a proof does not wait for it."""


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


def entered(visit: Visit, draft: Draft, submitted: FormData, today: date) -> Entered:
    """Read the form: all that is wrong with it is told at once."""
    sent = sent_pictures(submitted, hashes_in_program(visit.db, draft.here.program.id))
    form, errors = _parsed(_of_credit(submitted))
    if form is not None:
        errors |= form.why_not(today)
        if form.template not in ("", *print_setup_of(visit).pack.looks):
            errors["template"] = _("Choose one of the options.")
    return Entered(form, sent, errors | sent.errors)


def entered_for_proof(visit: Visit, draft: Draft, submitted: FormData, today: date) -> Entered:
    """The same, whatever is not printed: a proof can be looked at before all is filled in."""
    fields = _of_credit(submitted)
    plain = _NOT_PRINTED | {"approved_on": today.isoformat()}
    kept = [(name, value) for name, value in fields.multi_items() if name not in plain]
    form, errors = _parsed(FormData([*kept, *plain.items()]))
    sent = sent_pictures(submitted, hashes_in_program(visit.db, draft.here.program.id))
    return Entered(form, sent, errors | sent.errors)


def _of_credit(submitted: FormData) -> FormData:
    fields = submitted.multi_items()
    return FormData([(n, v) for n, v in fields if not (is_of_pictures(n) or n.startswith(PROOF))])


def _parsed(fields: FormData) -> tuple[CreditForm | None, dict[str, Text]]:
    try:
        return parse(CreditForm, fields), {}
    except FormInvalidError as invalid:
        return None, dict(invalid.errors)
