"""What each release of a program changed, compared with the one before; pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.content.releases.records import Brief, ReleaseHistory
from app.language import LazyText, Text, _, dotted, ngettext

COUNTS: Mapping[str, Callable[[int], LazyText]] = {
    "new": lambda count: ngettext("{count} new", "{count} new", count=count),
    "changed": lambda count: ngettext("{count} changed", "{count} changed", count=count),
    "restored": lambda count: ngettext("{count} restored", "{count} restored", count=count),
    "renamed": lambda count: ngettext("{count} renamed", "{count} renamed", count=count),
    "removed": lambda count: ngettext("{count} removed", "{count} removed", count=count),
}
"""How many texts became what."""


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


def counts(whats: Iterable[str]) -> list[LazyText]:
    """`2 changed`, `1 removed`: what became of texts, in the order of its first appearance."""
    return [COUNTS[what](count) for what, count in Counter(whats).items()]


def summary(number: int, changes: Sequence[DocumentChange]) -> Text:
    """`2 changed · 1 removed`; why a release is there that changed no text."""
    if number == 1:
        return ngettext(
            "The first release: {count} text",
            "The first release: {count} texts",
            count=len(changes),
        )
    said = dotted(counts(change.what for change in changes))
    return said or _("Only names of files changed")


def _what(before: Brief | None, after: Brief, known: set[UUID]) -> str:
    if after.id in known:
        return "restored"
    return "new" if before is None else "changed"
