"""What a message is, whom it can reach, and which letters show best what it says. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.language import Text
from app.language.names import full_name
from app.language.reasons import Reason, reason

MOST_SUBJECT = 150
MOST_TEXT = 8_000
PREVIEWED = 3
JOB = "messages.send"
"""The kind of the work of delivering a message."""

NOBODY = reason("message.nobody", "Nobody would receive this. Choose other recipients.")
CHOOSE = reason("message.choose", "Choose whom you write to.")
NOT_THEIRS = reason("message.not_theirs", "Somebody chosen is not one of those you can write to.")
CHANGED = reason(
    "message.changed",
    "The message, or whom it goes to, has changed since you looked, so nothing was sent. "
    "Check it again.",
)
SENT = reason("message.sent", "This message was sent, so it stays as it is.")
NO_ADDRESS = reason("message.no_address", "There is no address that reaches them.")
TURNED_OFF = reason("message.turned_off", "They turned messages to their cohort off.")
LOST = reason("message.lost", "Mail to this address does not arrive.")
DISABLED = reason("message.disabled", "Their account is disabled.")


@dataclass(frozen=True)
class Written:
    """What somebody wrote, and to whom."""

    audience: str
    chosen: tuple[UUID, ...]
    quiet_days: int
    language: str
    subject: str
    text: str
    template: str | None = None
    template_version: int | None = None


@dataclass(frozen=True)
class Template:
    """A text to begin with."""

    key: str
    language: str
    version: int
    title: str
    audience: str
    subject: str
    text: str


@dataclass(frozen=True)
class Templates:
    """All texts there are to begin with: the newest of each in each language."""

    found: tuple[Template, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What each is called in addresses, once."""
        return tuple(dict.fromkeys(template.key for template in self.found))

    def of(self, key: str, language: str) -> Template | None:
        """One of them in a language."""
        own = (known for known in self.found if known.key == key and known.language == language)
        return next(own, None)


@dataclass(frozen=True)
class Reader:
    """Somebody a message can go to, and what it can say of them."""

    person_id: UUID
    given_name: str
    family_name: str
    degrees: str
    zone: str
    path: str
    """Their own page of the cohort."""
    language: str | None = None
    """Which they chose to read in."""
    enrolled: bool = True
    standing: tuple[Text, ...] = ()
    missing: tuple[Text, ...] = ()
    has_sessions: bool = True
    """False of who is told of none, since their arm of a trial has none."""

    @property
    def name(self) -> str:
        """`Dana Okafor, MD`."""
        return full_name(self.given_name, self.family_name, self.degrees)


@dataclass(frozen=True)
class Reach:
    """Whether mail reaches somebody."""

    address: str | None
    disabled: bool
    declined: bool = False
    """Whether they turned off messages, where that counts."""
    lost: bool = False
    """Whether mail to their address does not arrive, where it is not tried all the same."""

    def why_not(self) -> Reason | None:
        """Why nothing is written to them."""
        if self.disabled:
            return DISABLED
        if self.address is None:
            return NO_ADDRESS
        if self.declined:
            return TURNED_OFF
        return LOST if self.lost else None


@dataclass(frozen=True)
class Sender:
    """Who sends a message, as it says so itself, and where answers reach them."""

    person_id: UUID
    name: str
    address: str


@dataclass(frozen=True)
class Surroundings:
    """What a message can say to everybody alike."""

    cohort: str
    program: str
    coordinator: str
    base_url: str
    next_unit: str = ""
    next_at: datetime | None = None


def is_personal(chosen: Collection[object]) -> bool:
    """Whether a message is written to one person: somebody chose them, and nobody else.

    Such a letter is in no stream, so nobody can turn it off. What a part of a cohort is written is
    written to many, however few are in it.
    """
    return len(set(chosen)) == 1


def most_different(readers: Sequence[Reader]) -> list[Reader]:
    """Few readers whose letters differ most: the longest name, most and least to say of them."""
    by_name = sorted(readers, key=lambda reader: -len(reader.name))
    by_said = sorted(readers, key=lambda reader: (-len(reader.missing), -len(reader.standing)))
    wanted = [*by_name[:1], *by_said[:1], *by_said[-1:], *by_name]
    return list({reader.person_id: reader for reader in wanted}.values())[:PREVIEWED]


def fingerprint(edition: int, people: Iterable[UUID]) -> str:
    """Stands for what was checked: which edition of a message, to whom."""
    seen = "|".join([str(edition), *sorted(map(str, people))])
    return hashlib.sha256(seen.encode()).hexdigest()[:32]
