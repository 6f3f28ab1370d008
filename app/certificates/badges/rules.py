"""When a badge can be made of a certificate, and why one counts no more; pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.language.reasons import ReasonKind, reason

NOT_VALID = reason(
    "badge.not_valid", "This certificate is no longer valid, so there is no badge of it."
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
    KEY = "key"
    """Somebody else may have the key that signed it."""

    @property
    def said(self) -> str:
        """To programs, in English."""
        return _SAID[self]


_SAID = {
    Revoked.WITHDRAWN: "Withdrawn by its holder.",  # not shown
    Revoked.CERTIFICATE: "The certificate was revoked or replaced.",  # not shown
    Revoked.KEY: "Somebody else may have the key that signed it.",  # not shown
}


@dataclass(frozen=True)
class MadeBadge:
    """A badge with what is known of it today."""

    id: UUID
    certificate_id: UUID
    achievement_key: str
    made_at: datetime
    withdrawn_at: datetime | None
    certificate_holds: bool
    key_compromised: bool

    @property
    def revoked(self) -> Revoked | None:
        """Why it counts no more, if it does not."""
        if self.withdrawn_at is not None:
            return Revoked.WITHDRAWN
        if not self.certificate_holds:
            return Revoked.CERTIFICATE
        return Revoked.KEY if self.key_compromised else None
