"""What another certificate would say that the one that was issued does not. Pure.

Compared is what stands on the paper for its reader: not the number, the code and the day of issue,
which are always others, nor the template.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from app.certificates.faces import COMPARED, COUNTED
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, LedSession, Signatory

Value = str | int | date | tuple[str, ...] | tuple[Signatory | LedSession, ...] | None

_OF_CREDIT = (
    *("claimed_quarters", "designated_quarters", "award_text", "notes"),
    *("accreditation_statement", "designation_statement", "claim_statement"),
)
NOT_OF_TEACHING = frozenset({"completed_on", "policy_version", *_OF_CREDIT})
"""What stands on no certificate of teaching."""
_OF_TEACHING = {"hours_text": "hours_led"}


@dataclass(frozen=True)
class Difference:
    """One fact, as it was issued and as it would be issued now."""

    fact: str
    """By its name in the snapshot."""
    before: Value
    after: Value


def differences(issued: CertificateSnapshot, now: CertificateSnapshot) -> tuple[Difference, ...]:
    """What differs between what was issued and what would be, in the order of `COMPARED`."""
    if now.kind is CertificateKind.TEACHING:
        compared = (name for name in COMPARED if name not in NOT_OF_TEACHING)
        found = _differing(issued, now, (*compared, "sessions_led"))
        return tuple(replace(own, fact=_OF_TEACHING.get(own.fact, own.fact)) for own in found)
    return (
        *_differing(issued, now, COMPARED),
        *_differing(issued.participation, now.participation, COUNTED),
    )


def _differing(issued: object, now: object, names: tuple[str, ...]) -> Iterator[Difference]:
    for name in names:
        before, after = getattr(issued, name), getattr(now, name)
        if before != after:
            yield Difference(name, before, after)


def names_in(found: tuple[Difference, ...]) -> frozenset[str]:
    """Which facts differ."""
    return frozenset(difference.fact for difference in found)


def fingerprint(found: tuple[Difference, ...], *besides: object) -> str:
    """Changes with what was shown: nobody orders what they did not see."""
    return sha256(repr((found, besides)).encode()).hexdigest()[:16]
