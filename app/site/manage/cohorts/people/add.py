"""Finding somebody who is known, to put them into a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.enums import WayIn
from app.cohorts.joining.queries import FoundPerson
from app.site.manage.cohorts.page import path_of
from app.site.parts.places import STATUS
from app.web.parts import Badge

MOST = 20


@dataclass(frozen=True)
class FoundLine:
    """Somebody who was found."""

    name: str
    institution: str
    address: str
    status: Badge
    href: str


@dataclass(frozen=True)
class AddPage:
    """Whom the words find."""

    cohort: str
    path: str
    query: str
    found: Sequence[FoundLine]
    more: bool
    """Whether there are others, who are not shown."""
    by_invitation: bool
    """Then nobody who is new comes in by the cohort's page."""


def add_page(here: CohortContext, query: str, found: Sequence[FoundPerson]) -> AddPage:
    """At most so many, each with how they stand in this cohort."""
    path = path_of(here)
    lines = [_line(path, person) for person in found[:MOST]]
    by_invitation = here.cohort.way_in is WayIn.INVITATION
    return AddPage(here.cohort.title, path, query, lines, len(found) > MOST, by_invitation)


def _line(path: str, found: FoundPerson) -> FoundLine:
    status = found.enrollment.status if found.enrollment else Status.NONE
    return FoundLine(
        found.person.sort_name,
        found.institution.short_name,
        found.address,
        STATUS[status],
        f"{path}/people/{found.person.id}",
    )
