"""The parts of an introduction."""

from enum import StrEnum


class Part(StrEnum):
    """Something that somebody may tell; off until they choose to."""

    INTERESTS = "interests"
    OFFERS = "offers"
    CONTACT = "contact"
    ADDRESS = "address"
    """Their email address, which is no text of the introduction."""
