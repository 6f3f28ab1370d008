"""The certificates that an activity would give, with its own texts and in the worst case."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from app.certificates.issuing.credit import statement
from app.certificates.issuing.draft import PrintSetup, unfit
from app.certificates.printing.marking import CODE, NUMBER
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.certificates.specimens import CROWDED, specimen
from app.core.errors import RefusedError
from app.credit.phrase import credits_text


class Case(StrEnum):
    """Whose certificate it would be."""

    USUAL = "usual"
    CROWDED = "crowded"
    """The longest name, title and list of partners there is."""


def proof_of(
    terms: Mapping[str, Any],
    kind: CertificateKind,
    case: Case,
    setup: PrintSetup,
    *,
    program: str,
    cohort: str,
    zone: str,
) -> CertificateSnapshot:
    """A certificate of nobody. Raises `RefusedError` for texts that cannot be printed."""
    facts = _usual(terms, setup) | (_longest(terms) if case is Case.CROWDED else {})
    place = {"program_title": program, "cohort_title": cohort, "zone": zone}
    try:
        return specimen(kind.value, setup.pack, **facts, **place, **_credit(terms, kind))
    except ValidationError as invalid:
        raise RefusedError(unfit(invalid)) from invalid


def _usual(terms: Mapping[str, Any], setup: PrintSetup) -> dict[str, Any]:
    own = ("provider", "learning_format", "signatories")
    return {name: terms[name] for name in own} | {
        "activity_title": terms["title"],
        "joint_providers": tuple(terms["joint_providers"]),
        "place": terms["place"] or None,
        "number": NUMBER,
        "code": CODE,
        "verify_url": setup.verify_url(CODE),
    }


def _longest(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Its own words where they are longer, and its own partners before others."""
    others, own = CROWDED["joint_providers"], terms["joint_providers"]
    partners = (*own, *(name for name in others if name not in own))
    return {
        "person_name": CROWDED["person_name"],
        "degrees": CROWDED["degrees"],
        "activity_title": max(terms["title"], CROWDED["activity_title"], key=len),
        "joint_providers": partners[: max(len(own), len(others))],
    }


def _credit(terms: Mapping[str, Any], kind: CertificateKind) -> dict[str, Any]:
    """What it says of credit: as if somebody had claimed all of it."""
    most = terms["designated_quarters"]
    if kind is CertificateKind.COMPLETION:
        return {}
    words = {
        "designated_quarters": most,
        "accreditation_statement": statement(terms["accreditation_statement"]),
    }
    if kind is CertificateKind.PARTICIPATION:
        return words | {"hours_text": f"{credits_text(most)} hours"}  # not shown
    return words | {
        "claimed_quarters": most,
        "designation_statement": statement(terms["designation_statement"]),
        "claim_statement": statement(terms["claim_statement"]),
    }
