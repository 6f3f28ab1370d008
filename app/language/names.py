"""A person's name, put together as the language that is being written in puts names together.

Which part leads and what stands between them is CLDR's to say (`personNames`: the order by
`nameOrderForLocales`, the patterns of medium length). No library has that part of CLDR, so each
catalog says its language's three patterns. Of a name's own language nothing is known, so that of
the reader decides. https://www.unicode.org/reports/tr35/tr35-personNames.html

Certificates, the history and the columns of files keep a name as it was given.
"""

from functools import lru_cache

from app.language.languages import Language, current
from app.language.styles import isolated
from app.language.texts import Message, pgettext

# Translators: CLDR, person names, your language's order, medium, referring, formal.
_FULL = pgettext("a person's name", "{given} {family}", given="", family="").message
# Translators: CLDR, person names, sorting, medium: the part that lists are sorted by leads.
_LISTED = pgettext("a person's name in a list", "{family}, {given}", given="", family="").message
# Translators: CLDR, person names, your language's order, long: where {credentials} stand.
_WITH_DEGREES = pgettext("a person's name", "{name}, {degrees}", name="", degrees="").message


def full_name(given: str, family: str, degrees: str = "") -> str:
    """`Dana Okafor`, `Dana Okafor, MD`; of a name with one part, that part."""
    return _full_name(given, family, degrees, current())


def list_name(given: str, family: str) -> str:
    """`Okafor, Dana`; of a name with one part, that part."""
    return _list_name(given, family, current())


@lru_cache(maxsize=8192)
def _full_name(given: str, family: str, degrees: str, language: Language) -> str:
    """Remembered: a page says the same names again and again."""
    name = _name(_FULL, given, family, language)
    if degrees:
        name = _pattern(_WITH_DEGREES, language).format(name=name, degrees=degrees)
    return name if name in (given, family) else isolated(name)


@lru_cache(maxsize=8192)
def _list_name(given: str, family: str, language: Language) -> str:
    name = _name(_LISTED, given, family, language)
    return name if name in (given, family) else isolated(name)


def _name(pattern: Message, given: str, family: str, language: Language) -> str:
    if given and family:
        return _pattern(pattern, language).format(given=given, family=family)
    return given or family


@lru_cache(maxsize=64)
def _pattern(message: Message, language: Language) -> str:
    return message.in_language(language, None)
