"""Reads the form of a draft's credit as it is sent: with pictures, so larger than others."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.credit.accreditations.queries import accredited
from app.credit.drafts.queries import hashes_in_program
from app.credit.enums import PARTICIPATION
from app.credit.models import CreditSystem
from app.credit.proposals.queries import asked_last
from app.credit.providers.queries import provider_meant
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems
from app.credit.systems.retiring.queries import last_said
from app.credit.systems.retiring.rules import offered
from app.credit.systems.rules import Designated
from app.language import Text, _
from app.language.moments import local
from app.people.providers.models import Provider
from app.people.providers.queries import names_now, officers_of
from app.people.providers.rules import NEARLY_KNOWN
from app.site.manage.cohorts.setup.credit.accredited import stands
from app.site.manage.cohorts.setup.credit.approval import Entered
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.credit.signatories import is_of_pictures, sent_pictures
from app.site.manage.cohorts.setup.credit.systems import (
    besides,
    chosen_of,
    designated_in,
    why_not_named,
    why_not_offered,
)
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.parts.providers import IS_IT, meant, without_answer
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
    **dict.fromkeys(("approved_on", "expires_on"), ""),
    "requires_completion": "no",
}
"""What no certificate says, so that a proof does not wait for it."""


async def _received(request: Request) -> AsyncIterator[FormData]:
    await let(request, {LIMIT: MOST_BODY, TOLD: TOO_MUCH, AT: None})
    async with request.form(max_fields=MOST_FIELDS) as submitted:
        yield noted(request, submitted)


CreditSubmitted = Annotated[FormData, Depends(_received)]
"""The raw fields of the form, with the files that were chosen."""


def entered(visit: Visit, draft: Draft, submitted: FormData, *, for_proof: bool = False) -> Entered:
    """Read the form. Raises `FormInvalidError` with all that is wrong, in one go.

    `for_proof`: whatever is not printed is not asked for, since a proof can be looked at before
    all is filled in.
    """
    submitted, provider, asks = _provider(visit, submitted)
    fields = _printed(submitted) if for_proof else _of_credit(submitted)
    sent = sent_pictures(submitted, hashes_in_program(visit.db, draft.here.program.id))
    officers = officers_of(visit.db, provider.id, visit.now) if provider else ()
    form, errors = _parsed(fields)
    own = accredited(visit.db, form.accreditation) if form and form.accreditation else None
    if form is not None:
        errors |= _looks(visit, form)
    if form is not None and not for_proof:
        # who approved it is asked for once it is known whose it is
        errors |= _why_not(visit, draft, form, has_officers=bool(officers or asks))
        errors |= stands(form, own, provider, draft)
    errors |= {} if for_proof else asks
    known = newest_systems(visit.db)
    gone = _retired(visit, draft, known)
    errors |= why_not_offered(submitted, gone)
    chosen = chosen_of(submitted, [own for own in known if own not in gone])
    if form is not None:
        errors |= why_not_named(form, chosen)
    errors |= {**chosen.errors, **sent.errors}
    if form is None or errors:
        partners = "\n".join(str(name) for name in submitted.getlist("partner"))
        raise FormInvalidError(errors, sent.values | {"partner": partners})
    accreditation = own.accreditation if own else None
    hours = [Designated(own, form.designated) for own in known if own.key == PARTICIPATION]
    systems = [*chosen.systems, *hours]
    return Entered(form, sent, accreditation, systems, provider, officers)


def _retired(visit: Visit, draft: Draft, known: Sequence[CreditSystem]) -> Sequence[CreditSystem]:
    """Those that can not be designated here; two statements more where any is retired."""
    last, cohort_id = last_said(visit.db), draft.here.cohort.id
    if not last:
        return ()
    kept = designated_in(activity_of(visit.db, cohort_id), asked_last(visit.db, cohort_id))
    allowed = offered(known, last, kept)
    return [own for own in known if own not in allowed]


def _provider(
    visit: Visit, submitted: FormData
) -> tuple[FormData, Provider | None, Mapping[str, Text]]:
    """The fields with the provider that is meant, who that is, and what has to be asked."""
    sent, named = meant(submitted, "provider", names_now(visit.db))
    provider = provider_meant(visit.db, str(sent.get("provider", "")))
    is_asked = named is None and provider is None
    return sent, provider, {IS_IT: NEARLY_KNOWN} if is_asked else {}


def _why_not(
    visit: Visit, draft: Draft, form: CreditForm, *, has_officers: bool
) -> Mapping[str, Text]:
    today = local(visit.now, draft.here.cohort.zone).date()
    return form.why_not(today, _last_day(draft), has_officers=has_officers)


def _looks(visit: Visit, form: CreditForm) -> Mapping[str, Text]:
    if form.template in ("", *print_setup_of(visit).pack.looks):
        return {}
    return {"template": _("Choose one of the options.")}


def _last_day(draft: Draft) -> date | None:
    """The day of the last session, in the cohort's zone."""
    zone = draft.here.cohort.zone
    starts = [own.starts_at for own in draft.sessions if own.starts_at is not None]
    return local(max(starts), zone).date() if starts else None


def _of_credit(submitted: FormData) -> FormData:
    fields = without_answer(besides(submitted)).multi_items()
    return FormData([(n, v) for n, v in fields if not (is_of_pictures(n) or n.startswith(PROOF))])


def _printed(submitted: FormData) -> FormData:
    """The fields of which a certificate says something, and what stands in for the others."""
    fields = _of_credit(submitted).multi_items()
    kept = [(name, value) for name, value in fields if name not in _NOT_PRINTED]
    return FormData([*kept, *_NOT_PRINTED.items()])


def _parsed(fields: FormData) -> tuple[CreditForm | None, dict[str, Text]]:
    try:
        return parse(CreditForm, fields), {}
    except FormInvalidError as invalid:
        return None, dict(invalid.errors)
