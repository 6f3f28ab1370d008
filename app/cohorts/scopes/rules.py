"""What a role can be given over; pure."""

from dataclasses import dataclass
from uuid import UUID

from app.people.enums import Scope


@dataclass(frozen=True)
class Over:
    """A program, a cohort, an institution, or the installation, as roles are given over it."""

    scope: Scope
    scope_id: UUID | None = None
    title: str = ""
    """Empty: of the installation, which has no name of its own."""
    program_id: UUID | None = None
    """Of a cohort."""
    program: str = ""
    """The title of a cohort's program."""
    takes_part: bool = True
    """Whether a role can still be given over it: an institution may have left."""


INSTALLATION = Over(Scope.INSTALLATION)
