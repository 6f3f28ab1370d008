"""How spreadsheets name people."""

from collections.abc import Callable

from app.language import _
from app.people.models import Person
from app.web.listing import Export, RowT


def name_exports(person_of: Callable[[RowT], Person]) -> tuple[Export[RowT], ...]:
    """The columns of a name, for a list whose rows are about a person."""
    return (
        Export(_("Family name"), lambda row: person_of(row).family_name),
        Export(_("Given name"), lambda row: person_of(row).given_name),
        Export(_("Degrees"), lambda row: person_of(row).degrees),
    )
