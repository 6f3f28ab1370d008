"""The seals that lines about disclosures carry, each over all that was kept with one act."""

from collections.abc import Sequence

from app.cohorts.gates.models import DisclosureText
from app.core.seals import seal, seal_all
from app.credit.disclosures.models import (
    DisclosedRelationship,
    Disclosure,
    DisclosureReview,
    ReviewedRelationship,
)

_MOVES = {"person_id"}
"""What merging two records of one person changes is not sealed."""
_ENDS = {"lapsed_at"}


def seal_of_disclosure(row: Disclosure, parts: Sequence[DisclosedRelationship]) -> str:
    """Of what somebody signed, with every relationship."""
    return seal({"disclosure": seal(row.model_dump(exclude=_MOVES)), "all": seal_all(parts)})


def seal_of_review(row: DisclosureReview, parts: Sequence[ReviewedRelationship]) -> str:
    """Of a review, with what it says of every relationship."""
    return seal({"review": seal(row), "all": seal_all(parts)})


def seal_of_text(row: DisclosureText) -> str:
    """Of what learners were told; that it lapsed later is no part of it."""
    return seal(row.model_dump(exclude=_ENDS))
