"""What whoever answers a make-up says. Pure."""

from dataclasses import dataclass

from app.casework.saves.rules import NOT_AMENDED, Amendment


@dataclass(frozen=True)
class Approval:
    """What whoever approves a make-up says of it."""

    word: str = ""
    minutes: int | None = None
    """How long they were at a sister session."""
    amendment: Amendment = NOT_AMENDED
