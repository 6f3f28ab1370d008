"""What is said of where somebody belongs, and what is verified of it; pure."""

from dataclasses import dataclass
from uuid import UUID

from app.language.reasons import ReasonKind, reason
from app.people.enums import Profession

NOBODY_TICKED = reason(
    "profession.nobody_ticked", "Tick at least one person. Nothing is verified yet."
)
NO_LONGER_WAITS = reason(
    "profession.no_longer_waits",
    "Somebody whom you ticked no longer waits to be verified. Nothing was changed: look at who "
    "still does.",
)
SAYS_ANOTHER = ReasonKind(
    "profession.says_another",
    "{name} has another profession by now than your page showed. Nothing was changed: look at it "
    "again.",
)


@dataclass(frozen=True)
class Affiliation:
    """An institution and a profession."""

    institution_id: UUID
    profession: Profession
    is_verified: bool
    """Whether somebody knows that this is their profession: only then it counts for credit."""


@dataclass(frozen=True)
class SeenProfession:
    """Whose profession is verified, as it stood where that was decided."""

    person_id: UUID
    profession: Profession
