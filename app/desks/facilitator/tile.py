"""When a session is, as the small tile with its date."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.cohorts.rules import has_ended
from app.people.actors import Actor
from app.web.times import elsewhere, time_range, zone_name


@dataclass(frozen=True)
class Tile:
    """When a session is, for the tile that shows it: both zones where they differ."""

    month: str
    day: int
    iso: str
    when: str
    zone: str
    elsewhere: str | None
    canceled: bool
    ended: bool
    case_title: str | None = None


def tile(
    starts_at: datetime,
    minutes: int,
    zone: str,
    reader: Actor,
    now: datetime,
    *,
    canceled: bool = False,
    case_title: str | None = None,
) -> Tile:
    """A session's tile, for somebody who may know its case before it opens."""
    local = starts_at.astimezone(ZoneInfo(zone))
    return Tile(
        month=f"{local:%b}",
        day=local.day,
        iso=starts_at.isoformat(),
        when=f"{local:%a} {time_range(starts_at, minutes, zone)}",
        zone=zone_name(zone),
        elsewhere=elsewhere(starts_at, zone, reader.zone),
        canceled=canceled,
        ended=has_ended(starts_at, minutes, now),
        case_title=case_title,
    )
