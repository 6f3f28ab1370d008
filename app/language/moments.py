"""Moments in words: weekday, date, time, and always the zone by name."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.language import styles

_FRIENDLY = {
    "America/Los_Angeles": "Pacific",
    "America/Denver": "Mountain",
    "America/Boise": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Chicago": "Central",
    "America/New_York": "Eastern",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "UTC": "UTC",
}


def zone_name(zone: str) -> str:
    """What people call a zone: "Mountain"; the city where no short name is common."""
    return _FRIENDLY.get(zone, zone.rsplit("/", 1)[-1].replace("_", " "))


def clock_time(moment: datetime, zone: str) -> str:
    """`6:00 am`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def day(moment: datetime, zone: str) -> str:
    """`Thu Nov 26`."""
    return styles.day(moment.astimezone(ZoneInfo(zone)))


def weekday(moment: datetime, zone: str) -> str:
    """`Thursday`."""
    return f"{moment.astimezone(ZoneInfo(zone)):%A}"


def long_date(moment: datetime, zone: str) -> str:
    """`November 26, 2026`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%B} {local.day}, {local.year}"


def date_time(moment: datetime, zone: str) -> str:
    """`Mon Nov 23, 6:00 am Mountain`."""
    return f"{day(moment, zone)}, {clock_time(moment, zone)} {zone_name(zone)}"


def long_moment(moment: datetime, zone: str) -> str:
    """`November 26, 2026, 5:00 pm Mountain`."""
    return f"{long_date(moment, zone)}, {clock_time(moment, zone)} {zone_name(zone)}"


def time_range(start: datetime, minutes: int, zone: str) -> str:
    """`12:00–1:00 pm`, with am or pm once where both are the same."""
    first, last = clock_time(start, zone), clock_time(start + timedelta(minutes=minutes), zone)
    if first[-2:] == last[-2:]:
        first = first[:-3]
    return f"{first}–{last}"


def in_reader_zone(moment: datetime, zone: str, reader_zone: str) -> str | None:
    """`11:00 am for you (Pacific)`, where the reader's clock shows something else; else None."""
    there, here = ZoneInfo(zone), ZoneInfo(reader_zone)
    if moment.astimezone(there).utcoffset() == moment.astimezone(here).utcoffset():
        return None
    other_day = moment.astimezone(there).date() != moment.astimezone(here).date()
    prefix = f"{day(moment, reader_zone)}, " if other_day else ""
    return f"{prefix}{clock_time(moment, reader_zone)} for you ({zone_name(reader_zone)})"
