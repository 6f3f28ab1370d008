"""Names that wait for the coordinator: as they would be printed, beside what is known of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.certificates.names.rules import NameToCheck
from app.certificates.rules import full_name
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with
from app.site.parts.people import person_path


@dataclass(frozen=True)
class NameLine:
    """One name to check."""

    printed: str
    """As it would stand on the certificate."""
    entered: str
    """As it was entered here; with the degrees that were given then."""
    signed: Sequence[str]
    """Other names under their signatures."""
    differs: bool
    degrees_differ: bool
    person_path: str
    preview: str
    address: str | None
    """Where to write to them: nobody else changes how they write their name."""
    value: str
    """What the checkbox sends."""
    chosen: bool
    why_not: Reason | None
    """Why it is not the reader's to confirm."""


def name_line(
    name: NameToCheck, preview: str, address: str | None, *, by: UUID, chosen: Collection[str] = ()
) -> NameLine:
    """A name as it waits. `chosen`: what was ticked before."""
    value = f"{name.enrollment_id}:{name.fingerprint}"
    return NameLine(
        printed=full_name(name.name, name.degrees),
        entered=full_name(name.entered_name, name.entered_degrees),
        signed=name.signed,
        differs=name.differs,
        degrees_differ=name.degrees_differ,
        person_path=person_path(name.person_id),
        preview=preview,
        address=address,
        value=value,
        chosen=value in chosen,
        why_not=why_not_deal_with([name.person_id], by=by),
    )
