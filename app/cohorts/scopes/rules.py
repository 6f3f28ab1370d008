"""What a role can be given over; pure."""

from dataclasses import dataclass
from uuid import UUID

from app.people.enums import Scope


@dataclass(frozen=True)
class Over:
    """What roles are given over: a program, cohort, institution, provider, or the installation."""

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
