"""The room of one session, as a page: it leads with what matters before, during and after it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.breakouts.rules import USUAL_SIZE
from app.casework.rooms.queries import Kept, ReadyPerson
from app.casework.rooms.rules import Phase, phase_of
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.cohorts.sessions.queries import SessionLeader
from app.cohorts.topics.rules import Topic, topic_of
from app.content.models import ContentVersion
from app.learning.queries import WrittenReflection
from app.packs.schema import GuideData, ModuleData
from app.packs.text.quotes import curly
from app.people.actors import Actor
from app.site.parts.sessions import unit_opens
from app.site.parts.texts import shown_html
from app.site.parts.threads import thread_path
from app.site.teach.parts import (
    SessionHead,
    is_of_whole,
    session_chips,
    session_head,
    session_path,
)
from app.site.teach.sessions.after import After, Left, NoteCard, after_of, note_card
from app.site.teach.sessions.check_in.card import CheckInCard
from app.site.teach.sessions.live import Live, live_of
from app.site.teach.sessions.readiness import (
    Preparation,
    Shared,
    Show,
    preparation_of,
    shared_of,
)
from app.site.teach.sessions.when import When, when_of
from app.web.forms import FormState
from app.web.parts import Chip


@dataclass(frozen=True)
class PlanLine:
    """One step of a session's plan."""

    minutes: str
    clock: str
    what: str
    href: str | None = None
    """Where it is open, in the room of a session."""


@dataclass(frozen=True)
class Guide:
    """How to run a session."""

    html: str
    goals: Sequence[str]
    plan: Sequence[PlanLine]


@dataclass(frozen=True)
class RoomPage:
    """One session: when, the case, how to run it, who is prepared, what is left to do."""

    head: SessionHead
    phase: Phase
    roster: str | None
    thread: str | None
    """Questions and answers about the unit, once it is open."""
    rooms: Sequence[Chip]
    """All rooms of the cohort; none for a guest, who sees single sessions only."""
    when: When
    groups: int
    """How many groups there are to talk in; 0 before they are made."""
    here: int
    """How many are recorded as here, of whom groups can be made."""
    can_write: bool
    live: Live | None
    is_live: bool
    """Whether the plan by the clock leads the page: during the session, and when a step is open."""
    preparation: Preparation | None
    question: str | None
    shared: Shared
    case_html: str | None
    is_series: bool
    topic: Topic | None
    """What it is about and who speaks, in a series."""
    guide: Guide | None
    after: After | None
    note: NoteCard
    language: str
    """Of the case, the guide and all that comes from them."""
    check_in: CheckInCard | None
    """While people can check in."""
    usual_size: int = USUAL_SIZE
    """Of groups that are made by one click."""


@dataclass(frozen=True)
class Room:
    """What is stored of one session, with the versions of content that the cohort began with."""

    units: Sequence[UnitRow]
    contents: Mapping[UUID, ContentVersion]
    people: Sequence[ReadyPerson]
    needed: int
    """How many readings are required."""
    reflections: Sequence[WrittenReflection]
    stars: Collection[UUID]
    leaders: Sequence[SessionLeader]
    kept: Kept
    left: Left | None
    """None before the session is over."""
    check_in: CheckInCard | None = None

    def version(self, version_id: UUID | None) -> ContentVersion | None:
        """One of the texts, where there is one."""
        return self.contents.get(version_id) if version_id else None


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and a form that was refused."""

    step: int | None = None
    """Which step of the plan is to be open, from 1."""
    show: Show = Show.ALL
    note: FormState | None = None


def room_phase(unit: UnitRow, now: datetime) -> Phase:
    """In which part of its hour the session of a unit is."""
    assert unit.starts_at is not None
    return phase_of(unit.starts_at, unit.minutes, now, canceled=unit.canceled)


def room_page(
    here: CohortContext, unit: UnitRow, room: Room, asked: Asked, reader: Actor, now: datetime
) -> RoomPage:
    """The room of one session."""
    module, whole = room.version(unit.module_version_id), is_of_whole(reader, here)
    phase, guide = room_phase(unit, now), room.version(unit.guide_version_id)
    live = live_of(here, unit, guide, phase, asked.step, reader, now) if guide else None
    roster = f"/teach/{here.cohort.slug}" if whole else None
    thread, path = thread_path(here, unit, now), session_path(here, unit)
    can_write = why_not_change(here.cohort.archived_at) is None
    return RoomPage(
        head=session_head(here, unit, len(room.units), reader),
        phase=phase,
        roster=roster,
        thread=thread,
        rooms=session_chips(here, room.units, unit, current=True) if whole else (),
        when=when_of(here, unit, room.leaders, reader, now),
        groups=room.kept.groups,
        here=room.kept.here,
        can_write=can_write,
        live=live,
        is_live=live is not None and (phase is Phase.DURING or asked.step is not None),
        preparation=_preparation(here, unit, room, asked, reader, now) if module else None,
        question=_question(here, module) if module else None,
        shared=shared_of(room.reflections, room.stars),
        case_html=_html(here, unit, room.version(unit.case_version_id)),
        is_series=here.cohort.is_series,
        topic=_topic(here, room.version(unit.case_version_id)),
        guide=_guide(here, unit, guide, live) if guide and live else None,
        after=after_of(room.left, path=path, roster=roster, thread=thread) if room.left else None,
        note=_note(here, room, asked, phase, reader),
        language=here.program.language,
        check_in=room.check_in,
    )


def _note(here: CohortContext, room: Room, asked: Asked, phase: Phase, reader: Actor) -> NoteCard:
    can_write = why_not_change(here.cohort.archived_at) is None
    is_first = phase is Phase.AFTER
    return note_card(
        room.kept.note, here, reader, form=asked.note, first=is_first, can_write=can_write
    )


def _guide(here: CohortContext, unit: UnitRow, guide: ContentVersion, live: Live) -> Guide:
    html = shown_html(guide, session_path(here, unit), here.program.language)
    plan = [
        PlanLine(f"{line.start}–{line.end}", line.clock, line.what, line.href)
        for line in live.lines
    ]
    return Guide(html, GuideData.model_validate(guide.data).goals, plan)


def _html(here: CohortContext, unit: UnitRow, version: ContentVersion | None) -> str | None:
    if version is None:
        return None
    return shown_html(version, session_path(here, unit), here.program.language)


def _topic(here: CohortContext, case: ContentVersion | None) -> Topic | None:
    if case is None or not here.cohort.is_series:
        return None
    return topic_of(case.data, here.program.language)


def _preparation(
    here: CohortContext, unit: UnitRow, room: Room, asked: Asked, reader: Actor, now: datetime
) -> Preparation:
    return preparation_of(
        room.people,
        room.needed,
        asked.show,
        opens=None if unit.is_open(now) else unit_opens(here, unit, reader.zone, now),
        path=session_path(here, unit),
        is_open=room_phase(unit, now) is Phase.BEFORE and asked.step is None,
    )


def _question(here: CohortContext, module: ContentVersion) -> str:
    question = ModuleData.model_validate(module.data).session_question
    return curly(question, here.program.language)
