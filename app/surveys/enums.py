"""Whose answers they are, and what a survey is for."""

from enum import StrEnum


class IdentityMode(StrEnum):
    """What is kept of whose an answer is; the tables that answers lie in hold to it."""

    IDENTIFIED = "identified"
    """The place in the cohort."""
    CONFIDENTIAL = "confidential"
    """A pseudonym, whose key lies apart; each look at the key leaves a line."""
    LINKED = "linked"
    """Anonymous, with a code that people make themselves, alike each time."""
    UNLINKED = "unlinked"
    """Anonymous, with nothing: two times can be compared as groups only."""

    @property
    def is_anonymous(self) -> bool:
        """Whether nothing kept says whose an answer is, or when it came."""
        return self in {IdentityMode.LINKED, IdentityMode.UNLINKED}


class Purpose(StrEnum):
    """What a survey is for."""

    EVALUATION = "evaluation"
    """A cohort's policy names it: completion, and with it credit, waits for it."""
    WAVE = "wave"
    """One wave of a project."""
