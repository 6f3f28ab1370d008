"""Whether records are as they were when their lines in the history were written; pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Row

    from app.core.models import AuditLine


class Problem(StrEnum):
    """How a record and the history contradict each other."""

    UNTOLD = "untold"
    """It is there, and no line says that it was made."""
    GONE = "gone"
    """A line says that it was made, and it is not there."""
    ALTERED = "altered"
    """It is not what its line says."""


@dataclass(frozen=True)
class Told:
    """What one line of the history says of one record."""

    line: int
    key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Disagreement:
    """One record that is not as the history tells."""

    kind: str
    """In the history's words: `claim`, `certificate`."""
    key: str
    problem: Problem
    line: int | None = None
    facts: tuple[str, ...] = ()
    """Of an altered one: what differs, by the names that the line has for it."""


def disagreements(
    kind: str, stored: Iterable[tuple[str, Mapping[str, Any]]], told: Iterable[Told]
) -> Iterator[Disagreement]:
    """Compare all records of a kind with all lines about such.

    `stored`: what is there, with the key that lines name it by. Compared is what both say: lines
    of older versions say less.
    """
    untold: dict[str, Mapping[str, Any]] = {}
    for key, facts in stored:
        if key in untold:
            yield Disagreement(kind, key, Problem.UNTOLD)
        untold[key] = facts
    for line in told:
        if line.key not in untold:
            yield Disagreement(kind, line.key, Problem.GONE, line.line)
        elif differing := _differing(untold.pop(line.key), line.facts):
            yield Disagreement(kind, line.key, Problem.ALTERED, line.line, differing)
    yield from (Disagreement(kind, key, Problem.UNTOLD) for key in untold)


def _differing(stored: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in stored if name in told and stored[name] != told[name])


def said_by(line: "AuditLine | Row[Any]") -> dict[str, Any]:
    """All that a line says: who did it, to what, when, and its facts."""
    return {"object": line.object_id, "by": line.actor_id, "at": line.at, **line.facts}
