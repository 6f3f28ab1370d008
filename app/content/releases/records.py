"""Versions and releases as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.content.enums import Name

if TYPE_CHECKING:
    from app.content.models import ContentRelease, ContentVersion


@dataclass(frozen=True)
class Brief:
    """A version without its text."""

    id: UUID
    program: str
    kind: str
    key: str
    hash: str
    title: str
    loaded_at: datetime

    @property
    def name(self) -> Name:
        """Kind and key."""
        return self.kind, self.key


@dataclass(frozen=True)
class Loaded:
    """A release, and whoever sent it."""

    release: ContentRelease
    by: str | None
    """None where it came from the files, or where nobody was named."""


@dataclass(frozen=True)
class ReleaseItem:
    """A document of a release, and where it lies in the pack."""

    path: str
    version: ContentVersion


@dataclass(frozen=True)
class ReleaseHistory:
    """Every release of a program and every version that was ever loaded."""

    releases: Sequence[Loaded]
    """The newest first."""
    items: Mapping[UUID, Sequence[UUID]]
    """The versions of each release."""
    versions: Mapping[UUID, Brief]

    @property
    def current(self) -> Sequence[Brief]:
        """The versions of the newest release."""
        newest = self.items[self.releases[0].release.id] if self.releases else ()
        return [self.versions[version_id] for version_id in newest]


@dataclass(frozen=True)
class CurrentPacks:
    """The newest release of each of some programs."""

    releases: Mapping[str, Loaded]
    """By program; without those of which nothing was loaded."""
    items: Mapping[UUID, Sequence[UUID]]
    versions: Mapping[UUID, Brief]

    def documents(self, program: str) -> Sequence[Brief]:
        """The versions of a program's newest release."""
        loaded = self.releases.get(program)
        newest = self.items[loaded.release.id] if loaded else ()
        return [self.versions[version_id] for version_id in newest]


@dataclass(frozen=True)
class CurrentFiles:
    """What is read of files of a program's newest release."""

    program: Mapping[str, Any]
    """What the program file says; nothing while there is none."""
    shells: Set[UUID]
    """The instruments whose wording is not complete."""
