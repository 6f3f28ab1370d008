"""Who can lead a session, as forms offer it and as it is chosen."""

import re
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from app.cohorts.drafts.queries import FacilitatorRow, PartRow
from app.language import Text, _, ngettext
from app.people.models import Person
from app.web.parts import Option

SEPARATORS = re.compile(r"[\s,;]+")
NOT_KNOWN = _("Choose somebody from the list.")


def addresses_in(text: str) -> list[str]:
    """Each address in what was typed, in small letters."""
    return [part.lower() for part in SEPARATORS.split(text) if part]


def people_at(
    text: str, name: str, by_address: Mapping[str, UUID], errors: dict[str, Text]
) -> list[UUID]:
    """The people with the addresses in a field; those of nobody become its error."""
    addresses = addresses_in(text)
    unknown = [address for address in addresses if address not in by_address]
    if unknown:
        errors[name] = ngettext(
            "Nobody here has this address: {addresses:and}.",
            "Nobody here has these addresses: {addresses:and}.",
            count=len(unknown),
            addresses=tuple(unknown),
        )
    return [by_address[address] for address in addresses if address in by_address]


def person_chosen(
    value: str, name: str, known: Collection[UUID], errors: dict[str, Text]
) -> UUID | None:
    """Whom a list says; somebody who is not in it becomes its error."""
    try:
        person_id = UUID(value) if value else None
    except ValueError:
        person_id = None
    if value and person_id not in known:
        errors[name] = NOT_KNOWN
        return None
    return person_id


def can_lead(rows: Sequence[FacilitatorRow], parts: Sequence[PartRow]) -> dict[UUID, Person]:
    """Who can be chosen: the facilitators, and who leads a session already."""
    people = {row.person.id: row.person for row in rows}
    return people | {part.person.id: part.person for part in parts if part.part != "guest"}


def person_option(person: Person) -> Option:
    """Somebody to be chosen."""
    return Option(str(person.id), person.sort_name)
