"""What the link to an address shows."""

from dataclasses import dataclass

from app.language.reasons import Reason


@dataclass(frozen=True)
class LinkPage:
    """A button; after it, what became of it."""

    token: str
    added: bool = False
    why_not: Reason | None = None
