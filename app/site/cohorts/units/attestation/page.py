"""The check page before a signature is taken back."""

from dataclasses import dataclass

from app.language import Text
from app.language.reasons import Reason


@dataclass(frozen=True)
class WithdrawalPage:
    """A check page before an attestation is withdrawn."""

    language: str
    """Of the statement."""
    eyebrow: str
    title: Text
    statement: str | None
    path: str
    reason: Reason | None
    updated: bool
    """Whether the unit has another text by now, which one would sign next."""
