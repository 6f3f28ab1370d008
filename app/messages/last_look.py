"""What is asked about a letter in the moment before it is handed over.

Hours can lie between an act and its letter, or a night without a mail server: what was true may be
so no longer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.core.models import OutboxMessage
from app.language.reasons import Reason


@dataclass(frozen=True)
class Send:
    """It goes, with these facts in place of those that it was posted with."""

    facts: Mapping[str, JsonValue]


@dataclass(frozen=True)
class Wait:
    """It goes later, such as after the reader's quiet hours."""

    until: datetime


LastLook = Callable[[Session, OutboxMessage, datetime], Send | Wait | Reason]
"""Looks at one kind of letter; a reason says why it is not sent at all."""
