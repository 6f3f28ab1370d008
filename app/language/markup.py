"""Interface words in HTML templates: what `_`, `ngettext` and `pgettext` are there.

A text that holds tags is markup, and its translations hold the same tags (`upkeep` sees to that);
any other text, and every fact, is escaped.
"""

from typing import Any

from markupsafe import Markup, escape

from app.language.languages import current
from app.language.styles import worded
from app.language.texts import COUNT, Message, check_facts, message, translated


def gettext(text: str, /, **facts: Any) -> Markup:
    """Interface words as markup."""
    return _marked_up(message(text), facts)


def ngettext(one: str, many: str, /, *, count: int, **facts: Any) -> Markup:
    """Interface words about a number of things, as markup."""
    return _marked_up(message(one, many), facts | {COUNT: count})


def pgettext(context: str, text: str, /, **facts: Any) -> Markup:
    """Interface words that mean several things in English, as markup."""
    return _marked_up(message(text, None, context), facts)


def _marked_up(message: Message, facts: dict[str, Any]) -> Markup:
    check_facts(message, facts)
    literal = Markup if message.is_markup else escape
    words = Markup("")
    in_tag = False
    for piece in translated(message, current(), facts.get(COUNT)):
        words += literal(piece.literal)
        in_tag = message.is_markup and _ends_in_tag(piece.literal, in_tag)
        if piece.fact is not None:
            fact = facts[piece.fact]
            words += escape(fact) if in_tag else _escaped(fact, piece.style)
    return words


def _ends_in_tag(literal: str, in_tag: bool) -> bool:
    """Whether what comes next is for the browser, as an address, and not for the reader."""
    opened, closed = literal.rfind("<"), literal.rfind(">")
    return in_tag if opened == closed else opened > closed


def _escaped(fact: Any, style: str) -> Markup:
    if isinstance(fact, Markup):
        return fact
    return escape(worded(fact, style))
