"""What each release of a program changed, compared with the one before; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.content.releases.records import Brief, ReleaseHistory
from app.language.words import counted

BEGINNING = "The first release"


@dataclass(frozen=True)
class DocumentChange:
    """One document that a release changed."""

    what: str
    """`new`, `changed`, `restored` or `removed`."""
    before: Brief | None
    after: Brief | None

    @property
    def document(self) -> Brief:
        """Whichever of the two there is."""
        found = self.after or self.before
        assert found is not None
        return found


def changes_of(number: int, history: ReleaseHistory) -> list[DocumentChange]:
    """What the release of a number changed; of the first one, all is new."""
    releases, items, versions = history.releases, history.items, history.versions
    earlier = [loaded.release for loaded in releases if loaded.release.number < number]
    this = next(loaded.release for loaded in releases if loaded.release.number == number)
    last = max(earlier, key=lambda release: release.number, default=None)
    known = {version_id for release in earlier for version_id in items[release.id]}
    before = {versions[item].name: versions[item] for item in items[last.id]} if last else {}
    after = {versions[item].name: versions[item] for item in items[this.id]}
    changed = [
        DocumentChange(_what(before.get(name), version, known), before.get(name), version)
        for name, version in after.items()
        if before.get(name) != version
    ]
    gone = [
        DocumentChange("removed", old, None) for name, old in before.items() if name not in after
    ]
    return changed + gone


def summary(changes: Sequence[DocumentChange]) -> str:
    """`2 changed, 1 removed`; why a release is there that changed no document."""
    kinds = [change.what for change in changes]
    said = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    return ", ".join(said) or "Only names of files changed"


def first_words(changes: Sequence[DocumentChange]) -> str:
    """What the first release of a program brought."""
    return f"{BEGINNING}: {counted(len(changes), 'document')}"


def _what(before: Brief | None, after: Brief, known: set[UUID]) -> str:
    if after.id in known:
        return "restored"
    return "new" if before is None else "changed"
