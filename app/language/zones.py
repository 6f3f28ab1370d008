"""Time zones as people choose them, and as they write them down."""

from functools import cache
from zoneinfo import available_timezones

from app.language import styles

US_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
"""Most people are in one of these, so they come first. The Navajo Nation has Denver's clock."""


def zone_of(text: str) -> str | None:
    """The IANA zone that somebody wrote: its code, or the name of a usual one; None: neither."""
    written = "_".join(text.split()).casefold()
    if written in _codes():
        return _codes()[written]
    names = {styles.zone_name(zone).casefold(): zone for zone in US_ZONES}
    return names.get(" ".join(text.split()).casefold())


@cache
def _codes() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}
