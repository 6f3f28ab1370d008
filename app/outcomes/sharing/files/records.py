"""A file of answers as it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.outcomes.sharing.records import Held


@dataclass(frozen=True)
class MadeFile:
    """The bytes, and the line that they leave."""

    content: bytes
    sha256: str
    """Of these."""
    read: Held
    """Of what it was made."""
    act: str
    facts: Mapping[str, Any]
    allowed: str
    """`queries.allowed_in`, as it was when this was read."""
