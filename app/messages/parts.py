"""The part of a mail that a calendar takes up by itself."""

from dataclasses import dataclass
from email.message import EmailMessage


@dataclass(frozen=True)
class CalendarPart:
    """One event and what is to be done with it (RFC 5546)."""

    method: str
    """`REQUEST`, also for a change, or `CANCEL`."""
    text: str

    def add_to(self, mail: EmailMessage) -> None:
        """Beside the words, which has to be there already, and once more as a file.

        Calendars read the first; Outlook opens the second where it did not take the first.
        """
        mail.add_alternative(
            self.text, subtype="calendar", cte="base64", params={"method": self.method}
        )
        mail.add_attachment(
            self.text.encode(), maintype="application", subtype="ics", filename="session.ics"
        )
