"""Reasons in the words of a coordinator's pages."""

from app.certificates.queries import Candidate
from app.certificates.rules import BEING_ISSUED


def still_missing(candidate: Candidate) -> list[str]:
    """What keeps a person from a certificate; that one is being issued keeps from nothing."""
    return [reason for reason in candidate.missing if reason != BEING_ISSUED]
