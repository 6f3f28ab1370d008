"""What importing a pack would change: the same facts before it and at the moment of it; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.content.differences.documents import Difference, difference
from app.content.enums import Name, VersionName
from app.content.releases.records import ReleaseItem
from app.content.releases.rules import counts
from app.language import dotted, ngettext
from app.language.reasons import Reason, ReasonKind, reason
from app.packs.pack import Document, Pack

if TYPE_CHECKING:
    from app.content.models import ContentVersion

NOTHING = reason(
    "import.nothing", "Nothing would change: this pack is the current release, word for word."
)
FIRST_OF_PROGRAM = reason(
    "import.first_of_program", "Only an administrator can import a program that does not exist yet."
)
TAKEN_KEY = ReasonKind("import.taken_key", "A program cannot have the key “{key}”. Choose another.")
NOT_COORDINATED = ReasonKind(
    "import.not_coordinated", "The pack belongs to “{key}”, and you do not coordinate that program."
)
KEPT_FOR = timedelta(days=7)
KEPT_AT_MOST = 5
"""Zips of one person that wait; a new one takes the place of the oldest."""
TAKEN_KEYS = frozenset({"import"})
"""Keys that stand for something else in addresses."""


@dataclass(frozen=True)
class Planned:
    """One document that would change."""

    what: str
    """`new`, `changed`, `restored` or `renamed`: only its file has another name."""
    document: Document
    difference: Difference | None
    """To the current version, where there is one."""


@dataclass(frozen=True)
class Plan:
    """All that an import would do."""

    changes: Sequence[Planned]
    removed: Sequence[ContentVersion]
    unchanged: int

    @property
    def count(self) -> int:
        """How many documents would change."""
        return len(self.changes) + len(self.removed)

    @property
    def summary(self) -> str:
        """`1 new · 2 changed · 1 removed · 20 unchanged`."""
        whats = [change.what for change in self.changes] + ["removed"] * len(self.removed)
        unchanged = ngettext("{count} unchanged", "{count} unchanged", count=self.unchanged)
        return dotted([*counts(whats), unchanged])


def plan(pack: Pack, current: Sequence[ReleaseItem], known: Collection[VersionName]) -> Plan:
    """What a pack would change in its program.

    Args:
        pack: What was sent.
        current: The documents of the newest release.
        known: Every version that was ever loaded in the program.
    """
    before = {(item.version.kind, item.version.key): item for item in current}
    planned = [_planned(document, before, known) for document in pack.documents]
    changes = [change for change in planned if change is not None]
    here = {document.name for document in pack.documents}
    return Plan(
        changes=changes,
        removed=[item.version for name, item in before.items() if name not in here],
        unchanged=len(planned) - len(changes),
    )


def why_not_here(key: str, *, exists: bool, coordinates: bool, administers: bool) -> Reason | None:
    """Why somebody cannot import a pack of a program."""
    if key in TAKEN_KEYS:
        return TAKEN_KEY(key=key)
    if administers or coordinates:
        return None
    if not exists:
        return FIRST_OF_PROGRAM
    return NOT_COORDINATED(key=key)


def _planned(
    document: Document,
    before: Mapping[Name, ReleaseItem],
    known: Collection[VersionName],
) -> Planned | None:
    item = before.get(document.name)
    if item is not None and item.version.hash == document.hash:
        return Planned("renamed", document, None) if item.path != document.path else None
    if VersionName(*document.name, document.hash) in known:
        what = "restored"
    else:
        what = "new" if item is None else "changed"
    return Planned(what, document, difference(item.version, document) if item else None)
