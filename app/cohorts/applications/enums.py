"""What an application form asks for."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    """One of the options that the question names."""
    NUMBER = "number"
    CONSENT = "consent"
    """A statement that whoever applies agrees to; nobody applies without."""
