"""The room of one session, as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.casework.preparation.queries import Preparation
from app.casework.rules import why_not_record
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.cohorts.sessions.queries import SessionLeader
from app.cohorts.topics.rules import Topic, topic_of
from app.content.models import ContentVersion
from app.language import Text, _
from app.language.moments import clock_time, leading_zone
from app.learning.queries import WrittenReflection
from app.packs.schema import GuideData, ModuleData
from app.packs.text.quotes import curly
from app.people.actors import Actor
from app.site.parts.sessions import SessionTile, tile, unit_opens
from app.site.parts.texts import shown_html
from app.site.parts.threads import thread_path
from app.site.teach.parts import (
    SessionHead,
    is_of_whole,
    session_chips,
    session_head,
    session_path,
)
from app.web.parts import Chip


@dataclass(frozen=True)
class PlanLine:
    """One step of a session's plan."""

    minutes: str
    clock: str
    what: str


@dataclass(frozen=True)
class SharedReflection:
    """What somebody wrote for the facilitators."""

    name: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class PreparationCounts:
    """How many are done with a unit's module, have begun, or have not."""

    done: int
    begun: int
    not_begun: int
    opens: Text | None
    """When the module opens, until it has; unsaid once somebody has begun early."""

    @property
    def total(self) -> int:
        """Everybody in the cohort."""
        return self.done + self.begun + self.not_begun


@dataclass(frozen=True)
class When:
    """When a session is, who leads it, and what can be done there now."""

    tile: SessionTile
    link: str
    can_record: bool
    leaders: Sequence[Text]


@dataclass(frozen=True)
class Guide:
    """How to run a session."""

    html: str
    goals: Sequence[str]
    plan: Sequence[PlanLine]


@dataclass(frozen=True)
class RoomPage:
    """One session: when, the case, how to run it, and who is prepared."""

    head: SessionHead
    roster: str | None
    thread: str | None
    """Questions and answers about the unit, once it is open."""
    rooms: Sequence[Chip]
    """All rooms of the cohort; none for a guest, who sees single sessions only."""
    when: When
    preparation: PreparationCounts | None
    question: str | None
    reflections: Sequence[SharedReflection]
    case_html: str | None
    topic: Topic | None
    """What it is about and who speaks, in a series."""
    guide: Guide | None
    language: str
    """Of the case, the guide and all that comes from them."""


@dataclass(frozen=True)
class Room:
    """What is stored of one session, with the versions of content that the cohort began with."""

    units: Sequence[UnitRow]
    contents: Mapping[UUID, ContentVersion]
    prepared: Mapping[UUID, Preparation]
    reflections: Sequence[WrittenReflection]
    leaders: Sequence[SessionLeader]

    def version(self, version_id: UUID | None) -> ContentVersion | None:
        """One of the texts, where there is one."""
        return self.contents.get(version_id) if version_id else None


def room_page(
    here: CohortContext, unit: UnitRow, room: Room, reader: Actor, now: datetime
) -> RoomPage:
    """The room of one session."""
    module, whole = room.version(unit.module_version_id), is_of_whole(reader, here)
    return RoomPage(
        head=session_head(here, unit, len(room.units), reader),
        roster=f"/teach/{here.cohort.slug}" if whole else None,
        thread=thread_path(here, unit, now),
        rooms=session_chips(here, room.units, unit, current=True) if whole else (),
        when=_when(here, unit, room, reader, now),
        preparation=_preparation(here, unit, room, reader, now) if module else None,
        question=_question(here, module) if module else None,
        reflections=[_shared(written) for written in room.reflections],
        case_html=_html(here, unit, room.version(unit.case_version_id)),
        topic=_topic(here, room.version(unit.case_version_id)),
        guide=_guide(here, unit, room, reader),
        language=here.program.language,
    )


def _when(here: CohortContext, unit: UnitRow, room: Room, reader: Actor, now: datetime) -> When:
    leaders = [_leader(leader) for leader in room.leaders]
    can_record = _can_record(here, unit, now)
    return When(_tile(here, unit, reader, now), unit.link, can_record, leaders)


def _guide(here: CohortContext, unit: UnitRow, room: Room, reader: Actor) -> Guide | None:
    assert unit.starts_at is not None
    guide = room.version(unit.guide_version_id)
    if guide is None:
        return None
    data = GuideData.model_validate(guide.data)
    zone = leading_zone(unit.starts_at, here.cohort.zone, reader.zone)
    html = shown_html(guide, session_path(here, unit), here.program.language)
    return Guide(html, data.goals, _plan(data, unit.starts_at, zone))


def _tile(here: CohortContext, unit: UnitRow, reader: Actor, now: datetime) -> SessionTile:
    assert unit.starts_at is not None
    zones = here.cohort.zone, reader.zone
    return tile(
        unit.starts_at, unit.minutes, *zones, now, canceled=unit.canceled, not_held=unit.not_held
    )


def _can_record(here: CohortContext, unit: UnitRow, now: datetime) -> bool:
    assert unit.starts_at is not None
    why_not = why_not_change(here.cohort.archived_at)
    return (why_not or why_not_record(unit.starts_at, now, canceled=unit.canceled)) is None


def _html(here: CohortContext, unit: UnitRow, version: ContentVersion | None) -> str | None:
    if version is None:
        return None
    return shown_html(version, session_path(here, unit), here.program.language)


def _topic(here: CohortContext, case: ContentVersion | None) -> Topic | None:
    if case is None or not here.cohort.is_series:
        return None
    return topic_of(case.data, here.program.language)


def _leader(leader: SessionLeader) -> Text:
    name = leader.person.display_name
    if leader.part == "lead":
        return _("{name} (leads)", name=name)
    if leader.part == "co_lead":
        return _("{name} (co-leads)", name=name)
    return _("{name} (guest)", name=name)


def _preparation(
    here: CohortContext, unit: UnitRow, room: Room, reader: Actor, now: datetime
) -> PreparationCounts:
    people = list(room.prepared.values())
    done = sum(person.attested for person in people)
    begun = sum(not person.attested and person.done > 0 for person in people)
    early = done or begun or unit.is_open(now)
    opens = None if early else unit_opens(here, unit, reader.zone)
    return PreparationCounts(done, begun, len(people) - done - begun, opens)


def _question(here: CohortContext, module: ContentVersion) -> str:
    question = ModuleData.model_validate(module.data).session_question
    return curly(question, here.program.language)


def _shared(written: WrittenReflection) -> SharedReflection:
    lines = [line.strip() for line in written.reflection.text.splitlines()]
    return SharedReflection(written.person.display_name, [line for line in lines if line])


def _plan(guide: GuideData, starts_at: datetime, zone: str) -> list[PlanLine]:
    return [
        PlanLine(
            minutes=f"{step.start}–{step.end}",
            clock=clock_time(starts_at + timedelta(minutes=step.start), zone),
            what=step.what,
        )
        for step in guide.plan
    ]
