"""Versions and releases as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from app.content.models import ContentRelease

Name = tuple[str, str]
"""Kind and key of a document: stable over its versions."""


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
