"""The button by which somebody is recorded who was in the session."""

from dataclasses import dataclass

from app.language import Text


@dataclass(frozen=True)
class ConfirmPage:
    """The button, or why nothing was recorded."""

    cohort: str
    path: str
    action: str
    why_not: Text | None
