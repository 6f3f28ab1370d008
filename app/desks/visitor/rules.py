"""What a visitor may be told of a cohort, and what of a mail becomes a link; pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Enrollment(StrEnum):
    """Whether a visitor could still join a cohort that has not begun."""

    LATER = "later"
    OPEN = "open"
    FULL = "full"


@dataclass(frozen=True)
class Piece:
    """A stretch of a mail's text; with a path of our own, it is a link."""

    text: str
    path: str | None = None


def enrollment(opens_at: datetime, *, capacity: int, taken: int, now: datetime) -> Enrollment:
    """Where enrollment stands before the first session."""
    if now < opens_at:
        return Enrollment.LATER
    return Enrollment.FULL if taken >= capacity else Enrollment.OPEN


def pieces(line: str, base_url: str) -> tuple[Piece, ...]:
    """A line of mail with our own addresses as links, and no others."""
    own = re.compile(f"({re.escape(base_url)}/[\\w/?=&%.#~+-]*[\\w/=-])")
    return tuple(
        Piece(text, text.removeprefix(base_url) if own.fullmatch(text) else None)
        for text in own.split(line)
        if text
    )
