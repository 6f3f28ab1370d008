"""A check page before a change of the schedule: who is affected, what follows, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.cohorts.changes.queries import ScheduledUnit, ZoneRow
from app.cohorts.rehearsal.rules import in_order
from app.credit.stages.changes.rules import Turned
from app.language import Text, _, ngettext
from app.language.moments import local, zone_name, zone_place
from app.language.reasons import Reason
from app.messages.ahead import LetterAhead
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.site.parts.turns import TURNS
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class Reached:
    """Whom a change reaches, and on whose clocks they are."""

    zones: Sequence[ZoneRow]
    facilitators: int
    """Of the cohort: they are told of a session that nobody leads by name."""
    held: int
    """For how many a seat is held: they have not come in yet, and are not told."""

    @property
    def people(self) -> int:
        """How many are enrolled."""
        return sum(row.people for row in self.zones)


@dataclass(frozen=True)
class ClockLine:
    """What the clocks of one zone show, before and after."""

    place: Text
    name: str
    people: Text
    before: Text | None
    after: Text
    opens: Text | None
    moved: bool
    """Whether its hour changes otherwise than in the zone of the cohort."""


@dataclass(frozen=True)
class TurnGroup:
    """People whose standing changes in the same way."""

    title: Text
    people: Sequence[Link]


@dataclass(frozen=True)
class Frame:
    """Where the reader is, on each page about a change."""

    cohort: str
    cohort_path: str
    path: str
    """Of the schedule."""


@dataclass(frozen=True)
class CheckPage:
    """What follows from a change, before it is made."""

    frame: Frame
    eyebrow: Text
    title: Text
    lead: Text | None
    follows: Sequence[Text]
    button: Text
    action: str
    hidden: Mapping[str, str | int]
    to_look_at: Sequence[Text] = ()
    standings: Sequence[TurnGroup] | None = None
    """Whose standing changes; None: nobody's can."""
    clocks: Sequence[ClockLine] = ()
    mailed: bool = True
    """Whether the reason goes into a letter."""
    letter: LetterAhead | None = None
    """As the first of those who are told will read it; None: it is not shown before."""
    another: str | None = None
    """Where something else is entered."""
    why_not: Reason | None = None
    form: FormState = field(default_factory=FormState)

    @property
    def has_openings(self) -> bool:
        """Whether the clocks say when the unit opens."""
        return any(line.opens for line in self.clocks)

    @property
    def has_before(self) -> bool:
        """Whether there was a time before."""
        return any(line.before for line in self.clocks)


def eyebrow_of(schedule: Schedule, unit: ScheduledUnit) -> Text:
    """`Fall 2026, Week 5: Giving feedback`."""
    return _(
        "{cohort}, {unit}: {title}",
        cohort=schedule.here.cohort.title,
        unit=schedule.here.label(unit.position),
        title=unit.title,
    )


def frame_of(schedule: Schedule) -> Frame:
    """Where a page about a change is."""
    here = schedule.here
    return Frame(here.cohort.title, path_of(here), schedule.path)


def standings_of(schedule: Schedule, turned: Iterable[Turned]) -> list[TurnGroup]:
    """Whose standing changes, by how it does."""
    changes, people = list(turned), f"{path_of(schedule.here)}/people"
    groups = [
        TurnGroup(
            title,
            [
                Link(change.ledger.name, f"{people}/{change.ledger.person_id}")
                for change in changes
                if change.turn is turn
            ],
        )
        for turn, title in TURNS.items()
    ]
    return [group for group in groups if group.people]


def told(schedule: Schedule, unit: ScheduledUnit | None, reached: Reached) -> list[Text]:
    """Who gets a letter. `unit`: whose session it is; None for a new one."""
    learners = [_learners_told(reached.people), *_not_told(reached.held)]
    parts = schedule.parts_of(unit) if unit else []
    if not parts:
        return [*learners, *_facilitators_told(reached.facilitators)]
    names = tuple(part.person.display_name for part in parts)
    return [*learners, _("Its leaders are told, too: {names:and}.", names=names)]


def _learners_told(count: int) -> Text:
    if not count:
        return _("Nobody is enrolled, so no learner is told.")
    return ngettext(
        "{count} enrolled person is told by mail, with your reason.",
        "{count} enrolled people are told by mail, with your reason.",
        count=count,
    )


def _not_told(count: int) -> list[Text]:
    """Who is invited has seen no day of a session but the first and the last."""
    if not count:
        return []
    return [
        ngettext(
            "{count} person for whom a seat is held is not told, and sees all dates "
            "once it is taken.",
            "{count} people for whom a seat is held are not told, and see all dates "
            "once they take it.",
            count=count,
        )
    ]


def _facilitators_told(count: int) -> list[Text]:
    if not count:
        return []
    return [
        ngettext(
            "Nobody leads it by name, so {count} facilitator of the cohort is told, too.",
            "Nobody leads it by name, so {count} facilitators of the cohort are told, too.",
            count=count,
        )
    ]


def clock_lines(
    zone: str,
    zones: Sequence[ZoneRow],
    before: datetime | None,
    after: datetime,
    opens: datetime | None = None,
) -> list[ClockLine]:
    """What the clocks of the cohort and of its people show. `opens`: of a unit that is to open."""
    people = {row.zone: row.people for row in zones}
    own = _hours_later(zone, before, after)
    return [
        _clock(name, people.get(name, 0), own, before, after, opens)
        for name in in_order(list(people), zone, after)
    ]


def _clock(
    zone: str,
    people: int,
    own: timedelta,
    before: datetime | None,
    after: datetime,
    opens: datetime | None,
) -> ClockLine:
    """`own`: by how much the hour changes in the cohort's own zone."""
    return ClockLine(
        place=zone_place(zone),
        name=zone_name(zone),
        people=ngettext("{count} person", "{count} people", count=people),
        before=_shown(before, zone) if before else None,
        after=_shown(after, zone),
        opens=_shown(opens, zone) if opens else None,
        moved=_hours_later(zone, before, after) != own,
    )


def _shown(moment: datetime, zone: str) -> Text:
    """What the clocks of a zone show at a moment."""
    return _("{at:day}, {at:time}", at=local(moment, zone))


def _hours_later(zone: str, before: datetime | None, after: datetime) -> timedelta:
    """By how much the clocks of a zone show another hour of the day."""
    if before is None:
        return timedelta()
    shown = local(after, zone).replace(tzinfo=None) - local(before, zone).replace(tzinfo=None)
    return shown % timedelta(days=1)
