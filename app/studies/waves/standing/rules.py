"""How somebody stands to a wave, and how many stand how; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.schema import InstrumentData
from app.packs.instruments.scoring import NA, NotApplicable, scores
from app.studies.enums import ConsentState, WaveState
from app.studies.waves.rules import WaveWindow


@dataclass(frozen=True)
class Seen:
    """What is known of somebody before a wave."""

    window: WaveWindow | None
    """None: from when it counts nobody knows yet."""
    consent: ConsentState
    came_at: datetime | None = None
    """When they were enrolled, or their mentee was named."""
    is_there: bool = True
    """Whether there is anybody to ask: of a mentee's part, one who agreed."""
    has_moved: bool = False
    """Whether they are at another institution than when they began."""
    invited: int = 0
    """Of the wave's surveys, to how many they were invited."""
    begun: int = 0
    """How many of these they began."""
    done: int = 0
    partial: int = 0
    """How many of those that were sent had too few answers for their scores."""


def state_of(seen: Seen, now: datetime) -> WaveState:
    """How somebody stands to a wave. What they sent counts, whatever became of them since."""
    if seen.invited and seen.done == seen.invited:
        return WaveState.PARTIAL if seen.partial else WaveState.COMPLETE
    over = seen.window is not None and seen.window.closes_at <= now
    if over and (seen.done or seen.begun):
        return WaveState.PARTIAL
    return _before(seen) or _in_time(seen, now, over=over)


def _before(seen: Seen) -> WaveState | None:
    """Why they are not asked, or no longer."""
    if seen.consent is ConsentState.WITHDRAWN:
        return WaveState.WITHDRAWN
    if seen.consent is ConsentState.DECLINED:
        return WaveState.DECLINED
    late = seen.window and seen.came_at and seen.came_at >= seen.window.closes_at
    return WaveState.INELIGIBLE if late else None


def _in_time(seen: Seen, now: datetime, *, over: bool) -> WaveState:
    if seen.window is None or now < seen.window.opens_at:
        return WaveState.NOT_DUE
    if not seen.is_there and not seen.invited:
        return WaveState.INELIGIBLE
    if over:
        return WaveState.LEFT_INSTITUTION if seen.has_moved else WaveState.LOST
    if not seen.invited:
        return WaveState.DUE
    return WaveState.OPENED if seen.begun or seen.done else WaveState.INVITED


@dataclass(frozen=True)
class WaveFlow:
    """The numbers of one wave for a diagram of who took part (CONSORT)."""

    people: int
    due: int
    """Whose time has begun, whatever became of it."""
    invited: int
    responded: int
    """Who sent something, whole or in part."""
    complete: int
    in_window: int
    """Of who responded, whose answers did not come late."""
    declined: int
    withdrawn: int
    lost: int
    ineligible: int
    left_institution: int


ANSWERED = (WaveState.PARTIAL, WaveState.COMPLETE)


def flow_of(states: Sequence[WaveState], *, invited: int, late: int) -> WaveFlow:
    """The numbers of the people whose states these are. `late`: of those who responded."""
    counts = Counter(states)
    responded = sum(counts[state] for state in ANSWERED)
    not_due = counts[WaveState.NOT_DUE] + counts[WaveState.INELIGIBLE]
    return WaveFlow(
        people=len(states),
        due=len(states) - not_due,
        invited=invited,
        responded=responded,
        complete=counts[WaveState.COMPLETE],
        in_window=responded - late,
        declined=counts[WaveState.DECLINED],
        withdrawn=counts[WaveState.WITHDRAWN],
        lost=counts[WaveState.LOST],
        ineligible=counts[WaveState.INELIGIBLE],
        left_institution=counts[WaveState.LEFT_INSTITUTION],
    )


def is_late(window: WaveWindow, sent_at: datetime | None) -> bool:
    """Whether answers came after their time; kept all the same. None: nobody knows when."""
    return sent_at is not None and sent_at >= window.closes_at


def is_partial(instrument: InstrumentData, answers: Mapping[str, object]) -> bool:
    """Whether what was sent has too few answers for a score of the instrument."""
    points: dict[str, int | NotApplicable] = {}
    for item in instrument.items:
        given = answers.get(item.code)
        if item.kind == "likert" and given == NOT_APPLICABLE:
            points[item.code] = NA
        elif item.kind == "likert" and isinstance(given, int):
            points[item.code] = given
    return any(score.mean is None for score in scores(instrument, points))
