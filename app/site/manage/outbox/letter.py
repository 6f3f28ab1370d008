"""The page of one mail: its words, what became of it, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.messages.composing import Addressee
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import MailFound
from app.messages.outbox.rules import ADDRESS_MARKED, why_not_leave
from app.site.manage.outbox.page import PATH, address_of, language_of, name_of, words_of
from app.site.manage.outbox.words import STATES, kind_words, what_became
from app.site.parts.people import person_path
from app.web.parts import Badge, Fact, Link


@dataclass(frozen=True)
class LetterPage:
    """One mail."""

    path: str
    above: Link
    kind: Text
    subject: Text
    language: str | None
    """What it is written in, where that is known."""
    state: Badge
    became: Text
    facts: Sequence[Fact]
    person_path: str | None
    has_trouble: bool
    """Whether the address is what has to be mended."""
    paragraphs: Sequence[str]
    """Its words, without what it could open."""
    why_not_again: Reason | None
    as_another: bool
    """Whether sending it again makes another mail of it: it was sent once."""
    can_be_left: bool
    done: Text
    refused: Reason | None


DONE = {
    "again": _("It is tried again now."),
    "another": _("It is sent once more: this is the new mail."),
    "left": _("It stays unsent."),
}


def letter_page(
    found: MailFound,
    reader: Addressee | None,
    base_url: str,
    *,
    above: Link,
    zone: str,
    why_not_again: Reason | None,
    done: str = "",
    refused: Reason | None = None,
) -> LetterPage:
    """The page as whoever may see the mail sees it. `why_not_again`: why it is not sent again."""
    message = found.message
    letter = words_of(message, reader, base_url)
    return LetterPage(
        path=f"{PATH}/{message.id}",
        above=above,
        kind=kind_words(message.kind),
        subject=letter.subject if letter else kind_words(message.kind),
        language=language_of(letter),
        state=STATES[found.state],
        became=what_became(found, zone),
        facts=_facts(found, reader, zone),
        person_path=person_path(found.person.id) if found.person else None,
        has_trouble=found.state is MailState.RETURNED or why_not_again == ADDRESS_MARKED,
        paragraphs=[] if letter is None else letter.text.strip().split("\n\n"),
        why_not_again=why_not_again,
        as_another=found.state in (MailState.SENT, MailState.RETURNED),
        can_be_left=why_not_leave(found.state) is None,
        done=DONE.get(done, ""),
        refused=refused,
    )


def _facts(found: MailFound, reader: Addressee | None, zone: str) -> list[Fact]:
    message = found.message
    written = _("{written:moment}", written=local(message.created_at, zone))
    facts = [
        Fact(_("To"), name_of(found, reader)),
        Fact(_("Address"), address_of(message, reader)),
        Fact(_("Letter"), kind_words(message.kind)),
        Fact(_("Cohort"), found.cohort.title if found.cohort else ""),
        Fact(_("Written"), written),
    ]
    return [fact for fact in facts if str(fact.text)]
