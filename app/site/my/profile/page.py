"""One's own name, and the time zone that pages lead with."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from app.people.models import Person
from app.people.rules import OWN_FIELDS
from app.web.forms import FormState
from app.web.parts import Option

US_ZONES = (
    Option("America/New_York", "Eastern"),
    Option("America/Chicago", "Central"),
    Option("America/Denver", "Mountain (also the Navajo Nation)"),
    Option("America/Phoenix", "Arizona (no daylight saving time)"),
    Option("America/Los_Angeles", "Pacific"),
    Option("America/Anchorage", "Alaska"),
    Option("Pacific/Honolulu", "Hawaii"),
)


@dataclass(frozen=True)
class ProfilePage:
    """One's own profile as a form."""

    form: FormState
    institution: str
    address: str
    zones: Sequence[Option]
    saved: bool

    @classmethod
    def build(
        cls, person: Person, institution: str, address: str, state: FormState | None, *, saved: bool
    ) -> "ProfilePage":
        """The stored profile, or what was just typed."""
        stored = FormState({name: getattr(person, name) for name in OWN_FIELDS})
        common = {zone.value for zone in US_ZONES}
        others = sorted(zone for zone in available_timezones() - common if "/" in zone)
        zones = US_ZONES + tuple(Option(zone, zone.replace("_", " ")) for zone in others)
        return cls(state or stored, institution, address, zones, saved)
