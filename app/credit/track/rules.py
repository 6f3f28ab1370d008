"""Who is on track, who comes first when somebody is not, and what is found of all of them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.credit.completion.certainty import lost_since, sessions_lost_from
from app.credit.completion.rules import Completion, completion
from app.credit.ledger import Ledger
from app.credit.stages.rules import is_at_risk
from app.packs.schema import PolicyData


class Track(StrEnum):
    """Whether somebody completes by going on like this, and else what has to be done."""

    MAKE_UP = "make-up"
    """Completes only if a session is made up."""
    NONE_LEFT = "none-left"
    """Missed a session, and cannot miss another one."""
    BEHIND = "behind"
    """Has modules to catch up."""
    ON_TRACK = "on-track"
    COMPLETE = "complete"
    OUT_OF_REACH = "out-of-reach"
    """Can no longer complete."""


URGENT = (Track.MAKE_UP, Track.NONE_LEFT, Track.BEHIND, Track.OUT_OF_REACH)
"""Who is not on track, in the order of urgency; some of them have nothing to catch up yet."""
NO_SESSION_LEFT = frozenset({Track.MAKE_UP, Track.NONE_LEFT})


@dataclass(frozen=True)
class Tracked:
    """Somebody of a cohort, how they stand, and whether they are on track."""

    ledger: Ledger
    completion: Completion
    track: Track
    at_risk: bool
    """Whether they have something to catch up: also somebody who has no session left to miss."""
    certain: datetime | None
    """From when it would be too late if nothing more counted, or since when it is; where known."""


@dataclass(frozen=True)
class Found:
    """What is found of the people of a cohort."""

    people: int
    no_session_left: int
    make_up: int
    behind: int
    complete: int
    out_of_reach: int
    can_miss: Sequence[int]
    """How many sessions each of the others can still miss, the fewest first."""
    begun: bool
    """Whether a session was held."""
    goes_on: bool
    """Whether a session is to come."""
    unmarked: int
    """Of how many people a mark is still to be recorded: it is taken as one that counts."""


def has_no_session_left(verdict: Completion) -> bool:
    """Whether somebody can complete, and every session from now on has to count, or be made up."""
    if verdict.complete or not verdict.reachable:
        return False
    return bool(verdict.sessions_short or (verdict.none_left and verdict.sessions_ahead))


def track_of(ledger: Ledger, verdict: Completion, now: datetime) -> Track:
    """Whether somebody is on track; who never began is, as long as they have missed nothing."""
    if verdict.complete:
        return Track.COMPLETE
    if not verdict.reachable:
        return Track.OUT_OF_REACH
    if has_no_session_left(verdict):
        return Track.MAKE_UP if verdict.sessions_short else Track.NONE_LEFT
    return Track.BEHIND if is_at_risk(ledger, verdict, now) else Track.ON_TRACK


def tracked(ledger: Ledger, policy: PolicyData, now: datetime) -> Tracked:
    """Judge a ledger, and say whether its person is on track."""
    return as_judged(ledger, completion(ledger, policy, now), now)


def as_judged(ledger: Ledger, verdict: Completion, now: datetime) -> Tracked:
    """The same of a ledger that was judged already, at this moment."""
    track, at_risk = track_of(ledger, verdict, now), is_at_risk(ledger, verdict, now)
    if track in NO_SESSION_LEFT:
        return Tracked(ledger, verdict, track, at_risk, sessions_lost_from(verdict))
    since = lost_since(verdict) if track is Track.OUT_OF_REACH else None
    return Tracked(ledger, verdict, track, at_risk, since)


def by_urgency(people: Iterable[Tracked]) -> list[Tracked]:
    """Those who are not on track: who can still complete first, the soonest to lose it first.

    Then who has most to make up, and at last who can no longer complete.
    """
    listed = [own for own in people if own.track in URGENT]
    return sorted(listed, key=_urgency)


def _urgency(own: Tracked) -> tuple[bool, datetime, int, int, str]:
    order = URGENT.index(own.track)
    certain = own.certain or own.ledger.closes_at
    lost = own.track is Track.OUT_OF_REACH
    return lost, certain, order, -own.completion.sessions_short, own.ledger.name.casefold()


def found(people: Sequence[Tracked], now: datetime) -> Found:
    """What is found of all of them."""
    tracks = [own.track for own in people]
    units = [unit for own in people for unit in own.ledger.units]
    others = (own for own in people if own.track in {Track.ON_TRACK, Track.BEHIND})
    return Found(
        people=len(people),
        no_session_left=sum(track in NO_SESSION_LEFT for track in tracks),
        make_up=tracks.count(Track.MAKE_UP),
        behind=tracks.count(Track.BEHIND),
        complete=tracks.count(Track.COMPLETE),
        out_of_reach=tracks.count(Track.OUT_OF_REACH),
        can_miss=sorted(own.completion.can_still_miss for own in others),
        begun=any(unit.held(now) for unit in units),
        goes_on=any(unit.takes_place and not unit.held(now) for unit in units),
        unmarked=sum(any(unit.is_unmarked(now) for unit in own.ledger.units) for own in people),
    )
