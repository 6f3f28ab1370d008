"""Keeping the catalogs: what is marked in the source, and what each language says to it.

The files that translators edit are `app/translations/<code>.po`; what the application reads is
compiled from them (`<code>.mo`) by the set-up and in the image.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.language.catalogs import TRANSLATIONS
from app.language.languages import LANGUAGES, Language
from app.language.styles import style_sort
from app.language.texts import pieces

ROOT = TRANSLATIONS.parent


def _calls_in_python(
    file: Any, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[Any, ...]]:
    """What Babel finds, but a comma after the last argument is not counted as one more."""
    calls: Iterator[Any] = extract_python(file, keywords, comment_tags, options)
    for line, name, words, comments in calls:
        is_one_more = isinstance(words, tuple) and words[-1] is None
        yield line, name, words[:-1] if is_one_more else words, comments


METHODS: list[tuple[str, Any]] = [
    ("templates/letters/**.txt", "jinja2"),
    ("templates/**.html", "jinja2"),
    ("**.py", _calls_in_python),
]
KEYWORDS = parse_keywords(
    ("_", "ngettext:1,2", "pgettext:1c,2", "reason:2", "ReasonKind:2,2t", "ReasonKind:2,3,3t")
)
LINE_WIDTH = 96
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
HEADER = """\
# The interface of Waypost in {name}.
# How to translate: README.md beside it. Which word for which: {code}.glossary.md.
#"""


@dataclass(frozen=True)
class Complaint:
    """What is wrong with an entry of a catalog."""

    language: str
    text: str
    problem: str

    def __str__(self) -> str:
        return f"app/translations/{self.language}.po: {self.problem}: {self.text!r}"


def translated_languages() -> list[Language]:
    """The languages that have a catalog: all but English and what is made from it by a rule."""
    return [
        language for code, language in LANGUAGES.items() if code != "en" and not language.pseudo
    ]


@cache
def marked() -> Catalog:
    """Every text that is marked in the source, with the files it stands in."""
    catalog = Catalog()
    found = extract_from_dir(
        str(ROOT),
        METHODS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for name, _line, text, comments, context in found:
        catalog.add(text, None, [(f"app/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def read(language: Language) -> Catalog:
    """What a language says."""
    with _file(language).open("rb") as file:
        return read_po(file, locale=language.code)


def update(language: Language) -> list[str]:
    """Bring a catalog to the source: new texts wait for words, and what nobody says any more goes.

    Returns the texts that wait.
    """
    file = _file(language)
    catalog = (
        read(language)
        if file.exists()
        else Catalog(locale=language.code, project="Waypost", version="1")
    )
    catalog.update(marked(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False  # said of the header, it would mean that nobody has looked at any entry
    catalog.header_comment = HEADER.format(name=language.name, code=language.code)
    file.write_text(_as_file(catalog), encoding="utf-8")
    return [_words(entry)[0] for entry in _entries(catalog) if not _is_whole(entry)]


def _as_file(catalog: Catalog) -> str:
    """The text of a catalog's file, which is the same whenever it is written."""
    out = BytesIO()
    write_po(
        out, catalog, width=LINE_WIDTH, sort_by_file=True, include_lineno=False, omit_header=False
    )
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not _tells_when(line))


def compile_all() -> None:
    """Write what the application reads."""
    for language in translated_languages():
        with _file(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def complaints() -> list[Complaint]:
    """All that is wrong with the catalogs, before what is written in them is any good."""
    return [complaint for language in translated_languages() for complaint in _complaints(language)]


def _complaints(language: Language) -> Iterator[Complaint]:
    known = read(language)
    for text in known.obsolete:
        yield Complaint(language.code, str(text), "nobody says this any more; make languages")
    for entry in _entries(known):
        if marked().get(_id(entry), entry.context) is None:
            yield Complaint(language.code, _words(entry)[0], "is not in the source; make languages")
    for entry in _entries(marked()):
        translated = known.get(_id(entry), entry.context)
        problem = "is missing; make languages" if translated is None else _problem(translated)
        if problem:
            yield Complaint(language.code, _words(entry)[0], problem)


def _problem(entry: Message) -> str | None:
    """What is wrong with a translation, if anything is."""
    if entry.fuzzy:
        return "is marked as fuzzy: look at it and take the mark away"
    if not _is_whole(entry):
        return "has no translation"
    allowed = [_shape(words) for words in _words(entry)]
    for translation in _translations(entry):
        try:
            shape = _shape(translation)
        except ValueError as error:
            return f"cannot be read ({error})"
        if shape not in allowed:
            return "has other placeholders or tags than the English"
    return None


class _Shape(NamedTuple):
    """What a translation has in common with its English, whatever its words."""

    facts: frozenset[tuple[str, str]]
    """The names of the placeholders, each with the sort of facts that its style can tell."""
    tags: Counter[str]
    brackets: int
    """How many tags begin: one that is never closed is no tag, and would swallow what follows."""


def _shape(text: str) -> _Shape:
    """Raises ValueError for a text that could not be said."""
    named = ((piece.fact, style_sort(piece.style)) for piece in pieces(text))
    facts = frozenset((fact, sort) for fact, sort in named if fact is not None)
    return _Shape(facts, Counter(TAG.findall(text)), text.count("<"))


def _id(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _words(entry: Message) -> Sequence[str]:
    return (entry.id,) if isinstance(entry.id, str) else entry.id


def _translations(entry: Message) -> Sequence[str]:
    words = entry.string or ""
    return (words,) if isinstance(words, str) else tuple(words)


def _is_whole(entry: Message) -> bool:
    return all(_translations(entry))


def _entries(catalog: Catalog) -> list[Message]:
    return [entry for entry in catalog if entry.id]


def _tells_when(line: str) -> bool:
    """Dates and tools in the header would make every update a change."""
    names = ("POT-", "PO-Revision", "Generated-By", "Last-Translator", "Report-Msgid", "Language-T")
    return line.startswith(tuple(f'"{name}' for name in names))


def _file(language: Language) -> Path:
    return TRANSLATIONS / f"{language.code}.po"
