"""The words that one person got in a message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.language import _, pgettext
from app.language.moments import date_time
from app.messages.announcements.models import Announcement
from app.messages.announcements.queries import Received
from app.packs.text.markdown import render
from app.site.parts.message_sent import became, way_to
from app.site.parts.writing import Place
from app.web.parts import Fact, Link

MARKED = Markup('<span lang="{}" dir="auto">{}</span>')
"""Words in a language of their own."""


@dataclass(frozen=True)
class LetterPage:
    """The words that one person got."""

    title: str
    name: str
    eyebrow: str
    crumbs: Sequence[Link]
    facts: Sequence[Fact]
    language: str
    """What it is written in, as in the attribute `lang`."""
    html: Markup
    text: str


def as_read(markdown: str, prefix: str, base_url: str) -> Markup:
    """A letter's words as its reader sees them.

    What leads to our own pages leads nowhere here: those are for whoever the letter is to.
    """
    own = re.compile(f'<a href="{re.escape(base_url)}(?:[/#?][^"]*)?">')
    return Markup(own.sub("<a>", render(markdown, prefix=prefix)))  # noqa: S704 - sanitized


def letter_page(
    place: Place, message: Announcement, own: Received, zone: str, base_url: str
) -> LetterPage:
    """The words that one person got, or would have got; of one that left, those that left."""
    assert own.message is not None
    said = own.message.facts
    state, why = became(own)
    sent = own.message.sent_at
    subject = own.message.subject or str(said["subject"])
    facts = [
        Fact(_("To"), own.message.recipient or own.person.display_name),
        Fact(_("State"), why or state.text),
        Fact(_("Subject"), MARKED.format(message.language, subject)),
    ]
    if sent:
        facts.insert(1, Fact(pgettext("of a message", "Delivered"), date_time(sent, zone)))
    markdown = str(said["markdown"])
    html = as_read(markdown, "letter", base_url)
    way = (*way_to(place, message, last=False), Link(own.person.display_name, None))
    text = (own.message.text or markdown).strip()
    return LetterPage(
        place.titled(message.subject),
        own.person.display_name,
        place.eyebrow,
        way,
        facts,
        message.language,
        html,
        text,
    )
