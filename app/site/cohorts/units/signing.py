"""The part of a unit's page in which it is signed, or was."""

from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.learning import rules
from app.learning.models import Attestation
from app.packs.text.quotes import curly
from app.site.cohorts.units.facts import UnitFacts


@dataclass(frozen=True)
class Signature:
    """An attestation as it was signed."""

    statement: str
    typed_name: str
    signed: datetime
    path: str
    """The page that shows the exact text it was made for."""
    updated: Reason | None
    """That the unit has another text by now."""


@dataclass(frozen=True)
class Signing:
    """What one signs, or signed; and why that is not possible."""

    statement: str
    statement_version: str
    module_hash: str
    signer: str
    signature: Signature | None = None
    elsewhere: Text | None = None
    """That it was signed in a cohort whose work counts here, so it is not asked for again."""
    why_not: Reason | None = None
    moved: Reason | None = None
    """That the text is another one since, for who has not signed."""


def signing(facts: UnitFacts) -> Signing:
    """Where a unit is signed."""
    work, cohort = facts.work, facts.learner.cohort
    signed = facts.recorded.attestation is not None
    why_not = rules.why_not_attest(facts.times, work.items, signed=signed, now=facts.now)
    return Signing(
        statement=_statement(facts),
        statement_version=cohort.attestation_version,
        module_hash=facts.module.hash,
        signer=facts.reader.certificate_name,
        signature=_signature(facts),
        elsewhere=_signed_elsewhere(facts),
        why_not=why_not,
        moved=_moved(facts),
    )


def _signature(facts: UnitFacts) -> Signature | None:
    """The learner's own signature of this unit, if there is one."""
    signed = facts.recorded.attestation
    if signed is None:
        return None
    return Signature(
        statement=signed.statement,
        typed_name=signed.typed_name,
        signed=local(signed.signed_at, signed.zone),
        path=f"/my/record/attestations/{signed.id}",
        updated=_updated(facts, signed),
    )


def _updated(facts: UnitFacts, signed: Attestation) -> Reason | None:
    return rules.why_signed_text_differs(
        same=signed.module_version_id == facts.unit.module_version_id,
        moved_at=facts.recorded.moved_at,
        signed_at=signed.signed_at,
        zone=signed.zone,
        unit=facts.label,
    )


def _signed_elsewhere(facts: UnitFacts) -> Text | None:
    """That it was signed in a cohort whose work counts here, so it is not asked for again."""
    carried = facts.elsewhere
    if carried is None or carried.signed_at is None:
        return None
    return _(
        "You signed this in {cohort} on {signed:date}. It counts here too, so there is nothing to "
        "sign again.",
        cohort=carried.signed_in,
        signed=local(carried.signed_at, facts.learner.cohort.zone),
    )


def _statement(facts: UnitFacts) -> str:
    """What one signs."""
    text = facts.learner.cohort.attestation_text
    filled = rules.statement_for(text, unit=facts.label, title=facts.unit.title)
    return curly(filled, facts.learner.program.language)


def _moved(facts: UnitFacts) -> Reason | None:
    """That the text is another one since, for who has not signed."""
    if facts.work.signed:
        return None
    zone = facts.learner.cohort.zone
    return rules.moved_text(facts.recorded.moved_at, zone=zone, unit=facts.label)
