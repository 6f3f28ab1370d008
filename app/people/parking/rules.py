"""How much of a form is kept for somebody who is signed out, and how long; pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.prose import prose
from app.people.rules import is_own_path

LASTS = timedelta(hours=4)
MOST_FORMS = 5
"""Of one person at a time; the oldest goes first."""
MOST_BYTES = 128 * 1024


@dataclass(frozen=True)
class SentForm:
    """A form as it was sent: where to, from which page, and every field."""

    action: str
    page: str
    fields: Sequence[tuple[str, str]]
    unproven: bool = False
    """Whether its sender was signed in and had to prove more; else they were signed out."""

    def written(self) -> str:
        """As it is sealed."""
        return json.dumps([self.action, self.page, list(self.fields), self.unproven])

    @classmethod
    def read(cls, text: str) -> SentForm:
        """As it was sealed; what waits from before an update was all sent signed out."""
        action, page, fields, *more = json.loads(text)
        return cls(action, page, [(name, value) for name, value in fields], *more)

    @property
    def prose(self) -> list[str]:
        """What somebody wrote, as far as that can be told: several words, and no list of ids."""
        return list(prose(self.fields))


@dataclass(frozen=True)
class WaitingForm:
    """A form that waits for its sender."""

    form: SentForm
    sent_at: datetime | None
    """When it was sent again, if it was."""


def can_be_kept(form: SentForm) -> bool:
    """Whether it is small enough, goes to us, and holds something that would be lost."""
    is_small = len(form.written().encode()) <= MOST_BYTES
    return bool(form.fields) and is_small and is_own_path(form.action)
