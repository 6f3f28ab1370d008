"""The form of a draft's credit as it is sent: with pictures, so it can be larger than others."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.cohorts.drafts.rules import MORNING
from app.cohorts.models import Cohort
from app.cohorts.rules import to_utc
from app.credit.actions import Approval, ApprovedComponent
from app.credit.enums import ComponentKind
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

    def approval(self, cohort: Cohort) -> Approval:
        """What is approved by it, if nothing is wrong with it; else raises `FormInvalidError`."""
        if self.errors or self.form is None:
            raise FormInvalidError(self.errors, self.sent.values)
        return _approval(self.form, self.sent, cohort)


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


def _approval(form: CreditForm, sent: Sent, cohort: Cohort) -> Approval:
    """What was approved, in the words of the activity."""
    names = (
        "title",
        "provider",
        "learning_format",
        "accreditation_statement",
        "designation_statement",
        "claim_statement",
        "requires_completion",
        "disclosure_applies",
        "disclosure_reason",
        "approved_by",
        "template",
    )
    return Approval(
        **{name: getattr(form, name) for name in names},
        designated_quarters=form.designated,
        rounding="half_up",
        signatories=[dict(signatory) for signatory in sent.signatories],
        logos=[dict(logo) for logo in sent.logos],
        approved_at=to_utc(form.approved_on, MORNING, cohort.zone),
        claims_close_at=cohort.closes_at,
        components=_components(form),
    )


def _components(form: CreditForm) -> list[ApprovedComponent]:
    """What modules and sessions earn, and enduring material where it was designated, too."""
    found = [
        ApprovedComponent(ComponentKind.MODULE, form.module_minutes, form.module_most),
        ApprovedComponent(ComponentKind.SESSION, form.session_minutes, form.session_most),
    ]
    if form.enduring_minutes and form.enduring_most:
        kind, most = ComponentKind.ENDURING, form.enduring_most
        found.append(ApprovedComponent(kind, form.enduring_minutes, most))
    return found
