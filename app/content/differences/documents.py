"""What changed between two versions of a document, in words: fields by name, text by paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from app.content.differences.fields import ORDER, Path, PathPart, fields_of, label
from app.content.differences.words import DifferenceMark, DifferencePiece, compare_words, opcodes
from app.language import LazyText, Text, dotted, ngettext


class Version(Protocol):
    """What is compared of a version, such as a `ContentVersion`."""

    @property
    def title(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...
    @property
    def source(self) -> str: ...
    @property
    def figures(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item or table row, as its author writes it."""

    pieces: tuple[DifferencePiece, ...]

    @cached_property
    def mark(self) -> DifferenceMark | None:
        """What became of all of it; None when it was changed within."""
        marks = {piece.mark for piece in self.pieces}
        return marks.pop() if len(marks) == 1 else None

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of the text."""
        return self.pieces[0].text.startswith("#")


@dataclass(frozen=True)
class Field:
    """One field of the front matter that is not what it was."""

    path: Path
    old: Text | None
    """None where there was no such field; then it was added."""
    new: Text | None
    pieces: tuple[DifferencePiece, ...]

    @property
    def label(self) -> str:
        """For people: `Reading doe-2020 · Minutes`."""
        return label(self.path)


@dataclass(frozen=True)
class Stretch:
    """Blocks in a row. Folded: none of them changed, and none is beside a change."""

    blocks: tuple[Block, ...]
    folded: bool


@dataclass(frozen=True)
class Difference:
    """All that differs between two versions of a document."""

    fields: tuple[Field, ...]
    """Only those that changed."""
    blocks: tuple[Block, ...]
    """The whole text, what was kept and what changed."""

    @property
    def is_empty(self) -> bool:
        """Whether the same words stand in both; line breaks may differ."""
        return not self.fields and not self.text_changed

    @property
    def text_changed(self) -> bool:
        """Whether a word of the text below the front matter changed."""
        return any(block.mark is not DifferenceMark.KEPT for block in self.blocks)

    def words(self, mark: DifferenceMark) -> int:
        """How many words were inserted, or deleted, in fields and text."""
        pieces = [piece for field in self.fields for piece in field.pieces]
        pieces += [piece for block in self.blocks for piece in block.pieces]
        return sum(len(piece.text.split()) for piece in pieces if piece.mark is mark)

    @property
    def inserted(self) -> int:
        """How many words are new."""
        return self.words(DifferenceMark.INSERTED)

    @property
    def deleted(self) -> int:
        """How many words are gone."""
        return self.words(DifferenceMark.DELETED)

    @property
    def counts(self) -> tuple[LazyText, LazyText]:
        """How many words were inserted and how many deleted, to be listed."""
        return (
            ngettext("{count} word inserted", "{count} words inserted", count=self.inserted),
            ngettext("{count} word deleted", "{count} words deleted", count=self.deleted),
        )

    @property
    def summary(self) -> str:
        """`41 words inserted · 1 word deleted`."""
        return dotted(self.counts)

    @property
    def stretches(self) -> list[Stretch]:
        """The text for reading: what is far from any change is folded."""
        near = _near_a_change(self.blocks)
        stretches: list[Stretch] = []
        start = 0
        for end in range(1, len(self.blocks) + 1):
            if end == len(self.blocks) or (end in near) != (start in near):
                stretches.append(Stretch(self.blocks[start:end], folded=start not in near))
                start = end
        return stretches


def difference(old: Version, new: Version) -> Difference:
    """What changed from one version of a document to another."""
    return Difference(
        fields=tuple(compare_fields(_fields(old), _fields(new))),
        blocks=tuple(compare_texts(body_of(old.source), body_of(new.source))),
    )


def body_of(source: str) -> str:
    """The text below the front matter; nothing for a file that is all fields."""
    parts = _FENCE.split(source, maxsplit=2)
    return parts[2] if len(parts) == 3 and not parts[0] else ""


def compare_fields(before: Mapping[Path, Text], after: Mapping[Path, Text]) -> Iterator[Field]:
    """The fields that differ, in the order of the new ones; those that are gone come last."""
    for path in [*after, *(path for path in before if path not in after)]:
        old, new = before.get(path), after.get(path)
        if old == new or (path[-1] == ORDER and not _reordered(str(old or ""), str(new or ""))):
            continue
        yield Field(path, old, new, compare_words(str(old or ""), str(new or "")))


def compare_texts(old: str, new: str) -> Iterator[Block]:
    """The blocks of both texts in reading order."""
    before, after = blocks_of(old), blocks_of(new)
    for tag, a, b, c, d in opcodes(before, after):
        if tag == "equal":
            yield from (_whole(DifferenceMark.KEPT, text) for text in after[c:d])
        else:
            yield from _paired(before[a:b], after[c:d])


def blocks_of(text: str) -> list[str]:
    """Paragraphs, headings, list items and table rows, each on one line."""
    found: list[list[str]] = []
    goes_on = False
    for line in text.split("\n"):
        words = line.split()
        if words and goes_on and not _OWN_BLOCK.match(line):
            found[-1] += words
        elif words:
            found.append(words)
        goes_on = bool(words) and not _ONE_LINE.match(line)
    return [" ".join(words) for words in found]


_FENCE = re.compile(r"^---[ \t]*\n", re.MULTILINE)
_ONE_LINE = re.compile(r"\s*(#{1,6}\s|\||:::|!\[)")
_OWN_BLOCK = re.compile(rf"{_ONE_LINE.pattern}|\s*([-*+]|\d+[.)])\s|\s*>|\[\^[^\]]+\]:")
_ALIKE = 0.45
"""Blocks that share this part of their words are shown as one that was changed."""


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Block]:
    """Changed blocks: those that are alike side by side, the others deleted, then inserted."""
    start = 0
    new: list[Block] = []
    for text in after:
        match = _most_alike(before, start, text)
        if match is None:
            new.append(_whole(DifferenceMark.INSERTED, text))
            continue
        yield from (_whole(DifferenceMark.DELETED, gone) for gone in before[start:match])
        yield from new
        yield Block(compare_words(before[match], text))
        start, new = match + 1, []
    yield from (_whole(DifferenceMark.DELETED, gone) for gone in before[start:])
    yield from new


def _whole(mark: DifferenceMark, text: str) -> Block:
    return Block((DifferencePiece(mark, text),))


def _most_alike(before: Sequence[str], start: int, text: str) -> int | None:
    """The place of the old block that most resembles a new one, among the next few."""
    places = range(start, min(len(before), start + 8))
    best = max(places, key=lambda place: _likeness(before[place], text), default=None)
    return best if best is not None and _likeness(before[best], text) >= _ALIKE else None


def _likeness(old: str, new: str) -> float:
    """The part of the words that both have, from 0 to 1."""
    a, b = Counter(old.split()), Counter(new.split())
    return 2 * (a & b).total() / (a.total() + b.total())


def _near_a_change(blocks: Sequence[Block]) -> set[int]:
    changed = [place for place, block in enumerate(blocks) if block.mark is not DifferenceMark.KEPT]
    return {place + step for place in changed for step in (-1, 0, 1)}


def _fields(version: Version) -> dict[Path, Text]:
    """With the pictures, of which it is only said by the hash that the file is another one."""
    pictures: dict[Path, Text] = {
        (PathPart("figures", name),): hash_[:8] for name, hash_ in version.figures.items()
    }
    return {**fields_of(version.data), **pictures}


def _reordered(old: str, new: str) -> bool:
    """Whether what is in both lists of keys comes in another order."""
    before, after = old.split(), new.split()
    return [key for key in before if key in after] != [key for key in after if key in before]
