"""The demo's outbox as a page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.core.models import OutboxMessage
from app.language.moments import date_time
from app.messages.composing import Addressee, compose


@dataclass(frozen=True)
class MailPiece:
    """A stretch of a mail's text; with a path of our own, it is a link."""

    text: str
    path: str | None = None


def pieces(line: str, base_url: str) -> tuple[MailPiece, ...]:
    """A line of mail with our own addresses as links, and no others."""
    own = re.compile(f"({re.escape(base_url)}/[\\w/?=&%.#~+-]*[\\w/=-])")
    return tuple(
        MailPiece(text, text.removeprefix(base_url) if own.fullmatch(text) else None)
        for text in own.split(line)
        if text
    )


@dataclass(frozen=True)
class MailRow:
    """One mail of the demo's outbox."""

    subject: str
    recipient: str
    language: str | None
    """What it is written in, as in the attribute `lang`, where that is known."""
    iso: str
    written: str
    sent: bool
    lines: Sequence[Sequence[MailPiece]]


@dataclass(frozen=True)
class MailPage:
    """The demo's outbox."""

    mails: Sequence[MailRow]
    awaited: bool
    """Whether a letter is about to come, so that the page has to look again."""


def mail_page(
    messages: Iterable[OutboxMessage],
    people: Mapping[UUID | None, Addressee],
    base_url: str,
    zone: str,
    *,
    awaited: bool = False,
) -> MailPage:
    """Mail as it was or would be sent, with our own addresses as links.

    A letter to a newcomer goes with them when they did not open its link.
    """
    letters = [
        (message, compose(message, people.get(message.person_id), base_url))
        for message in messages
        if message.text is not None or message.person_id in people
    ]
    return MailPage(
        awaited=awaited,
        mails=[
            MailRow(
                subject=letter.subject,
                recipient=letter.recipient,
                language=letter.language.code if letter.language else None,
                iso=message.created_at.isoformat(),
                written=date_time(message.created_at, zone),
                sent=message.sent_at is not None,
                lines=[pieces(line, base_url) for line in letter.text.rstrip().split("\n")],
            )
            for message, letter in letters
        ],
    )
