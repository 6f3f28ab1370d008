"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class CheckInWay(StrEnum):
    """How somebody was checked in."""

    QR = "qr"
    """The code was scanned."""
    CODE = "code"
    """It was typed."""
    LINK = "link"
    """They joined the meeting by our link, where that is enough."""
    ADDED = "added"
    """Whoever leads the session said that they are there."""
