"""Which text of a learner's reflection is the newest, and whether another may take its place; pure.

Every change has a number. A page sends the one that it showed, so a window that was left open
cannot write over what was written elsewhere since.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.language.reasons import Reason, reason

if TYPE_CHECKING:
    from app.learning.models import Reflection, ReflectionDraft

LONGEST = 10_000
"""Signs in a reflection."""

NEWER_TEXT = reason(
    "reflection.newer_text",
    "You wrote something newer in another window or on another device. Both texts are here.",
)


@dataclass(frozen=True)
class Words:
    """What is written, and whether facilitators may read it."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Seen:
    """Up to which change somebody saw the reflection: the saved version, and the draft's number."""

    edition: int = 0
    draft: int = 0

    def __str__(self) -> str:
        return f"{self.edition}.{self.draft}"

    @classmethod
    def read(cls, sent: str) -> Seen:
        """As a form sent it; what cannot be read has seen nothing."""
        found = re.fullmatch(r"(\d{1,9})\.(\d{1,9})", sent, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else cls()


@dataclass(frozen=True)
class Writing:
    """What there is of a learner's reflection in a unit."""

    saved: Reflection | None = None
    """The newest version."""
    draft: ReflectionDraft | None = None

    @property
    def seen(self) -> Seen:
        """What a page that shows this has seen."""
        return Seen(self.saved.edition if self.saved else 0, self.draft.number if self.draft else 0)

    @property
    def saved_words(self) -> Words | None:
        """What the newest version says."""
        return Words(self.saved.text, self.saved.shared) if self.saved else None

    @property
    def draft_words(self) -> Words | None:
        """What the draft says, if that is something else than what is saved."""
        if self.draft is None:
            return None
        words = Words(self.draft.text, self.draft.shared)
        is_blank = self.saved is None and not words.text
        return None if is_blank or words == self.saved_words else words

    @property
    def newest(self) -> Words | None:
        """What somebody who goes on writing goes on from."""
        return self.draft_words or self.saved_words


def why_not_replace(writing: Writing, seen: Seen | None, wanted: Words) -> Reason | None:
    """Why a text cannot take the place of the newest one: its writer has not seen that.

    `seen`: None asks for no proof. The same words are no other text, so a second click is none.
    """
    if seen is None or seen == writing.seen or wanted == writing.newest:
        return None
    return NEWER_TEXT
