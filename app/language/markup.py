"""Interface words in HTML templates: what `_`, `ngettext` and `pgettext` are there.

A text that holds tags is markup, and its translations hold the same tags (`upkeep` sees to that);
any other text, and every fact, is escaped.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from app.language.languages import Language, current
from app.language.styles import worded
from app.language.texts import COUNT, Message, check_facts, message, translated


def gettext(text: str, /, **facts: Any) -> Markup:
    """Interface words as markup."""
    return _marked_up(message(text), facts) if facts else _without_facts(text, None, current())


def ngettext(one: str, many: str, /, *, count: int, **facts: Any) -> Markup:
    """Interface words about a number of things, as markup."""
    return _marked_up(message(one, many), facts | {COUNT: count})


def pgettext(context: str, text: str, /, **facts: Any) -> Markup:
    """Interface words that mean several things in English, as markup."""
    if not facts:
        return _without_facts(text, context, current())
    return _marked_up(message(text, None, context), facts)


class _Piece(NamedTuple):
    """Words ready for a page, and after them a fact; at the end of a text no fact."""

    literal: str
    fact: str | None
    how: str | None
    """The style of the fact; None: it is for the browser, as an address, and not for the reader."""


@lru_cache(maxsize=8192)
def _without_facts(text: str, context: str | None, language: Language) -> Markup:
    """Most words of a page: made once, since a page has a hundred of them."""
    words = message(text, None, context)
    check_facts(words, {})
    return Markup("".join(piece.literal for piece in pieces(words, language, None)))  # noqa: S704


@lru_cache(maxsize=16384)
def pieces(message: Message, language: Language, count: int | None) -> tuple[_Piece, ...]:
    """The words in a language, taken apart and ready for a page; `count` where it decides."""
    found, words, in_tag = list[_Piece](), "", False
    for piece in translated(message, language, count):
        words += piece.literal if message.is_markup else str(escape(piece.literal))
        if piece.fact is not None:
            in_tag = message.is_markup and _ends_in_tag(words, in_tag)
            found.append(_Piece(words, piece.fact, None if in_tag else piece.style))
            words = ""
    # a brace that is meant as one ends a piece, too, so words are put together up to their fact
    return (*found, _Piece(words, None, "")) if words or not found else tuple(found)


def _marked_up(message: Message, facts: dict[str, Any]) -> Markup:
    check_facts(message, facts)
    count = facts[COUNT] if message.many is not None else None
    found = pieces(message, current(), count)
    told = tuple(facts[piece.fact] for piece in found if piece.fact is not None)
    return filled([piece.literal for piece in found], [piece.how for piece in found], told)


def filled(literals: Sequence[str], hows: Sequence[str | None], facts: Sequence[Any]) -> Markup:
    """Words that are taken apart already, with their facts; after the last there may be none."""
    words: list[str] = []
    for literal, how, fact in zip(literals, hows, facts, strict=False):
        words.append(literal)
        is_ready = how is None or isinstance(fact, Markup)
        words.append(escape(fact if is_ready else worded(fact, how or "")))
    words.extend(literals[len(facts) :])
    return Markup("".join(words))  # noqa: S704 - every piece is escaped, or markup of ours


def _ends_in_tag(literal: str, in_tag: bool) -> bool:
    opened, closed = literal.rfind("<"), literal.rfind(">")
    return in_tag if opened == closed else opened > closed
