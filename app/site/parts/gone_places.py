"""What a learner reads of a cohort whose records were deleted: no standing, but certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from app.certificates.queries import CertificateWithStatus
from app.language import Text, _


@dataclass(frozen=True)
class GonePlace:
    """A cohort of theirs, and what is left of it."""

    words: Text
    numbers: Sequence[str]
    """Of their certificates."""

    @classmethod
    def of(cls, title: str, day: date, issued: Sequence[CertificateWithStatus]) -> Self:
        """`title`: of the cohort; `day`: when its records were deleted, in the reader's zone."""
        return cls(
            _(
                "The records of {cohort} were deleted on {day:date}, as the retention policy says, "
                "so nothing is said here of how far you came.",
                cohort=title,
                day=day,
            ),
            [own.certificate.number for own in issued],
        )
