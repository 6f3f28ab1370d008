"""A program's content as a whole: checked in and across its files, ready to be loaded."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.content import checks, lint
from app.content.files import PackFolder, Source, read_sources
from app.content.markdown import render
from app.content.problems import Problem
from app.content.references import across
from app.content.schema import MODELS, FrontMatter, Kind, meaning, stored
from app.content.sentences import sentences

WordLint = Callable[[str], list[str]]
"""Sentences on what is wrong with a text, such as a misused trademark."""


@dataclass(frozen=True)
class Document:
    """One file, valid and rendered."""

    kind: Kind
    key: str
    title: str
    data: dict[str, Any]
    text: str
    """The body in Markdown."""
    html: str
    hash: str
    """SHA-256 of what the author said, in fields and text."""


@dataclass(frozen=True)
class Pack:
    """All documents of a program. Of a pack with an error there is none."""

    program: str
    documents: tuple[Document, ...]


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
        problems += faults
        problems += checks.of_file(source)
        problems += _of_text(source)
        problems += _of_words(source, word_lint)
        if fields is not None:
            valid.append((source, fields))
    if sources or not problems:
        problems += across(folder, sources)
    whole = all(problem.is_warning for problem in problems)
    pack = Pack(folder.program, tuple(_document(*pair) for pair in valid)) if whole else None
    return PackReading(len(sources), tuple(sorted(set(problems))), pack)


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
    if source.kind == "program" or unread:
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


def _document(source: Source, fields: FrontMatter) -> Document:
    text = source.body.text.strip("\n")
    said = json.dumps(
        {"data": meaning(fields), "text": text},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    data = stored(fields)
    prefix = f"guide-{source.key}" if source.kind == "guide" else source.key
    return Document(
        kind=source.kind,
        key=source.key,
        title=data["title"],
        data=data,
        text=text,
        html=render(text, prefix=prefix) if source.kind != "program" else "",
        hash=hashlib.sha256(said.encode()).hexdigest(),
    )
