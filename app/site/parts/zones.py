"""Time zones as forms offer them."""

from zoneinfo import available_timezones

from app.language import Text, _
from app.language.moments import zone_name
from app.language.zones import US_ZONES
from app.web.parts import Option

NAMED = (*US_ZONES, "UTC")


def zone_options(chosen: str = "") -> list[Option]:
    """The usual ones by name, all others by the code that is the same in every language.

    `chosen`: the one that is there already. It is always among them, or the browser would choose
    another one, and the next save would keep that.
    """
    codes = {zone for zone in available_timezones() if "/" in zone} | ({chosen} - {""})
    others = sorted(codes - {*NAMED})
    return [Option(zone, usual_name(zone)) for zone in NAMED] + [
        Option(zone, zone) for zone in others
    ]


def usual_name(zone: str) -> Text:
    """A zone by its name, with whose it also is where people look for that."""
    name = zone_name(zone)
    match zone:
        case "America/Denver":
            return _("{zone} (also the Navajo Nation)", zone=name)
        case "America/Phoenix":
            return _("{zone} (Arizona, no daylight saving time)", zone=name)
    return name
