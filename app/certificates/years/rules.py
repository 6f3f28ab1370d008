"""Year-end counts of accredited activities; pure.

Choices:

- A year begins and ends in the zone of the provider.
- Who took part is who attended a session, made one up or signed a module, after the activity was
  designated; whoever led a session took no part in it. Each is counted once in each activity, in
  the year in which they last took part: an activity over the new year counts nobody twice.
- Credit awarded is what certificates of credit say that hold, in the year of the learner: of each
  system a number of its own, since nobody adds contact hours to credits.
- Designated is what was in force when the year ended, whatever was approved later, with what it was
  before where it was changed within the year: what is reported of a year stays so.
- Instruction is what was offered: sessions in the year in which they were held, modules in the year
  in which they opened, each as long as the activity was designated for on that day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.credit.minutes.rules import Rates, minutes_at
from app.language.moments import local
from app.people.enums import Profession


class HeldSession(NamedTuple):
    """A session that was held, and how long it was planned for."""

    starts_at: datetime
    minutes: int


class DesignatedSince(NamedTuple):
    """How much a version of an activity was designated for, and from when on."""

    since: datetime
    quarters: int


class CountedIn(NamedTuple):
    """A system that certificates award credit in."""

    key: str
    unit: str
    """What more than one of it is called, as who awards it writes it."""


@dataclass(frozen=True)
class CountedActivity:
    """An accredited activity with what was offered in it."""

    cohort_id: UUID
    cohort: str
    slug: str
    title: str
    provider: str
    zone: str
    """The provider's."""
    designated: Sequence[DesignatedSince]
    """Every version, in the order of approval; there is one at least."""
    session_rates: Rates
    """What a session is designated for at most, and since when; empty: sessions earn nothing."""
    module_rates: Rates
    sessions: Sequence[HeldSession]
    modules: Sequence[datetime]
    """When each opened."""

    def designated_in(self, year: int) -> Sequence[DesignatedSince]:
        """What was in force when a year ended, after all that was in force while it lasted."""
        found = list(self.designated[:1])
        for own in self.designated[1:]:
            if year_of(own.since, self.zone) < year:
                found = [own]
            elif year_of(own.since, self.zone) == year and own.quarters != found[-1].quarters:
                found.append(own)
        return found


@dataclass(frozen=True)
class TookPart:
    """Somebody who took part in an activity."""

    cohort_id: UUID
    profession: Profession
    last_at: datetime
    """When they took part last."""
    quarters: int = 0
    """The credit that a certificate awards them; 0 for none."""
    system: CountedIn | None = None
    """In what it is awarded; None where none is."""


@dataclass(frozen=True)
class YearLine:
    """One activity in one year."""

    year: int
    activity: CountedActivity
    learners: Mapping[Profession, int]
    awarded: Mapping[CountedIn, int]
    """The quarters in each system that anything is awarded in."""
    minutes: int
    """Of instruction."""

    @property
    def physicians(self) -> int:
        """How many of them are physicians."""
        return self.learners.get(Profession.PHYSICIAN, 0)

    @property
    def others(self) -> int:
        """How many are not."""
        return sum(self.learners.values()) - self.physicians


def year_lines(activities: Iterable[CountedActivity], people: Iterable[TookPart]) -> list[YearLine]:
    """Each activity in each year in which anything of it was; the newest year first."""
    of_cohort: defaultdict[UUID, list[TookPart]] = defaultdict(list)
    for person in people:
        of_cohort[person.cohort_id].append(person)
    found = [
        line for activity in activities for line in _lines(activity, of_cohort[activity.cohort_id])
    ]
    return sorted(found, key=lambda line: (-line.year, line.activity.title, line.activity.slug))


def year_of(moment: datetime, zone: str) -> int:
    """The calendar year of a moment on the clock of a zone."""
    return local(moment, zone).year


def _lines(activity: CountedActivity, people: Sequence[TookPart]) -> list[YearLine]:
    learners: defaultdict[int, Counter[Profession]] = defaultdict(Counter)
    awarded: defaultdict[int, Counter[CountedIn]] = defaultdict(Counter)
    for person in people:
        year = year_of(person.last_at, activity.zone)
        learners[year][person.profession] += 1
        if person.system is not None:
            awarded[year][person.system] += person.quarters
    minutes = _minutes(activity)
    return [
        YearLine(year, activity, dict(learners[year]), dict(awarded[year]), minutes[year])
        for year in {*learners, *(year for year, count in minutes.items() if count)}
    ]


def _minutes(activity: CountedActivity) -> Counter[int]:
    found: Counter[int] = Counter()
    for held in activity.sessions:
        year = year_of(held.starts_at, activity.zone)
        found[year] += min(held.minutes, _on(activity.session_rates, held.starts_at))
    for opened_at in activity.modules:
        found[year_of(opened_at, activity.zone)] += _on(activity.module_rates, opened_at)
    return found


def _on(rates: Rates, moment: datetime) -> int:
    return (minutes_at(rates, moment, None) or 0) if rates else 0
