"""One's own name, the time zone that pages lead with, and the language they are written in."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from app.language import Text, _
from app.language.languages import Language
from app.language.moments import zone_name
from app.people.models import Person
from app.people.rules import OWN_FIELDS
from app.web.forms import FormState
from app.web.parts import Option

US_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
"""Most people are in one of these, so they come first."""


@dataclass(frozen=True)
class ProfilePage:
    """One's own profile as a form."""

    form: FormState
    institution: str
    address: str
    zones: Sequence[Option]
    languages: Sequence[Option]
    saved: bool

    @classmethod
    def build(
        cls,
        person: Person,
        institution: str,
        address: str,
        state: FormState | None,
        *,
        languages: Sequence[Language],
        saved: bool,
    ) -> "ProfilePage":
        """The stored profile, or what was just typed."""
        stored = FormState({name: getattr(person, name) for name in OWN_FIELDS})
        offered = [Option(language.code, _language_name(language)) for language in languages]
        return cls(state or stored, institution, address, _zones(), offered, saved)


def _zones() -> list[Option]:
    """The usual ones by name, all others by the code that is the same in every language."""
    others = sorted(zone for zone in available_timezones() - {*US_ZONES} if "/" in zone)
    return [Option(zone, _zone_name(zone)) for zone in US_ZONES] + [
        Option(zone, zone) for zone in others
    ]


def _zone_name(zone: str) -> Text:
    name = zone_name(zone)
    match zone:
        case "America/Denver":
            return _("{zone} (also the Navajo Nation)", zone=name)
        case "America/Phoenix":
            return _("{zone} (Arizona, no daylight saving time)", zone=name)
    return name


def _language_name(language: Language) -> Text:
    if language.reviewed:
        return language.name
    return _("{language} (not yet reviewed by a native speaker)", language=language.name)
