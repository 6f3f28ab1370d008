"""What can be the matter with an address."""

from enum import StrEnum


class Trouble(StrEnum):
    """What became of mail to an address."""

    REFUSED = "refused"
    """The mail server takes nothing for it."""
    BOUNCED = "bounced"
    """It was taken, and came back later."""
    COMPLAINED = "complained"
    """Its reader told their mail provider that it is unwanted."""
    MENDED = "mended"
    """It works again: somebody read what was sent there, or says so."""
