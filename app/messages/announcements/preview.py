"""A letter of a message before there is one: composed as the worker composes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from app.core import outbox
from app.language.languages import Language, named, writing_in
from app.messages.announcements.filling.rules import said_to
from app.messages.announcements.rules import Reader, Sender, Surroundings
from app.messages.composing import Addressee, Letter, compose


@dataclass(frozen=True)
class Preview:
    """What one person would read, in plain text and as Markdown."""

    letter: Letter
    markdown: str


def preview(
    reader: Reader,
    subject: str,
    text: str,
    around: Surroundings,
    sender: Sender,
    *,
    personal: bool,
    language: Language,
    offered: Sequence[Language],
    now: datetime,
) -> Preview:
    """The letter to one reader. `language`: of the message; `offered`: the installation's.

    `personal`: whether it is to them alone (`is_personal`).
    """
    with writing_in(language):
        words = said_to(reader, subject, text, around)
    facts: dict[str, JsonValue] = {
        "subject": words.subject,
        "markdown": words.markdown,
        "cohort": around.cohort,
        "writer": sender.name,
        "writer_address": sender.address,
    }
    kind = "personal_message" if personal else "announcement"
    message = outbox.unposted(kind=kind, facts=facts, now=now)
    own = named(reader.language, offered) or offered[0]
    to = Addressee(reader.given_name or reader.family_name, reader.zone, "preview", own)
    return Preview(compose(message, to, around.base_url), words.markdown)
