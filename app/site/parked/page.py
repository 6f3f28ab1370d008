"""What a form that waited is shown as, and what is said where it cannot wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.people.parking.rules import SentForm

PAGE = "/parked"


@dataclass(frozen=True)
class ParkedPage:
    """A form that was sent signed out, to be sent again as it was."""

    form: SentForm
    """Where to, and every field."""
    sent: datetime | None = None
    """When it was sent already, in the reader's zone."""

    @property
    def has_choices(self) -> bool:
        """Whether there is more in it than what is shown."""
        return len(self.form.fields) > len(self.form.prose)


@dataclass(frozen=True)
class SignedOutPage:
    """What was typed, to be copied: nobody can tell whose it is, or it is too much to be kept."""

    prose: Sequence[str]
    onward: str
    """Where to sign in, or to prove more."""
    unproven: bool = False
    """Whether its sender is signed in, and has to prove more."""
