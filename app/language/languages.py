"""The languages that interface words are offered in, and the one that is being written in now.

A page, a letter and a task are each written for one reader. Whoever starts on one says in which
language with `writing_in`, and all words that are made inside are in it: nothing between has to
carry a language along. Where nobody said anything, the language is English.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from babel import Locale, negotiate_locale

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, eq=False)
class Language:
    """A language of the interface."""

    code: str
    """As in the attribute `lang` (BCP 47)."""
    name: str
    """As its own readers call it."""
    region: str
    """What CLDR is asked for: the language with the region whose dates and times are meant."""
    direction: Direction = "ltr"
    reviewed: bool = True
    """Whether a native speaker has read it through."""
    pseudo: bool = False
    """Made from the English words by a rule, to find words and layouts that do not change."""

    @cached_property
    def locale(self) -> Locale:
        """What CLDR knows of it."""
        return Locale.parse(self.region)


ENGLISH = Language("en", "English", "en_US")
SPANISH = Language("es", "Español", "es_US", reviewed=False)
ACCENTED = Language("en-XA", "Accented", "en_US", pseudo=True)
MIRRORED = Language("ar-XB", "Mirrored", "en_US", direction="rtl", pseudo=True)
"""Pseudo-languages have the codes that CLDR gives to such."""

LANGUAGES: Mapping[str, Language] = {
    language.code: language for language in (ENGLISH, SPANISH, ACCENTED, MIRRORED)
}
"""By code. English, in which all words are written first, leads."""


@dataclass
class _Reader:
    """For whom is being written; changed in place, since threads see the same object."""

    language: Language
    year: int | None = None
    """In which it is being read; None: nobody knows, as of what is printed or kept."""


_reader: ContextVar[_Reader] = ContextVar("reader")
_NOBODY = _Reader(ENGLISH)


def current() -> Language:
    """The language that is being written in."""
    return _reader.get(_NOBODY).language


def year_of_reading() -> int | None:
    """The year in which it is being read: a day of another one is told with its year."""
    return _reader.get(_NOBODY).year


def read_in(year: int) -> None:
    """Say until the end of the block around this one in which year it is being read.

    Raises:
        LookupError: There is no such block, and the year would never end.
    """
    _reader.get().year = year


@contextmanager
def writing_in(language: Language) -> Iterator[None]:
    """Write in a language until the end of the block, also in threads that are started inside."""
    token = _reader.set(_Reader(language))
    try:
        yield
    finally:
        _reader.reset(token)


def turn_to(language: Language) -> None:
    """Go on in another language until the end of the block around this one.

    A request begins in the browser's language and goes on in the person's, once it is known whose
    it is.

    Raises:
        LookupError: There is no such block, and the change would never end.
    """
    _reader.get().language = language


def offered(codes: str) -> tuple[Language, ...]:
    """The languages that a setting names: `en,es`.

    Raises:
        ValueError: It names none, or one that does not exist.
    """
    names = [code.strip() for code in codes.split(",") if code.strip()]
    unknown = [name for name in names if name not in LANGUAGES]
    if unknown or not names:
        raise ValueError(
            f"LANGUAGES must name one or more of {', '.join(LANGUAGES)}, separated by commas."
        )
    return tuple(LANGUAGES[name] for name in dict.fromkeys(names))


def named(code: str | None, among: Sequence[Language]) -> Language | None:
    """The language of a code, if it is among those: what was chosen once may be offered no more."""
    return next((language for language in among if language.code == code), None)


def preferred(accept: str, among: Sequence[Language]) -> Language | None:
    """The language that a browser likes best (header Accept-Language), if it is among those."""
    wanted: list[tuple[float, str]] = []
    for part in accept.split(","):
        tag, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        try:
            wanted.append((float(quality), tag))
        except ValueError:
            continue
    liked = [tag for quality, tag in sorted(wanted, key=lambda pair: -pair[0]) if quality > 0]
    codes = {language.code.lower(): language for language in among}
    code = negotiate_locale(liked, list(codes), sep="-")
    return codes.get(code.lower()) if code else None
