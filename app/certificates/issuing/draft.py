"""Making out a certificate: every word on it resolved from the facts. Pure.

The same facts, identity and moment make the same snapshot, so that it can be made out again just
before it is recorded, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.casework.rules import COUNTED
from app.certificates import rules
from app.certificates.issuing import due
from app.certificates.issuing.credit import credit_words, credited_of
from app.certificates.issuing.inputs import CertificateInputs, Inputs
from app.certificates.issuing.rules import why_not_print, why_not_replace
from app.certificates.led.rules import words_of
from app.certificates.names.rules import TO_CHECK
from app.certificates.numbers import new_code, new_number
from app.certificates.orders import Replacement
from app.certificates.printing.marking import CODE, NUMBER
from app.certificates.printing.templates import TemplatePack
from app.certificates.printing.wording import dates_text
from app.certificates.snapshot import (
    CertificateKind,
    CertificateSnapshot,
    Participation,
    Shown,
    Signatory,
    UnfitError,
)
from app.core.errors import ConflictError, RefusedError, require
from app.credit.ledger import Ledger
from app.credit.pictures.rules import Pictured, logos_in, signature_in
from app.credit.status.rules import CreditStatus
from app.language import Text, ngettext
from app.language.reasons import Reason

if TYPE_CHECKING:
    from app.credit.models import Activity


class AlreadyIssuedError(ConflictError):
    """Another issue was first; what was wanted is there."""


class Identity(NamedTuple):
    """The two strings by which a certificate is known."""

    number: str
    code: str

    @classmethod
    def fresh(cls) -> Self:
        """An identity that nobody has had."""
        return cls(new_number(), new_code())


@dataclass(frozen=True)
class PrintSetup:
    """What an installation prints on: its own address, and its templates."""

    base_url: str
    pack: TemplatePack

    def verify_url(self, code: str) -> str:
        """Where anybody can check the certificate with this code."""
        return f"{self.base_url}/verify/{code}"

    def template(self, kind: CertificateKind, look: str) -> dict[str, Any]:
        """Which template prints a kind in a look, and its version.

        Raises `RefusedError` where the pack has no such look.
        """
        key = self.pack.key_of(kind.value, look)
        if key is None:
            raise RefusedError(rules.NO_LOOK(look=look))
        return {"template_key": key, "template_hash": self.pack.version(key)}


def build_snapshot(
    certificate_inputs: Inputs | None,
    kind: CertificateKind,
    identity: Identity,
    print_setup: PrintSetup,
    now: datetime,
    replacement: Replacement | None = None,
) -> CertificateSnapshot:
    """The snapshot of a certificate that is due to this person now.

    `replacement`: whose place it takes; without one, there must be no other. Who has left gets
    nothing but what takes the place of what they got.

    Raises:
        RefusedError: It is not, with the rule's reason; or something cannot stand on a certificate,
            or it is not what was looked at when it was ordered.
        AlreadyIssuedError: There is a live one.
    """
    if certificate_inputs is None or (replacement is None and certificate_inputs.has_left):
        raise RefusedError(rules.NOT_ENROLLED)
    if replacement is not None and replacement.in_force:
        certificate_inputs = certificate_inputs.in_force
    before = certificate_inputs.before(replacement.certificate_id) if replacement else None
    if replacement is None:
        _require_due(certificate_inputs, kind)
    else:
        require(why_not_replace(replacement, before, certificate_inputs.live(kind)))
        require(due.why_not_again(certificate_inputs, kind))
    require(rules.NOT_READY(missing=(TO_CHECK,)) if certificate_inputs.name else None)
    try:
        made = _snapshot(certificate_inputs, kind, identity, print_setup, now, replacement)
    except ValidationError as invalid:
        raise RefusedError(unfit(invalid)) from invalid
    if replacement is not None and before is not None:
        require(why_not_print(replacement, before, made))
    return made


def _require_due(certificate_inputs: Inputs, kind: CertificateKind) -> None:
    why_not = due.why_not_first(certificate_inputs, kind)
    if why_not is not None and certificate_inputs.live(kind) is not None:
        raise AlreadyIssuedError(why_not)
    require(why_not)


def build_preview(
    certificate_inputs: Inputs,
    kind: CertificateKind,
    print_setup: PrintSetup,
    now: datetime,
    replacement: Replacement | None = None,
) -> CertificateSnapshot:
    """The snapshot as it would be now, under no number, whether or not somebody knows the name.

    Raises the same.
    """
    known = replace(certificate_inputs, name=None)
    return build_snapshot(known, kind, Identity(NUMBER, CODE), print_setup, now, replacement)


def _snapshot(
    certificate_inputs: Inputs,
    kind: CertificateKind,
    identity: Identity,
    print_setup: PrintSetup,
    now: datetime,
    replacement: Replacement | None,
) -> CertificateSnapshot:
    here, person, activity = (
        certificate_inputs.here,
        certificate_inputs.person,
        certificate_inputs.activity,
    )
    assert activity is not None  # without one, nothing is due
    zone = here.cohort.zone
    earlier = certificate_inputs.before(replacement.certificate_id) if replacement else None
    return CertificateSnapshot(
        kind=kind,
        number=identity.number,
        code=identity.code,
        verify_url=print_setup.verify_url(identity.code),
        person_name=person.certificate_name,
        degrees=person.degrees or None,
        program_title=here.program.title,
        cohort_title=here.cohort.title,
        activity_title=activity.title,
        provider=activity.provider,
        joint_providers=tuple(activity.joint_providers),
        learning_format=activity.learning_format,
        place=activity.place or None,
        issued_on=_local(now, zone),
        zone=zone,
        **signed_by(activity),
        **print_setup.template(kind, activity.template),
        policy_version=str(here.policy_version.version),
        replaces=earlier.number if earlier else None,
        **_what_was_done(certificate_inputs, kind, now),
    )


def _what_was_done(inputs: Inputs, kind: CertificateKind, now: datetime) -> dict[str, Any]:
    """The facts that follow from what somebody did, as a learner or as who leads."""
    zone = inputs.here.cohort.zone
    if not isinstance(inputs, CertificateInputs):
        return words_of(due.led_of(inputs), zone)
    days = _days_held(inputs.standing.ledger, zone, now)
    return {
        "dates_text": dates_text(min(days), max(days)),
        "completed_on": _completed_on(inputs.standing.ledger, zone, now),
        "participation": _participation(inputs.standing),
        **credit_words(kind, credited_of(kind, inputs)),
    }


def signed_by(activity: Activity) -> dict[str, Any]:
    """Who signs for an activity, in whose names, and what is shown of both."""
    signatures = [signature_in(signatory) for signatory in activity.signatories]
    return {
        "signatories": tuple(
            Signatory(name=signatory["name"], role=signatory["role"])
            for signatory in activity.signatories
        ),
        "signatures": tuple(own and _shown(own) for own in signatures) if any(signatures) else (),
        "logos": tuple(map(_shown, logos_in(activity.logos))),
    }


def _shown(picture: Pictured) -> Shown:
    return Shown(sha256=picture.sha256, alt=picture.alt)


def _participation(standing: CreditStatus) -> Participation:
    units, verdict = standing.ledger.units, standing.completion
    return Participation(
        units=len(units),
        modules_offered=sum(unit.has_module for unit in units),
        modules_attested=verdict.modules_done,
        sessions_held=verdict.sessions_held,
        sessions_counted=verdict.sessions_counted,
    )


def _days_held(ledger: Ledger, zone: str, now: datetime) -> list[date]:
    """The days of the sessions that were held; of a program without sessions, one's own days."""
    starts = [unit.starts_at for unit in ledger.units if unit.starts_at and unit.held(now)]
    return [_local(moment, zone) for moment in starts or list(_done(ledger, now)) or [now]]


