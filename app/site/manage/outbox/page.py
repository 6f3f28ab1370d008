"""The list of mail: found by whom it is to, narrowed, page by page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.models import Cohort
from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.language import Text, _, ngettext
from app.language.moments import date_time
from app.language.reasons import Reason
from app.messages.composing import Addressee, Letter, compose_to_keep
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import MailFound, NarrowedMail
from app.policy.table import Role
from app.site.manage.outbox.words import KINDS, STATES, kind_words, what_became
from app.site.parts.people import person_path
from app.web.listing import Asked, Choice, Column, Empty, Find, Listing
from app.web.parts import Badge, Link, Option
from app.web.shown import Shown

PATH = "/manage/outbox"
PAGE_OF = 50


@dataclass(frozen=True)
class MailLine:
    """One mail of the list."""

    path: str
    subject: Text
    language: str | None
    """What the subject is written in, where that is known."""
    kind: Text
    name: str
    person_path: str | None
    address: str
    written: str
    iso: str
    state: Badge
    became: Text
    cohort: str


@dataclass(frozen=True)
class OutboxPage:
    """The mail that somebody may see."""

    above: Link
    lead: Text
    mail: Shown[MailLine]
    stands: Reason | None
    """Why none gets out."""


@dataclass(frozen=True)
class Chosen:
    """What an address narrows the list to, as it came."""

    state: str = ""
    kind: str = ""
    cohort: str = ""


def narrowed_to(chosen: Chosen, cohorts: Sequence[Cohort], words: Sequence[str]) -> NarrowedMail:
    """What to read; what nobody offered narrows nothing."""
    return NarrowedMail(
        words=tuple(words),
        state=next((state for state in MailState if state.value == chosen.state), None),
        kinds=frozenset({chosen.kind} & {*KINDS}),
        cohort_id=next((c.id for c in cohorts if c.slug == chosen.cohort), None),
    )


def outbox_listing(cohorts: Sequence[Cohort], narrowed: NarrowedMail) -> Listing[MailLine]:
    """The list, with what it is narrowed to."""
    return Listing(
        path=PATH,
        columns=(
            Column(_("Written"), "written", sort=lambda line: line.iso),
            Column(_("Letter")),
            Column(_("To"), "person", sort=lambda line: line.name),
            Column(_("State")),
        ),
        nothing=Empty(
            _("No mail yet"),
            _("Mail appears here as soon as something happens that somebody is told of."),
        ),
        find=Find(lambda line: line.name, _("Name or email address"), _("Name or email address")),
        choices=_choices(cohorts, narrowed),
        page_size=PAGE_OF,
        counts=_counts,
        none_found=lambda _query: _("No mail like this was found."),
        everything=_("Show all mail"),
    )


def newest_first(asked: Asked) -> Asked:
    """Of a list that nobody asked to sort, what was written last leads."""
    return asked if asked.sort else Asked(asked.show, "-written", asked.query, asked.page)


def _counts(shown: int, count: int) -> Text:
    return ngettext("{shown} of {count} mail", "{shown} of {count} mails", count=count, shown=shown)


def _choices(cohorts: Sequence[Cohort], narrowed: NarrowedMail) -> list[Choice]:
    states = [Option(state.value, badge.text) for state, badge in STATES.items()]
    kinds = [Option(kind, words) for kind, words in KINDS.items()]
    places = [Option(cohort.slug, cohort.title) for cohort in cohorts]
    slug = next((c.slug for c in cohorts if c.id == narrowed.cohort_id), "")
    found = [
        Choice("state", _("State"), states, narrowed.state.value if narrowed.state else ""),
        Choice("kind", _("Letter"), kinds, next(iter(narrowed.kinds), "")),
    ]
    return [*found, Choice("cohort", _("Cohort"), places, slug)] if cohorts else found


def lines(
    found: Sequence[MailFound],
    people: Mapping[UUID | None, Addressee],
    base_url: str,
    zone: str,
) -> list[MailLine]:
    """What was read of each mail, with the subject that its reader sees."""
    return [_line(mail, people.get(mail.message.person_id), base_url, zone) for mail in found]


def _line(found: MailFound, reader: Addressee | None, base_url: str, zone: str) -> MailLine:
    message = found.message
    letter = words_of(message, reader, base_url)
    return MailLine(
        path=f"{PATH}/{message.id}",
        subject=letter.subject if letter else kind_words(message.kind),
        language=language_of(letter),
        kind=kind_words(message.kind),
        name=name_of(found, reader),
        person_path=person_path(found.person.id) if found.person else None,
        address=address_of(message, reader),
        written=date_time(message.created_at, zone),
        iso=message.created_at.isoformat(),
        state=STATES[found.state],
        became=what_became(found, zone),
        cohort=found.cohort.title if found.cohort else "",
    )


def words_of(message: OutboxMessage, reader: Addressee | None, base_url: str) -> Letter | None:
    """A letter without its secrets; None where no letter can be made of it."""
    try:
        return compose_to_keep(message, reader, base_url)
    except RefusedError:
        return None


def language_of(letter: Letter | None) -> str | None:
    """What a letter is written in, as in the attribute `lang`, where that is known."""
    return letter.language.code if letter and letter.language else None


def name_of(found: MailFound, reader: Addressee | None) -> str:
    """Whom a mail is to."""
    if found.person is not None:
        return found.person.display_name
    return reader.given_name if reader else ""


def address_of(message: OutboxMessage, reader: Addressee | None) -> str:
    """Where a mail went or goes; nothing where that is not known."""
    return message.recipient or (reader.address if reader else None) or ""


def above(roles: Collection[Role]) -> Link:
    """The desk from which somebody comes to the mail."""
    if Role.COORDINATOR in roles:
        return Link(_("Manage"), "/manage")
    return Link(_("Administration"), "/admin")


def lead_of(*, everybody: bool) -> Text:
    """Which mail is on the list."""
    if everybody:
        return _("All mail of this installation, and what became of it.")
    return _("Mail of the cohorts that you coordinate, and what became of it.")
