"""The acts of a history as its list shows them, each with where it leads."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.history.queries import HistoryLine
from app.history.rules import ROLE_ACTS
from app.language import Text, _
from app.language.moments import date_time, in_cohort_zone, leading_zone
from app.people.models import Person
from app.site.manage.cohorts.history.words import next_after, title_of
from app.site.manage.cohorts.page import path_of
from app.site.parts.people import person_path
from app.site.parts.reasons import why
from app.web.parts import Link


@dataclass(frozen=True)
class Act:
    """One act, as the list shows it."""

    line: HistoryLine
    zone: str
    reader_zone: str
    unit: Link | None
    """The unit it is about."""
    person: Link | None
    """Whom it is about."""
    by: Link
    """Who acted, with their page where the reader may open it."""

    @property
    def when(self) -> str:
        """Weekday, day, time and zone, by the reader's clock."""
        at = self.line.line.at
        return date_time(at, leading_zone(at, self.zone, self.reader_zone))

    @property
    def cohort_time(self) -> Text | None:
        """By the cohort's clock, where that shows something else."""
        return in_cohort_zone(self.line.line.at, self.zone, self.reader_zone)

    @property
    def iso(self) -> str:
        """For programs that read the page."""
        return self.line.line.at.isoformat()

    @property
    def title(self) -> Text:
        """What was done."""
        return title_of(self.line.line)

    @property
    def next(self) -> Text | None:
        """What follows from it by itself."""
        return next_after(self.line.line, self.zone)

    @property
    def behalf(self) -> Text | None:
        """For which institution they acted."""
        if self.line.behalf is None:
            return None
        return _("on behalf of {institution}", institution=self.line.behalf)

    @property
    def reason(self) -> Text:
        """Why, as it was said."""
        return why(self.line.line.reason)


def acts_of(
    here: CohortContext, lines: Sequence[HistoryLine], seen: Set[UUID], reader_zone: str
) -> list[Act]:
    """What was read, with where each leads. `seen`: who of those that acted has a page to open."""
    zone = here.cohort.zone
    return [
        Act(line, zone, reader_zone, _unit(here, line), _person(here, line), _by(line.by, seen))
        for line in lines
    ]


def _by(person: Person | None, seen: Set[UUID]) -> Link:
    if person is None:
        return Link(_("A rule"), None)
    return Link(person.display_name, person_path(person.id) if person.id in seen else None)


def _unit(here: CohortContext, line: HistoryLine) -> Link | None:
    """Learners' acts name their unit in the facts; what is done to a unit is about it."""
    position = line.thing.position or line.line.facts.get("unit")
    if not isinstance(position, int):
        return None
    return Link(here.label(position), f"/teach/{here.cohort.slug}/sessions/{position}")


def _person(here: CohortContext, line: HistoryLine) -> Link | None:
    if line.about is None:
        return None
    if line.line.act in ROLE_ACTS:
        return Link(line.about.display_name, person_path(line.about.id))
    return Link(line.about.display_name, f"{path_of(here)}/people/{line.about.id}")
