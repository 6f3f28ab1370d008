"""When a badge can be made of a certificate, and why one counts no more; pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.certificates.alterations.rules import ALTERED
from app.certificates.rules import NOT_AS_ISSUED, CertificateStatus
from app.language.reasons import Reason, ReasonKind, reason

NOT_VALID = reason(
    "badge.not_valid", "This certificate is no longer valid, so there is no badge of it."
)
DOUBTFUL = reason(
    "badge.doubtful",
    "The signature of this certificate is doubtful, so there is no badge of it. Ask whoever issued "
    "it for another one.",
)
WRONG_KEY = ReasonKind(
    "badge.wrong_key",
    "The key that signs here ({key}) is of a kind that badges cannot be signed with. The operator "
    "has to set an RSA key, or one on the curve P-256: python -m app keys rotate",
)
NO_WORDS = ReasonKind(
    "badge.no_words", "The words of badges in certificates/badge.yaml cannot be read: {detail}"
)


class Revoked(StrEnum):
    """Why a badge counts no more."""

    WITHDRAWN = "withdrawn"
    CERTIFICATE = "certificate"
    """Its certificate was revoked or replaced."""
    ALTERED = "altered"
    """What is stored of its certificate is not what was issued."""
    DOUBT = "doubt"
    """The signature of its certificate may be of somebody who had no right to it."""
    KEY = "key"
    """Somebody else may have the key that signed it."""

    @property
    def said(self) -> str:
        """To programs, in English."""
        return _SAID[self]


_SAID = {
    Revoked.WITHDRAWN: "Withdrawn by its holder.",  # not shown
    Revoked.CERTIFICATE: "The certificate was revoked or replaced.",  # not shown
    Revoked.ALTERED: "What is stored of its certificate is not what was issued.",  # not shown
    Revoked.DOUBT: "The signature of its certificate is doubtful.",  # not shown
    Revoked.KEY: "Somebody else may have the key that signed it.",  # not shown
}


def why_not_badge(
    number: str, status: CertificateStatus, *, as_issued: bool = True
) -> Reason | None:
    """Why a certificate has no badge, whoever signs: nobody can rely on it.

    `as_issued`: whether what is stored of it is, where that was just looked at.
    """
    if not as_issued or status.doubt == ALTERED:
        return NOT_AS_ISSUED(number=number)
    if status.is_doubtful:
        return DOUBTFUL
    return None if status.holds else NOT_VALID


@dataclass(frozen=True)
class MadeBadge:
    """A badge with what is known of it today."""

    id: UUID
    certificate_id: UUID
    achievement_key: str
    made_at: datetime
    withdrawn_at: datetime | None
    certificate_holds: bool
    """Whether it was neither revoked nor replaced."""
    key_compromised: bool
    pdf_sha256: str
    """Of the file of its certificate."""
    issued_at: datetime
    """Its certificate."""
    altered: bool
    """Whether what is stored of its certificate was found altered."""
    doubtful: bool
    """Whether its certificate is, where that was looked up."""

    @property
    def revoked(self) -> Revoked | None:
        """Why it counts no more, if it does not."""
        if self.withdrawn_at is not None:
            return Revoked.WITHDRAWN
        if not self.certificate_holds:
            return Revoked.CERTIFICATE
        if self.altered:
            return Revoked.ALTERED
        if self.doubtful:
            return Revoked.DOUBT
        return Revoked.KEY if self.key_compromised else None
