"""The page of somebody who is in no cohort yet, wherever their course would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.coming.queries import ComingCohort
from app.language import Text
from app.site.parts.coming import badge_of
from app.site.parts.gone_places import GonePlace
from app.site.parts.seats import OwnSeat
from app.site.parts.studies_asking import StudyLinks, study_links
from app.studies.own.queries import StudyAsking
from app.web.parts import Link


@dataclass(frozen=True)
class OfferedCohort:
    """A cohort that has not begun, with its door."""

    link: Link
    badge: Text
    tone: str


@dataclass(frozen=True)
class NoCohortPage:
    """Somebody who is in no cohort yet: what is on the way, and what they could join."""

    name: str
    seats: Sequence[OwnSeat]
    offered: Sequence[OfferedCohort]
    studies: StudyLinks
    """Which ask them still, though they left the course."""
    gone: Sequence[GonePlace]
    """Cohorts of theirs whose records were deleted."""


def no_cohort_page(
    name: str,
    seats: Sequence[OwnSeat],
    cohorts: Sequence[ComingCohort],
    now: datetime,
    *,
    studies: Sequence[StudyAsking] = (),
    gone: Sequence[GonePlace] = (),
    reader_zone: str = "UTC",
) -> NoCohortPage:
    """The page, with the doors of the cohorts that have not begun."""
    offered = [
        OfferedCohort(Link(cohort.title, f"/join/{cohort.slug}"), *badge_of(cohort, now))
        for cohort in cohorts
    ]
    return NoCohortPage(name, seats, offered, study_links(studies, reader_zone), gone)
