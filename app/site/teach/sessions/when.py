"""When a session is, who leads it, and what can be done there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.rules import why_not_record
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.cohorts.sessions.queries import SessionLeader
from app.language import Text, _
from app.people.actors import Actor
from app.site.parts.sessions import SessionTile, tile


@dataclass(frozen=True)
class When:
    """When a session is, who leads it, and what can be done there now."""

    tile: SessionTile
    link: str
    """How to join it; empty when it is over or does not take place."""
    can_record: bool
    leaders: Sequence[Text]
    held: Text | None = None
    """That learners cannot join yet, since disclosures are missing."""


def when_of(
    here: CohortContext,
    unit: UnitRow,
    leaders: Sequence[SessionLeader],
    reader: Actor,
    now: datetime,
) -> When:
    """When the session of a unit is."""
    shown = _tile(here, unit, reader, now)
    is_off = shown.canceled or shown.ended
    named = [_leader(leader) for leader in leaders]
    held = HELD if unit.session_held_at is not None and not is_off else None
    return When(shown, "" if is_off else unit.link, can_record(here, unit, now), named, held)


HELD = _(
    "Learners cannot join this session or read its case yet: somebody who controls its content has "
    "not disclosed financial relationships, or that was not reviewed."
)


def _tile(here: CohortContext, unit: UnitRow, reader: Actor, now: datetime) -> SessionTile:
    assert unit.starts_at is not None
    zones = here.cohort.zone, reader.zone
    return tile(
        unit.starts_at, unit.minutes, *zones, now, canceled=unit.canceled, not_held=unit.not_held
    )


def can_record(here: CohortContext, unit: UnitRow, now: datetime) -> bool:
    """Whether attendance of a session can be recorded now."""
    assert unit.starts_at is not None
    why_not = why_not_change(here.cohort.archived_at)
    return (why_not or why_not_record(unit.starts_at, now, canceled=unit.canceled)) is None


def _leader(leader: SessionLeader) -> Text:
    name = leader.person.display_name
    if leader.part == "lead":
        return _("{name} (leads)", name=name)
    if leader.part == "co_lead":
        return _("{name} (co-leads)", name=name)
    return _("{name} (guest)", name=name)
