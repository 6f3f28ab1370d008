"""One thing that happened to a person, and how it is said of all that happens."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.language import Text, _, dotted
from app.language.moments import local
from app.language.styles import month_day
from app.site.manage.people.record import Record


class About(StrEnum):
    """What something that happened is about."""

    SEATS = "seats"
    SIGNATURES = "signatures"
    ATTENDANCE = "attendance"
    OPENINGS = "openings"
    CLAIMS = "claims"
    CERTIFICATES = "certificates"
    ROLES = "roles"
    MAIL = "mail"


@dataclass(frozen=True)
class Happening:
    """One thing that happened."""

    at: datetime
    title: Text
    note: Text = ""
    tone: str = "neutral"
    before: Text = ""
    """Of a correction: what was there."""
    after: Text = ""
    reason: Text = ""
    href: str | None = None

    @property
    def iso(self) -> str:
        """For programs that read the page."""
        return self.at.isoformat()

    @property
    def words(self) -> str:
        """All that it says, to be searched."""
        return f"{self.title} {self.note} {self.before} {self.after} {self.reason}"

    @property
    def day(self) -> str:
        """`Nov 13`."""
        return month_day(self.at)


def moment(record: Record, at: datetime) -> datetime:
    """On the reader's clock."""
    return local(at, record.reader.zone)


def by_whom(record: Record, by: UUID | None) -> Text:
    """`by Cora Castellano`; nothing where nobody did it, or it is not known."""
    name = record.name_of(by)
    return _("by {name}", name=name) if name else ""


def beside(*words: Text) -> Text:
    """What is known, beside each other."""
    return dotted(tuple(word for word in words if word))
