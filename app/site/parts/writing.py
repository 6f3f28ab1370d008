"""Writing to people: whom somebody can write to in a cohort, and who is meant by a choice."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _, dotted, ngettext
from app.language.languages import Language
from app.messages.announcements.enums import Placeholder
from app.messages.announcements.filling.rules import heading
from app.messages.announcements.rules import (
    CHOOSE,
    NOT_THEIRS,
    Reader,
    Sender,
    Surroundings,
    Template,
)
from app.people.models import Person
from app.web.parts import Link

CHOSEN = "chosen"
QUIET_DAYS = (3, 7, 14)
WITHIN_DAYS = 7
"""A message that a page proposes is for those who got none within so many days."""


@dataclass(frozen=True)
class Group:
    """A part of a cohort that can be written to."""

    key: str
    label: Text
    readers: Sequence[Reader]
    enrolled: bool = True
    """Whether they are enrolled, so that there is something to say of how they stand."""


@dataclass(frozen=True)
class Desk:
    """Somebody who writes to people of a cohort: to whom they can, and what they can say."""

    here: CohortContext
    path: str
    """Of the messages; `query` goes behind an address that names no message."""
    query: str
    crumbs: Sequence[Link]
    groups: Sequence[Group]
    """Everybody first."""
    people: Mapping[UUID, Reader]
    """Who can be chosen one by one, by name."""
    placeholders: Collection[Placeholder]
    written: Mapping[UUID, datetime]
    """When people were last written to."""
    around: Surroundings
    sender: Sender
    languages: Sequence[Language]
    templates: Sequence[Template] = ()


@dataclass(frozen=True)
class Place:
    """Where messages are shown: of which cohort, and under which address."""

    eyebrow: str
    path: str
    query: str
    crumbs: Sequence[Link]
    here: CohortContext | None = None
    person_path: Callable[[UUID], str] | None = None
    """The page of a person, where the reader has one."""

    def titled(self, subject: str) -> str:
        """What a message of the cohort is called."""
        return titled(self.here, subject) if self.here else subject


@dataclass(frozen=True)
class Audience:
    """Those who are meant."""

    label: Text
    readers: Sequence[Reader]
    quiet: int = 0
    """How many are left out because they were written to lately."""


def reader_of(person: Person, path: str, *, enrolled: bool = True) -> Reader:
    """Somebody as a message addresses them, without anything about how they stand."""
    return Reader(
        person_id=person.id,
        given_name=person.given_name,
        family_name=person.family_name,
        degrees=person.degrees,
        zone=person.zone,
        path=path,
        language=person.language,
        enrolled=enrolled,
    )


def surroundings(
    here: CohortContext, units: Sequence[UnitRow], coordinator: str, base_url: str, now: datetime
) -> Surroundings:
    """What is so for everybody; the next session is the first that has not begun."""
    coming = [
        (unit.starts_at, here.label(unit.position))
        for unit in units
        if unit.starts_at is not None and not unit.canceled and unit.starts_at > now
    ]
    starts_at, label = min(coming, default=(None, ""))
    return Surroundings(
        here.cohort.title, here.program.title, coordinator, base_url, label, starts_at
    )


def group_of(desk: Desk, key: str) -> Group | None:
    """The part of the cohort that a key names."""
    return next((group for group in desk.groups if group.key == key), None)


def audience_of(
    desk: Desk, key: str, chosen: Sequence[UUID], quiet_days: int, now: datetime
) -> Audience:
    """Who is meant at this moment; nobody by a key that means nothing any more."""
    if key == CHOSEN:
        known = [desk.people[person] for person in chosen if person in desk.people]
        return Audience(_("People you chose"), sorted(known, key=lambda reader: reader.family_name))
    group = group_of(desk, key)
    if group is None:
        return Audience(key, ())
    if not quiet_days:
        return Audience(group.label, group.readers)
    left = [
        reader
        for reader in group.readers
        if not was_written(desk.written.get(reader.person_id), quiet_days, now)
    ]
    label = ngettext(
        "{group}, but nobody who was written to in the last {count} day",
        "{group}, but nobody who was written to in the last {count} days",
        count=quiet_days,
        group=group.label,
    )
    return Audience(label, left, len(group.readers) - len(left))


def was_written(at: datetime | None, quiet_days: int, now: datetime) -> bool:
    """Whether somebody was written to lately. `at`: when for the last time."""
    return at is not None and at >= now - timedelta(days=quiet_days)


def message_to(here: CohortContext, group: str, template: str) -> str:
    """Where a coordinator finds a message ready to be read through, to some of a cohort."""
    return f"/manage/cohorts/{here.cohort.slug}/messages/new?{ready(group, template)}"


def message_to_one(slug: str, person_id: UUID) -> str:
    """Where a coordinator writes to one person of a cohort, so that it is kept."""
    return f"/manage/cohorts/{slug}/messages/new?person={person_id}"


def ready(group: str, template: str) -> str:
    """How an address asks for a message with which nobody is written to twice in a week."""
    return f"to={group}&days={WITHIN_DAYS}&template={template}"


def why_not_to(desk: Desk, key: str, chosen: Sequence[UUID]) -> dict[str, Text]:
    """What is wrong with whom a message is to, by field."""
    if key == CHOSEN:
        if not chosen:
            return {"person": CHOOSE}
        return {} if set(chosen) <= desk.people.keys() else {"person": NOT_THEIRS}
    return {} if group_of(desk, key) else {"to": CHOOSE}


def is_enrolled_group(desk: Desk, key: str) -> bool:
    """Whether those who are meant are enrolled."""
    group = group_of(desk, key)
    return group is None or group.enrolled


def titled(here: CohortContext, subject: str) -> str:
    """What a message is called: its subject, with what it says to everybody alike."""
    return heading(subject, here.cohort.title, here.program.title)


def crumbs(desk: Desk, *more: Link) -> Sequence[Link]:
    """The way here."""
    return (*desk.crumbs, Link(_("Messages"), f"{desk.path}{desk.query}"), *more)


def eyebrow(desk: Desk) -> str:
    """The cohort with its program."""
    return dotted((desk.here.program.title, desk.here.cohort.title))
