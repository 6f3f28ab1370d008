"""One's own name, the time zone that pages lead with, and the language they are written in."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.language.languages import Language
from app.people.models import Person
from app.people.rules import OWN_FIELDS
from app.site.parts.people import PROFESSIONS
from app.site.parts.zones import zone_options
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class ProfilePage:
    """One's own profile as a form."""

    form: FormState
    institution: str
    profession: Text
    address: str
    zones: Sequence[Option]
    languages: Sequence[Option]
    saved: bool | None
    """Whether what was sent changed anything; None: nothing was sent."""

    @classmethod
    def build(
        cls,
        person: Person,
        institution: str,
        address: str,
        state: FormState | None,
        *,
        languages: Sequence[Language],
        saved: bool | None,
    ) -> "ProfilePage":
        """The stored profile, or what was just typed."""
        stored = FormState({name: getattr(person, name) for name in OWN_FIELDS})
        offered = [Option(language.code, _language_name(language)) for language in languages]
        return cls(
            state or stored,
            institution,
            PROFESSIONS[person.profession],
            address,
            zone_options(person.zone),
            offered,
            saved,
        )


def _language_name(language: Language) -> Text:
    if language.reviewed:
        return language.name
    return _("{language} (not yet reviewed by a native speaker)", language=language.name)
