"""Texts of a folder: paragraphs with a heading, and facts line by line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from app.history.audit_folders.contents.records import CohortRead, StoredFile
from app.language import Text, _
from app.language.moments import long_moment

_UTF_8 = "utf-8-sig"
"""With the mark by which every editor knows it."""


class Written(NamedTuple):
    """A text of the folder."""

    path: str
    about: Text
    """What it holds, as the cover says it."""
    lines: Sequence[str]

    @property
    def file(self) -> StoredFile:
        """As it is packed."""
        return StoredFile(self.path, ("\n".join(self.lines) + "\n").encode(_UTF_8))


class Fact(NamedTuple):
    """Something that is said of a thing."""

    term: Text
    text: Text


def paragraph(heading: Text, facts: Iterable[Fact]) -> Iterator[str]:
    """A heading, what is said below it, and an empty line; nothing is said of what is empty."""
    yield str(heading)
    for term, text in facts:
        if str(text):
            yield f"  {_('{term}: {text}', term=term, text=text)}"
    yield ""


def told_at(read: CohortRead, moment: datetime | None) -> str:
    """A moment on the cohort's clock, or nothing."""
    return long_moment(moment, read.here.cohort.zone) if moment else ""


def yes(is_so: bool) -> Text:
    """Whether something is so."""
    return _("Yes") if is_so else _("No")


def flat(value: Any, name: str = "") -> Iterator[str]:
    """What JSON says, as `name: value`, one after the other, names as they are stored."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield from flat(value[key], f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for place, item in enumerate(value, 1):
            yield from flat(item, f"{name} {place}")
    elif value not in (None, ""):
        yield f"{name}: {value}"
