"""The plan of a session by the clock, and the step of it that is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.rooms.rules import Hand, Phase, hand_of, open_step
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.content.models import ContentVersion
from app.language import Text, _
from app.language.moments import clock_time, leading_zone, time_range
from app.packs.guides import guide_parts, part_of
from app.packs.schema import GuideData, PlanStep
from app.packs.text.quotes import curly
from app.people.actors import Actor
from app.site.parts.texts import shown_html
from app.site.teach.parts import session_path
from app.site.teach.sessions.pieces import Piece, Planned, pieces_of


@dataclass(frozen=True)
class StepLine:
    """One step of a session's plan."""

    number: int
    """From 1, as its address says it."""
    start: int
    end: int
    clock: str
    what: str
    until: Text
    href: str
    is_past: bool
    is_on: bool
    is_open: bool
    done: int
    """Minutes of it that are over, while it is on."""


@dataclass(frozen=True)
class OpenStep:
    """A step with its part of the guide."""

    line: StepLine
    times: Text
    part: str
    """What the guide calls it."""
    pieces: Sequence[Piece]
    next: StepLine | None


@dataclass(frozen=True)
class Live:
    """A session's plan by the clock."""

    is_running: bool
    clock: str
    minute: Text
    left: Text
    """How long the step that is on takes still; empty where none is."""
    starts: int
    """When it starts, and what time it is here: seconds since 1970, for the script."""
    now: int
    zone: str
    minutes: int
    disclosure: int | None
    """The number of the open step's."""
    lines: Sequence[StepLine]
    step: OpenStep


def live_of(
    here: CohortContext,
    unit: UnitRow,
    guide: ContentVersion,
    phase: Phase,
    asked: int | None,
    reader: Actor,
    now: datetime,
) -> Live:
    """The plan of a session by the clock. `asked`: which step is to be open, from 1."""
    assert unit.starts_at is not None
    path, language = session_path(here, unit), here.program.language
    planned = Planned(
        GuideData.model_validate(guide.data),
        guide_parts(shown_html(guide, path, language)),
        unit.starts_at,
        leading_zone(unit.starts_at, here.cohort.zone, reader.zone),
        path,
        language,
    )
    hand = hand_of(unit.starts_at, planned.data.plan, now)
    if phase is not Phase.DURING:
        hand = Hand(hand.minute, None, 0)
    opened = open_step(asked, planned.data.plan, hand, phase is Phase.AFTER)
    lines = [
        _line(planned, number, step, hand, opened, now)
        for number, step in enumerate(planned.data.plan)
    ]
    return Live(
        is_running=phase is Phase.DURING,
        clock=clock_time(now, planned.zone),
        minute=minute_words(hand.minute, unit.minutes),
        left=left_words(hand.left) if hand.step is not None else "",
        starts=int(unit.starts_at.timestamp()),
        now=int(now.timestamp()),
        zone=planned.zone,
        minutes=unit.minutes,
        disclosure=planned.data.plan[opened].disclosure,
        lines=lines,
        step=_open(planned, lines, opened, now),
    )


def minute_words(minute: int | str, minutes: int) -> Text:
    """Where the clock stands; the script says the same with `#count`."""
    return _("Minute {minute} of {minutes}", minute=minute, minutes=minutes)


def left_words(left: int | str) -> Text:
    """How long a step takes still; the script says the same with `#count`."""
    return _("Minutes left in this step: {left}", left=left)


def _line(
    planned: Planned, number: int, step: PlanStep, hand: Hand, opened: int, now: datetime
) -> StepLine:
    return StepLine(
        number=number + 1,
        start=step.start,
        end=step.end,
        clock=clock_time(planned.moment(step.start), planned.zone),
        what=curly(step.what, planned.language),
        until=_("until {until:time}", until=planned.moment(step.end)),
        href=f"{planned.path}?step={number + 1}#step",
        is_past=planned.moment(step.end) <= now,
        is_on=number == hand.step,
        is_open=number == opened,
        done=min(step.end, hand.minute) - step.start if number == hand.step else 0,
    )


def _open(planned: Planned, lines: Sequence[StepLine], opened: int, now: datetime) -> OpenStep:
    step, line = planned.data.plan[opened], lines[opened]
    part = part_of(planned.parts, step)
    return OpenStep(
        line=line,
        times=_(
            "Minutes {start} to {end}, {times}",
            start=step.start,
            end=step.end,
            times=time_range(planned.moment(step.start), step.end - step.start, planned.zone),
        ),
        part=part.name if part else "",
        pieces=pieces_of(planned, step, part, now) if part else (),
        next=lines[opened + 1] if opened + 1 < len(lines) else None,
    )
