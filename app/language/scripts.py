"""Interface words that a script in the browser fills in, as attributes of the page.

A script has no words of its own. It finds them in all the forms that the language has for numbers,
takes the one that `Intl.PluralRules` names, and puts each fact where its name stands: `#count`.
"""

from collections.abc import Mapping
from functools import lru_cache

from app.language.languages import Language, current
from app.language.texts import LazyText, Message, translated

_NUMBERS = range(200)
"""Enough to meet every form of whole numbers but that for millions, which reads like `other`."""


def attributes(words: Mapping[str, LazyText]) -> dict[str, str]:
    """`data-words-save-one`, `data-words-save-other`, by the texts' names; their facts are unused.

    Words that depend on no number have the form `other` only.
    """
    return {
        f"data-words-{name}-{form}": _open(text.message, number)
        for name, text in words.items()
        for form, number in _forms(text.message).items()
    }


def _forms(message: Message) -> dict[str, int | None]:
    """The forms that CLDR names, each with a number that asks for it."""
    return {"other": None} if message.many is None else {**_plural_forms(current())}


@lru_cache(maxsize=32)
def _plural_forms(language: Language) -> Mapping[str, int]:
    form_of = language.locale.plural_form
    return {form_of(number): number for number in reversed(_NUMBERS)}


def _open(message: Message, number: int | None) -> str:
    """The words with the facts' names in their places."""
    return "".join(
        piece.literal if piece.fact is None else f"{piece.literal}#{piece.fact}"
        for piece in translated(message, current(), number)
    )
