"""Composes letters: the template of a kind, whom it is for, and the facts that were posted.

A letter is in the language of whoever it is for, whoever's act or task it comes from.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from secrets import token_hex
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    Undefined,
    UndefinedError,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from app.certificates.rules import ReasonClass
from app.certificates.snapshot import CertificateKind
from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.core.outbox import without_secrets
from app.language import LazyText, Text, _, ngettext, pgettext
from app.language.languages import ENGLISH, Language, writing_in
from app.language.moments import date_time, local
from app.language.reasons import ReasonKind, reason
from app.language.stored import from_json
from app.language.styles import worded
from app.messages.html import body
from app.messages.parts import CalendarPart
from app.settings import PROJECT_ROOT

LETTERS = PROJECT_ROOT / "app" / "templates" / "letters"
MARKDOWN = "markdown"
"""The fact that holds what a person wrote as Markdown; it has a paragraph of its own."""
NO_ADDRESS = reason("letter.no_address", "There is no address that this letter could be sent to.")
NOBODY = reason("letter.nobody", "There is nobody this letter is for.")
NO_SUCH_LETTER = ReasonKind("letter.no_such_kind", "There is no letter of the kind {kind}.")
FACT_MISSING = ReasonKind(
    "letter.fact_missing", "A fact of the letter {kind} is missing: {problem}."
)
FACT_UNUSABLE = ReasonKind(
    "letter.fact_unusable", "A fact of the letter {kind} cannot be used ({problem})."
)
"""Stands for a secret in what is kept of a letter that was sent; for a path, after its slash."""


@dataclass(frozen=True)
class Addressee:
    """Whom a letter is for, as they are when it is composed."""

    given_name: str
    """What a letter calls them."""
    zone: str
    address: str | None
    """The primary one."""
    language: Language = ENGLISH
    """Their own, else the installation's."""


@dataclass(frozen=True)
class Letter:
    """What is sent to whom, in words."""

    recipient: str
    subject: str
    text: str
    language: Language | None = field(default=None, compare=False)
    """None: the words are those that were kept of it, and nobody knows any more."""
    body: Markup | None = field(default=None, compare=False, repr=False)
    """The same words as HTML, without the frame."""
    html: str | None = field(default=None, compare=False, repr=False)
    """The whole document, once the frame stands around the words (`frame.py`)."""
    calendar: CalendarPart | None = field(default=None, compare=False)
    """What a calendar takes up of it; none of it is kept."""


def compose(message: OutboxMessage, person: Addressee | None, base_url: str) -> Letter:
    """The letter as it is sent; of one that was sent, the words that were kept.

    Raises `RefusedError` with a reason that holds nobody's data when no letter can be made of it.
    """
    return _compose(message, person, base_url, message.secrets)


def compose_to_keep(message: OutboxMessage, person: Addressee | None, base_url: str) -> Letter:
    """The same letter without its secrets, for the record."""
    return _compose(message, person, base_url, without_secrets(message))


def _compose(
    message: OutboxMessage, person: Addressee | None, base_url: str, secrets: Mapping[str, str]
) -> Letter:
    recipient = message.recipient or (person.address if person else None)
    if recipient is None:
        raise RefusedError(NO_ADDRESS)
    if message.subject is not None and message.text is not None:
        return Letter(recipient, message.subject, message.text)
    if person is None:
        raise RefusedError(NOBODY)
    facts = {**message.facts, **secrets, "person": person, "base_url": base_url}
    written: dict[str, str] = {}
    if MARKDOWN in facts:  # a mark stands for it: it is rendered in the HTML alone
        mark = token_hex()
        written[mark], facts[MARKDOWN] = str(facts[MARKDOWN]), mark
    with writing_in(person.language):
        subject, text = _words(message.kind, facts)
        html = body(text, base_url, written)
    for mark, words in written.items():
        subject, text = subject.replace(mark, words), text.replace(mark, words)
    return Letter(recipient, subject, text, person.language, html)


def _words(kind: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Subject and text; the facts are data, and no template is ever made of them."""
    try:
        template = environment().get_template(f"{kind}.txt")
        context = template.new_context(facts)
        subject, text = ("".join(template.blocks[name](context)) for name in ("subject", "text"))
    except TemplateNotFound:
        raise RefusedError(NO_SUCH_LETTER(kind=kind)) from None
    except UndefinedError as error:
        raise RefusedError(FACT_MISSING(kind=kind, problem=str(error.message))) from None
    except (TemplateError, AttributeError, LookupError, TypeError, ValueError) as error:
        what = type(error).__name__
        raise RefusedError(FACT_UNUSABLE(kind=kind, problem=what)) from None
    return subject, text


_MARKS: Mapping[str, Callable[..., LazyText]] = {
    "_": _,
    "ngettext": ngettext,
    "pgettext": pgettext,
}


@cache
def environment() -> Environment:
    """Where letters are compiled: plain text, in which a fact that is missing is an error."""
    found = Environment(
        loader=FileSystemLoader(LETTERS),
        autoescape=False,  # noqa: S701 - plain text, never markup
        undefined=StrictUndefined,
        auto_reload=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"certificate_name": _certificate_name, "moment": _moment, "url": _url}
    found.filters |= {"public_reason": _public_reason, "day": date.fromisoformat}
    found.filters |= {"moment_in": _moment_in, "differs_in": _differs_in, "sentences": _sentences}
    found.globals |= {name: _with_all_facts(mark) for name, mark in _MARKS.items()}
    return found


def _with_all_facts(mark: Callable[..., LazyText]) -> Callable[..., LazyText]:
    """Interface words in a letter; a fact that is missing is named, as anywhere in it."""

    def marked(*words: str, **facts: Any) -> LazyText:
        for fact in facts.values():
            if isinstance(fact, Undefined):
                str(fact)  # raises UndefinedError
        return mark(*words, **facts)

    return marked


def _certificate_name(kind: str, heading: str | None = None) -> Text:
    """By its kind, unless it has a name of its own; letters of before know of none."""
    return heading or CertificateKind(kind).words


def _public_reason(reason_class: str) -> LazyText:
    return ReasonClass(reason_class).words


def _sentences(reasons: Sequence[Mapping[str, Any]]) -> str:
    """Reasons as they are stored, in the words of the letter's language."""
    found = [from_json(reason) for reason in reasons]
    if None in found:
        raise LookupError("a reason that nothing knows")
    return worded(tuple(found), "sentences")


@pass_context
def _moment(context: Context, moment: str) -> str:
    """ISO text as the person's clock shows it, with the name of their zone."""
    return date_time(datetime.fromisoformat(moment), context["person"].zone)


def _moment_in(moment: str, zone: str) -> str:
    """The same as the clocks of another zone show it."""
    return date_time(datetime.fromisoformat(moment), zone)


@pass_context
def _differs_in(context: Context, moment: str, zone: str) -> bool:
    """Whether the clocks of another zone show something else than the person's."""
    at = datetime.fromisoformat(moment)
    return local(at, zone).utcoffset() != local(at, context["person"].zone).utcoffset()


@pass_context
def _url(context: Context, path: str) -> str:
    """The address of an own page: the installation's, never one that a request came with."""
    if not path.startswith("/"):
        raise ValueError("not a path")
    return f"{context['base_url']}{path}"
