"""Whether the history is the one that was signed before; pure.

A chain of hashes holds together also after its end was cut off, or after all of it was written
anew. An anchor is the end of the installation's chain at one moment, signed with its key: who has
the database and not the key can make no other one. That chain tells from time to time how far each
cohort's has come, so that one signature stands for all of them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

EVERY = timedelta(hours=1)
TOLD = "history.told"  # not shown
"""The act of the line that tells the ends of the cohorts' chains."""
CHAINS = "chains"  # not shown
"""What that line is about."""


@dataclass(frozen=True)
class Anchor:
    """How far a chain of the history had come at one moment."""

    at: datetime
    lines: int
    """How many there were in it."""
    last_id: int
    last_hash: str
    chain: str = ""
    """Empty: the installation's, whose end is signed; it tells the ends of the cohorts'."""
    key: str = field(default="", compare=False)
    """The name of the key that has signed it, once that is known."""

    @property
    def said(self) -> bytes:
        """What is signed of it."""
        values = [self.at.isoformat(), self.lines, self.last_id, self.last_hash]
        return json.dumps(["waypost history", *values]).encode()  # not shown


class HashedLine(NamedTuple):
    """A line of the history, as far as anchors care."""

    chain: str
    id: int
    hash: str


class End(NamedTuple):
    """How far a cohort's chain has come, as a line of the installation's tells it."""

    chain: str
    last_id: int
    lines: int
    last_hash: str

    def told(self, at: datetime) -> Anchor:
        """What later lines are compared with. `at`: when it was told."""
        return Anchor(at, self.lines, self.last_id, self.last_hash, self.chain)


class Telling(NamedTuple):
    """A line of the installation's chain that tells the ends of others."""

    id: int
    at: datetime
    ends: frozenset[End]


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


def untold(ends: Iterable[End], before: Iterable[Telling]) -> list[End]:
    """The ends that no line tells yet, in the order of their chains."""
    known = {end for telling in before for end in telling.ends}
    return sorted(set(ends) - known)


def first_broken(anchors: Iterable[Anchor], lines: Iterable[HashedLine]) -> Broken | None:
    """Compare what was signed and told with what is there.

    `lines`: all there are, chain by chain and in order.
    """
    waiting: defaultdict[str, list[Anchor]] = defaultdict(list)
    for anchor in sorted(anchors, key=lambda anchor: (anchor.last_id, anchor.lines)):
        waiting[anchor.chain].append(anchor)
    for chain, its_lines in groupby(lines, key=lambda line: line.chain):
        if broken := _first_broken(waiting.pop(chain, []), its_lines):
            return broken
    return next((Broken(lost[0], Loss.CUT, 0) for lost in waiting.values()), None)


def _first_broken(waiting: list[Anchor], lines: Iterable[HashedLine]) -> Broken | None:
    """The same for one chain.

    The first line that was changed lies behind the last one that is as it was signed, and not
    behind the one that the anchor names.
    """
    whole_until = 0
    for count, line in enumerate(lines, start=1):
        if waiting and waiting[0].last_id < line.id:
            return Broken(waiting[0], Loss.MISSING, whole_until)
        while waiting and waiting[0].last_id == line.id:
            anchor = waiting.pop(0)
            if anchor.last_hash != line.hash:
                return Broken(anchor, Loss.REWRITTEN, whole_until)
            if anchor.lines != count:
                return Broken(anchor, Loss.MISSING, whole_until)
            whole_until = line.id
    return Broken(waiting[0], Loss.CUT, whole_until) if waiting else None
