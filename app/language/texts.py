"""Interface words, marked where they are written and worded where they are shown.

    from app.language import _, ngettext, pgettext

    _("Welcome to {cohort}", cohort=cohort.title)
    ngettext("{count} certificate", "{count} certificates", count=46)
    pgettext("of a session", "Open")

What is marked stands in the catalogs (`app/translations`), and nothing is taken there that is not
written out as a literal. A text is a value: it can be a constant, a fact of another text, the field
of a page; `str()` words it in the language that is being written in. Placeholders are named, and
may say how their fact reads: `{closes:date}` (see `styles`). A sentence is one text; it is never
put together from pieces, which other languages would put in another order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from string import Formatter
from typing import Any, NamedTuple, Union

from app.language.catalogs import catalog
from app.language.languages import Language, current
from app.language.styles import check_style, worded

Fact = Union[int, Decimal, str, date, "LazyText", tuple["Fact", ...]]
"""What a text may know: numbers, names, days, moments with their zone, texts, several of them.

A moment is told in the zone that it carries."""

Text = Union[str, "LazyText"]
"""What a page shows: words of people and programs as they are, or ours, worded when shown."""

COUNT = "count"
"""The fact that decides between one and many."""


class Piece(NamedTuple):
    """Words as they stand, and after them a fact in a style; at the end of a text no fact."""

    literal: str
    fact: str | None
    style: str


@dataclass(frozen=True, eq=False)
class Message:
    """Words as they stand in the source, and so in the catalogs; there is one object for each.

    Raises:
        ValueError: A placeholder has no name, or a style that does not exist.
    """

    one: str
    many: str | None
    """For any number of things but one; None: the words do not depend on a number."""
    context: str | None
    facts: frozenset[str] = field(init=False)
    """The names of the placeholders, and `count` if it decides."""

    def __post_init__(self) -> None:
        texts = (self.one,) if self.many is None else (self.one, self.many)
        named = {piece.fact for text in texts for piece in pieces(text) if piece.fact is not None}
        counts = frozenset() if self.many is None else frozenset({COUNT})
        object.__setattr__(self, "facts", counts | named)

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process, too, there is one object for each."""
        return message, (self.one, self.many, self.context)

    @property
    def is_markup(self) -> bool:
        """Whether there are tags in it: only for templates."""
        return "<" in self.one

    def in_language(self, language: Language, count: int | None) -> str:
        """With its placeholders."""
        words = catalog(language)
        if self.many is None or count is None:
            if self.context is None:
                return words.gettext(self.one)
            return words.pgettext(self.context, self.one)
        if self.context is None:
            return words.ngettext(self.one, self.many, count)
        return words.npgettext(self.context, self.one, self.many, count)


def message(one: str, many: str | None = None, context: str | None = None) -> Message:
    """The one object for some words."""
    return _message(one, many, context)  # the cache tells left out from None


@cache
def _message(one: str, many: str | None, context: str | None) -> Message:
    return Message(one, many, context)


@dataclass(frozen=True, repr=False)
class LazyText:
    """Interface words with their facts. Two are the same if both are."""

    message: Message
    items: tuple[tuple[str, Fact], ...] = ()
    """Names and facts, by name."""

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts by name."""
        return dict(self.items)

    def __str__(self) -> str:
        """The words, in the language that is being written in."""
        language = current()
        if not self.items:
            return translated(self.message, language, None)[0].literal
        facts: dict[str, Any] = dict(self.items)
        count = facts[COUNT] if self.message.many is not None else None
        words: list[str] = []
        for literal, name, style in translated(self.message, language, count):
            words.append(literal)
            if name is not None:
                words.append(worded(facts[name], style))
        return "".join(words)

    def __repr__(self) -> str:
        facts = "".join(f", {name}={fact!r}" for name, fact in self.items)
        return f"_({self.message.one!r}{facts})"


def gettext(text: str, /, **facts: Fact) -> LazyText:
    """Interface words; imported as `_`."""
    return lazy(message(text), facts) if facts else _without_facts(text)


def ngettext(one: str, many: str, /, *, count: int, **facts: Fact) -> LazyText:
    """Interface words about a number of things: for one, and for any other number."""
    return lazy(message(one, many), facts | {COUNT: count})


def dotted(parts: Iterable[Text | None]) -> str:
    """`Session 5 of 8 · Thu, Nov 26`: things that stand side by side and make no sentence."""
    return " · ".join(worded(part, "") for part in parts if part)


def pgettext(context: str, text: str, /, **facts: Fact) -> LazyText:
    """Interface words that mean several things in English; the context tells translators which."""
    return lazy(message(text, None, context), facts)


_FACTS = (int, Decimal, str, date, LazyText)
_PLAIN = frozenset({int, str, LazyText})


def lazy(message: Message, facts: Mapping[str, Fact]) -> LazyText:
    """A text with its facts, all of them and no others.

    Raises:
        TypeError: A fact is missing or not known, or is no fact.
    """
    check_facts(message, facts)
    for name, fact in facts.items():
        if type(fact) not in _PLAIN:  # what is plain, and so most, needs no closer look
            _check_fact(message, name, fact)
    return LazyText(message, tuple(sorted(facts.items()) if len(facts) > 1 else facts.items()))


@cache
def _without_facts(text: str) -> LazyText:
    return lazy(message(text), {})


@lru_cache(maxsize=16384)
def translated(message: Message, language: Language, count: int | None) -> tuple[Piece, ...]:
    """The words in a language, taken apart; `count` where a number decides."""
    return pieces(message.in_language(language, count))


def check_facts(message: Message, facts: Mapping[str, object]) -> None:
    """Raise TypeError unless these are all the facts of the words, and no others."""
    if facts.keys() != message.facts:
        raise TypeError(
            f"{message.one!r} has the facts {sorted(message.facts)}, not {sorted(facts)}."
        )


def _check_fact(message: Message, name: str, fact: object) -> None:
    if isinstance(fact, tuple):
        for item in fact:
            _check_fact(message, name, item)
    elif isinstance(fact, bool) or not isinstance(fact, _FACTS):
        raise TypeError(f"{message.one!r}: {name} is a {type(fact).__name__}, which is no fact.")
    elif isinstance(fact, datetime) and fact.tzinfo is None:
        raise TypeError(f"{message.one!r}: {name} is a moment without its zone.")


def pieces(text: str) -> tuple[Piece, ...]:
    """A text taken apart at its placeholders.

    Raises:
        ValueError: A placeholder has no name, or a style that does not exist.
    """
    return tuple(_pieces(text)) or (Piece("", None, ""),)


def _pieces(text: str) -> Iterator[Piece]:
    for literal, name, style, conversion in Formatter().parse(text):
        if name is not None and (not name.isidentifier() or conversion):
            raise ValueError(f"A fact needs a name, and nothing but a style: {text!r}")
        if style:
            check_style(style, text)
        yield Piece(literal, name, style or "")
