"""Whether the history is the one that was signed before; pure.

A chain of hashes holds together also after its end was cut off, or after all of it was written
anew. An anchor is its end at one moment, signed with the installation's key: who has the database
and not the key can make no other one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Anchor:
    """How far the history had come at one moment."""

    at: datetime
    lines: int
    """How many there were."""
    last_id: int
    last_hash: str

    @property
    def said(self) -> bytes:
        """What is signed of it."""
        values = [self.at.isoformat(), self.lines, self.last_id, self.last_hash]
        return json.dumps(["waypost history", *values]).encode()  # not shown


class HashedLine(NamedTuple):
    """A line of the history, as far as anchors care."""

    id: int
    hash: str


class Loss(StrEnum):
    """In what way a history is not the one that was signed."""

    CUT = "cut"
    """The line that was the last one then is gone, and all that followed with it."""
    MISSING = "missing"
    """That line is there, and some before it are not."""
    REWRITTEN = "rewritten"
    """That line is another one."""


@dataclass(frozen=True)
class Broken:
    """The first anchor that the history does not reach as it did then."""

    anchor: Anchor
    loss: Loss
    whole_until: int
    """The id of the last line that is as it was signed; 0 if none is."""


def is_due(newest: Anchor | None, last_id: int, now: datetime) -> bool:
    """Whether the history has grown since it was signed last, and that is some time ago."""
    if newest is None:
        return last_id > 0
    return last_id > newest.last_id and now - newest.at >= EVERY


def first_broken(anchors: Iterable[Anchor], lines: Iterable[HashedLine]) -> Broken | None:
    """Compare what was signed with what is there.

    `lines`: all there are, in order. The first line that was changed lies behind the
    last one that is as it was signed, and not behind the one that the anchor names.
    """
    waiting = sorted(anchors, key=lambda anchor: (anchor.last_id, anchor.lines))
    whole_until = 0
    for count, line in enumerate(lines, start=1):
        while waiting and waiting[0].last_id < line.id:
            return Broken(waiting[0], Loss.MISSING, whole_until)
        while waiting and waiting[0].last_id == line.id:
            anchor = waiting.pop(0)
            if anchor.last_hash != line.hash:
                return Broken(anchor, Loss.REWRITTEN, whole_until)
            if anchor.lines != count:
                return Broken(anchor, Loss.MISSING, whole_until)
            whole_until = line.id
    return Broken(waiting[0], Loss.CUT, whole_until) if waiting else None
