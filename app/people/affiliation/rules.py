"""What is said of where somebody belongs; pure."""

from dataclasses import dataclass
from uuid import UUID

from app.people.enums import Profession


@dataclass(frozen=True)
class Affiliation:
    """An institution and a profession."""

    institution_id: UUID
    profession: Profession
    is_verified: bool
    """Whether somebody knows that this is their profession: only then it counts for credit."""