def _completed_on(ledger: Ledger, zone: str, now: datetime) -> date:
    """The day of the last thing this person did that counts."""
    return _local(max(_done(ledger, now), default=now), zone)


def _done(ledger: Ledger, now: datetime) -> Iterator[datetime]:
    for unit in ledger.units:
        if unit.signed_at is not None:
            yield unit.signed_at
        if unit.starts_at is not None and unit.held(now) and unit.status in COUNTED:
            yield unit.starts_at + timedelta(minutes=unit.minutes_scheduled)


def _local(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def unfit(invalid: ValidationError) -> Reason:
    """What is wrong with the facts, for the coordinator who reads it beside a name."""
    error = invalid.errors(include_url=False)[0]
    where = [str(part) for part in error["loc"]]
    fact = rules.FACTS.get(where[0], " ".join(where)) if where else rules.ALL_FACTS
    return rules.UNFIT_FACT(fact=fact, problem=_problem(error))


def _problem(error: ErrorDetails) -> Text:
    """What is wrong with a fact; what we have no words for is told as pydantic tells it."""
    limits = error.get("ctx", {})
    raised = limits.get("error")
    if isinstance(raised, UnfitError):
        return raised.why
    if error["type"] == "string_too_long":
        return ngettext(
            "It is longer than {count} character.",
            "It is longer than {count} characters.",
            count=limits["max_length"],
        )
    if error["type"] == "too_short":
        return ngettext(
            "There must be at least {count}.",
            "There must be at least {count}.",
            count=limits["min_length"],
        )
    if error["type"] == "too_long":
        return ngettext(
            "There can be at most {count}.",
            "There can be at most {count}.",
            count=limits["max_length"],
        )
    return error["msg"]
