"""A program's content as a whole: checked in and across its files, ready to be loaded."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.language import Text
from app.language.languages import ENGLISH, LANGUAGES, Language, current, writing_in
from app.packs.checks import documents as checks
from app.packs.checks.references import across
from app.packs.checks.sentences import sentences
from app.packs.figures.files import FigureFile, across_figures, figures_of, read_figures
from app.packs.files import PackFolder, Source, read_sources
from app.packs.front_matter import FrontMatter
from app.packs.problems import Problem, in_order
from app.packs.schema import MODELS, WITHOUT_TEXT, Kind, meaning, stored
from app.packs.text import lint
from app.packs.text.markdown import render

WordLint = Callable[[str], Sequence[Text]]
"""Sentences on what is wrong with a text, such as a misused trademark."""


@dataclass(frozen=True)
class Document:
    """One file, valid and rendered."""

    kind: Kind
    key: str
    path: str
    title: str
    data: dict[str, Any]
    source: str
    """The whole file, as its author wrote it."""
    html: str
    figures: dict[str, str]
    """The pictures that the body shows: name and hash of each."""
    hash: str
    """SHA-256 of what the author said, in fields, text and pictures, and in which language."""

    @property
    def name(self) -> tuple[str, str]:
        """Kind and key: stable over versions."""
        return self.kind, self.key


@dataclass(frozen=True)
class Pack:
    """All documents of a program. Of a pack with an error there is none."""

    program: str
    documents: tuple[Document, ...]
    """By path."""
    figures: tuple[FigureFile, ...]
    """The pictures that the documents show."""

    @property
    def hash(self) -> str:
        """SHA-256 over every document's path and hash: packs with the same hash are the same."""
        lines = "".join(f"{document.path} {document.hash}\n" for document in self.documents)
        return hashlib.sha256(lines.encode()).hexdigest()


@dataclass(frozen=True)
class PackReading:
    """What came of reading a pack."""

    files: int
    problems: tuple[Problem, ...]
    pack: Pack | None


def read_pack(folder: PackFolder, *, word_lint: WordLint | None = None) -> PackReading:
    """Read and check a pack; every problem of every file is named at once."""
    sources, problems = read_sources(folder)
    valid: list[tuple[Source, FrontMatter]] = []
    for source in sources:
        fields, faults = _fields(source)
        problems += [*faults, *_of_file(source, word_lint)]
        if fields is not None:
            valid.append((source, fields))
    figures: list[FigureFile] = []
    if sources or not problems:
        figures, refused = read_figures(folder)
        problems += [*refused, *across_figures(sources, figures, refused)]
        problems += across(folder, sources)
    whole = all(problem.is_warning for problem in problems)
    pack = _pack(folder, valid, figures) if whole else None
    return PackReading(len(sources) + len(figures), in_order(problems), pack)


def _of_file(source: Source, word_lint: WordLint | None) -> Iterator[Problem]:
    """What is wrong with a file by itself, besides its fields."""
    yield from checks.of_file(source)
    yield from _of_text(source)
    yield from _of_words(source, word_lint)


def _pack(
    folder: PackFolder, valid: list[tuple[Source, FrontMatter]], figures: list[FigureFile]
) -> Pack:
    by_path = {figure.path: figure for figure in figures}
    documents: list[Document] = []
    shown: dict[str, FigureFile] = {}
    with writing_in(_language(source for source, _ in valid)):  # not in the importer's
        for source, fields in valid:
            of_source = figures_of(source, by_path)
            documents.append(_document(source, fields, of_source))
            shown |= {figure.path: figure for figure in of_source.values()}
    by_their_path = sorted(documents, key=lambda document: document.path)
    return Pack(folder.program, tuple(by_their_path), tuple(shown[path] for path in sorted(shown)))


def _language(sources: Iterable[Source]) -> Language:
    """What our own words in a pack's texts are in: the pack's language, where we speak it."""
    program = next((source for source in sources if source.kind == "program"), None)
    code = program.front.text("language") if program else None
    return LANGUAGES.get(code or "", ENGLISH)


def _fields(source: Source) -> tuple[FrontMatter | None, list[Problem]]:
    if source.front.data is None and source.front.faults:
        return None, []
    model = MODELS[source.kind]
    try:
        return model.model_validate(source.front.data), []
    except ValidationError as error:
        found = sentences(error, model)
        return None, [source.error(sentence, *place) for place, sentence in found]


def _of_text(source: Source) -> Iterator[Problem]:
    unread = source.front.data is None and not source.body.text
    if source.kind in WITHOUT_TEXT or unread:
        return
    for line, sentence in lint.errors(source.body):
        yield Problem(source.path, line, sentence)
    for line, sentence in lint.warnings(source.body):
        yield Problem(source.path, line, sentence, is_warning=True)


def _of_words(source: Source, word_lint: WordLint | None) -> Iterator[Problem]:
    if word_lint is None:
        return
    paragraphs = ((line, token.content) for line, token in source.body.paragraphs())
    for line, text in [*source.front.texts(), *paragraphs]:
        for sentence in word_lint(" ".join(text.split())):
            yield Problem(source.path, line, sentence)


def _document(source: Source, fields: FrontMatter, shown: dict[str, FigureFile]) -> Document:
    text = source.body.text.strip("\n")
    figures = {name: figure.hash for name, figure in shown.items()}
    sizes = {name: (figure.width, figure.height) for name, figure in shown.items()}
    data = stored(fields)
    prefix = f"guide-{source.key}" if source.kind == "guide" else source.key
    return Document(
        kind=source.kind,
        key=source.key,
        path=source.path,
        title=data["title"],
        data=data,
        source=source.text,
        html="" if source.kind in WITHOUT_TEXT else render(text, prefix=prefix, figures=sizes),
        figures=figures,
        hash=_hash(_said(fields, text, figures)),
    )


def _said(fields: FrontMatter, text: str, figures: dict[str, str]) -> dict[str, Any]:
    """What the author said, by which a version is told from another."""
    said: dict[str, Any] = {"data": meaning(fields), "text": text}
    if figures:
        said["figures"] = figures
    if current() is not ENGLISH:  # words of ours are in the rendered text
        said["language"] = current().code
    return said


def _hash(said: dict[str, Any]) -> str:
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
