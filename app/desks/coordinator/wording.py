"""Counts and reasons in the words of a coordinator's pages."""

from app.certificates.queries import Candidate
from app.certificates.rules import BEING_ISSUED


def counted(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 certificate`, `46 certificates`, `24 people`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def still_missing(candidate: Candidate) -> list[str]:
    """What keeps a person from a certificate; that one is being issued keeps from nothing."""
    return [reason for reason in candidate.missing if reason != BEING_ISSUED]
