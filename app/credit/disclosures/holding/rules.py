"""Which units and sessions of a cohort wait for disclosures, and which no longer do. Pure.

What has opened stays open, and that is what was open after the cohort was published. In a draft
nothing was, whatever the clock says, so all of it can be held, also as it is published.

Whoever only leads some sessions keeps those shut; everybody else keeps all of it shut.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.rules import joins_from
from app.credit.disclosures.enums import ControllerState
from app.credit.disclosures.rules import Controller, state_of, uncleared
from app.credit.disclosures.text.rules import composed, hash_of


@dataclass(frozen=True)
class Slot:
    """A unit and its session, with what is held of them."""

    cohort_id: UUID
    unit_id: UUID
    position: int
    opens_at: datetime
    held_at: datetime | None
    session_id: UUID | None
    starts_at: datetime | None
    session_held_at: datetime | None
    canceled: bool
    published_at: datetime | None
    """When its cohort was; None: it is a draft."""
    holds_from: datetime | None = None
    """Of its cohort: nothing that opens sooner is held."""


@dataclass(frozen=True)
class Plan:
    """What changes of a cohort. Empty: nothing does."""

    hold: Sequence[Slot] = ()
    release: Sequence[Slot] = ()
    hold_sessions: Sequence[Slot] = ()
    release_sessions: Sequence[Slot] = ()
    publish: Sequence[str] = ()
    """The text that learners are told from now on."""
    lapses: bool = False
    """Nobody has to read anything any more."""

    @property
    def is_empty(self) -> bool:
        """Whether all is as it should be."""
        held = (*self.hold, *self.release, *self.hold_sessions, *self.release_sessions)
        return not held and not self.publish and not self.lapses


def plan(
    slots: Sequence[Slot],
    controllers: Sequence[Controller],
    current: str | None,
    now: datetime,
    *,
    applies: bool,
) -> Plan:
    """What has to change; what has opened stays open, so only what has not is held.

    `current`: the hash of the text that holds; `applies`: whether any of this is needed.
    """
    waiting = uncleared(controllers, now) if applies else []
    all_wait = any(own.units is None for own in waiting)
    those = {unit for own in waiting for unit in own.units or ()}
    text = composed(_cleared(controllers, now)) if applies and not all_wait else []
    return Plan(
        hold=[slot for slot in slots if all_wait and _can_be_held(slot, now)],
        release=[slot for slot in slots if not all_wait and slot.held_at is not None],
        hold_sessions=[
            slot
            for slot in slots
            if (all_wait or slot.unit_id in those) and _can_session_be_held(slot, now)
        ],
        release_sessions=[
            slot
            for slot in slots
            if slot.session_held_at is not None and not all_wait and slot.unit_id not in those
        ],
        publish=text if text and hash_of(text) != current else [],
        lapses=not applies and current is not None,
    )


def _cleared(controllers: Iterable[Controller], now: datetime) -> list[Controller]:
    return [own for own in controllers if state_of(own, now) is ControllerState.CLEARED]


def _can_be_held(slot: Slot, now: datetime) -> bool:
    return slot.held_at is None and not _has_opened(slot, slot.opens_at, now)


def _can_session_be_held(slot: Slot, now: datetime) -> bool:
    if slot.starts_at is None or slot.canceled or slot.session_held_at is not None:
        return False
    return not _has_opened(slot, joins_from(slot.starts_at), now)


def _has_opened(slot: Slot, opens_at: datetime, now: datetime) -> bool:
    """Whether it was open to anybody; what ran before disclosures were asked for counts so."""
    if slot.holds_from is not None and opens_at < slot.holds_from:
        return True
    return slot.published_at is not None and slot.published_at < now and opens_at <= now
