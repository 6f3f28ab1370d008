"""Where revocation data come from (PAdES B-LT), and what is said when there are none."""

from dataclasses import dataclass
from pathlib import Path

from app.certificates.printing.stamps import NO_STAMP, STAMPS_REVOKED
from app.language.reasons import Reason, ReasonKind, reason
from app.printing.errors import RenderError
from app.settings import Settings

NO_EVIDENCE = ReasonKind(
    "certificate.no_evidence",
    "Nothing shows now that the certificate of the key that signs, or that of the time stamps, is "
    "not revoked (LTV_REQUIRED): {detail}. What was ordered waits, and it is looked for again.",
)
KEY_REVOKED = reason(
    "certificate.key_revoked",
    "The authority that gave the key that signs its certificate has revoked it, so nothing is "
    "signed with it. The operator has to set another: python -m app keys rotate",
)
NO_ROOT = reason(
    "certificate.no_root",
    "the file of the key does not hold the certificates above its own, up to the one that vouches "
    "for itself",
)
WAITING = frozenset({NO_STAMP.code, STAMPS_REVOKED.code, NO_EVIDENCE.code, KEY_REVOKED.code})
"""With these reasons an order waits, and is tried again."""


class EvidenceError(RenderError):
    """Nothing is signed at this moment; trying again later helps."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class EvidenceSource:
    """Where revocation data come from, as the settings say."""

    files: Path | None
    """A file, or a folder of files, that an operator keeps fresh."""
    fetches: bool
    """Whether what the certificates name is asked."""
    required: bool = False
    """Whether nothing is signed without."""


def evidence_source(settings: Settings) -> EvidenceSource | None:
    """What the settings say; None where none are looked for."""
    if settings.ltv_files is None and not settings.ltv_fetch:
        return None
    return EvidenceSource(settings.ltv_files, settings.ltv_fetch, settings.ltv_required)
