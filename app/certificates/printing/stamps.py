"""Where time stamps come from, and what is said when there is none."""

from dataclasses import dataclass
from pathlib import Path

from app.language.reasons import Reason, ReasonKind, reason
from app.printing.errors import RenderError
from app.settings import Settings

NO_STAMP = ReasonKind(
    "certificate.no_stamp",
    "The time stamping authority (TSA_URL) gave no stamp: {detail}. What was ordered waits, and it "
    "is asked again.",
)
UNTRUSTED = reason(
    "certificate.stamp_untrusted",
    "its certificate does not lead to one of TSA_CERTIFICATES",
)
NO_ROOTS = reason(
    "certificate.no_tsa_certificates", "TSA_CERTIFICATES names no file with certificates in PEM"
)
STAMPS_REVOKED = reason(
    "certificate.tsa_revoked",
    "The certificate of the time stamping authority (TSA_URL) was revoked, so a stamp of it proves "
    "nothing. What was ordered waits until the operator has set another, or lets certificates be "
    "issued without a stamp (TSA_REQUIRED=0).",
)


class StampError(RenderError):
    """There is no stamp at this moment; trying again later helps."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class StampSource:
    """Where time stamps come from, as the settings say."""

    url: str
    certificates: Path
    """In PEM, those to which the chain of a stamp must lead."""
    required: bool = True
    """Whether nothing is signed without a stamp."""


def stamp_source(settings: Settings) -> StampSource | None:
    """What the settings say; None where signatures get no time stamp."""
    if not settings.tsa_url:
        return None
    assert settings.tsa_certificates is not None  # settings see to it
    return StampSource(settings.tsa_url, settings.tsa_certificates, settings.tsa_required)
