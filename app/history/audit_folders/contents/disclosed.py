"""What was read of disclosures, for the tables of a folder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from app.cohorts.gates.models import DisclosureRead, DisclosureText
from app.credit.disclosures.models import (
    ContentController,
    DisclosedRelationship,
    Disclosure,
    DisclosureDecision,
    DisclosureRequest,
    DisclosureReview,
    ReviewedRelationship,
)
from app.credit.disclosures.rules import Controller


@dataclass(frozen=True)
class ReviewPart:
    """A review, with what it says of one relationship; None where none was disclosed."""

    review: DisclosureReview
    said: ReviewedRelationship | None


@dataclass(frozen=True)
class Disclosed:
    """All that is recorded of disclosures for one cohort's activity."""

    controllers: Sequence[Controller]
    """As the page of the cohort lists them, with how far each is."""
    entered: Sequence[ContentController]
    """Who was entered by name or left out with a word, also where that was taken away."""
    requests: Sequence[DisclosureRequest]
    given: Sequence[Disclosure]
    """Those that were reviewed for this activity, held while it ran, or hold now."""
    relationships: Mapping[UUID, DisclosedRelationship]
    """By id, in the order of their disclosures."""
    reviews: Sequence[ReviewPart]
    decisions: Sequence[DisclosureDecision]
    texts: Sequence[DisclosureText]
    """The first version first."""
    readings: Sequence[DisclosureRead]

    @cached_property
    def numbers(self) -> Mapping[UUID, int]:
        """Each disclosure's number in the folder: by it the tables name them."""
        return {own.id: at for at, own in enumerate(self.given, 1)}

    @cached_property
    def versions(self) -> Mapping[UUID, int]:
        """The version of each text."""
        return {own.id: own.version for own in self.texts}

    def people(self) -> Iterator[UUID | None]:
        """Everybody who is named in it."""
        yield from (own.person_id for own in self.entered)
        yield from (own.by for own in self.entered)
        yield from (own.person_id for own in self.requests)
        yield from (own.by for own in self.requests)
        yield from (own.person_id for own in self.given)
        yield from (own.by for own in self.given)
        yield from (own.review.by for own in self.reviews)
        yield from (own.by for own in self.decisions)
