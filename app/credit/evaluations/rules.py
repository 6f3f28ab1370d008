"""When the evaluations of a cohort open and close, and why one cannot be put. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.language.reasons import Reason, ReasonKind
from app.packs.instruments.rules import why_not_ask
from app.packs.instruments.schema import InstrumentData

LEAST = timedelta(days=14)
"""No evaluation closes sooner after it has opened."""
PUNCTUAL = timedelta(days=1)
"""What is put within so much of its moment has opened at that moment; later, when it is put."""
NOT_IN_CONTENT = ReasonKind(
    "evaluation.not_in_content",
    "The policy asks for “{survey:key}”, and the content of the program has no such instrument.",
)
NO_WORDING = ReasonKind(
    "evaluation.no_wording",
    "The policy asks for “{survey:key}”, and {count} question of it has no wording yet.",
    "The policy asks for “{survey:key}”, and {count} questions of it have no wording yet.",
)


@dataclass(frozen=True)
class PlannedStep:
    """A unit of a cohort: when its module opens, and when its session is over if it has one."""

    opens_at: datetime
    ends_at: datetime | None
    """None where there is no session, or none that takes place."""


class Put(NamedTuple):
    """An evaluation that was put."""

    key: str
    version_id: UUID
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class Instrument:
    """An instrument of the content as it is current."""

    version_id: UUID
    data: InstrumentData


@dataclass(frozen=True)
class Asking:
    """A cohort whose policy asks for evaluations."""

    cohort_id: UUID
    program: str
    """Its key."""
    keys: tuple[str, ...]
    steps: Collection[PlannedStep]
    ends_at: datetime
    """When claims close, else when the cohort closes."""
    put: Mapping[str, Put] = field(default_factory=dict)
    has_uninvited: bool = False
    """Whether somebody in it is not asked yet for something that was put."""

    @property
    def due_at(self) -> datetime | None:
        """When they open; None where nothing is planned."""
        return due_at(self.steps)

    @property
    def put_keys(self) -> list[str]:
        """The keys of those that were put."""
        return [key for key in self.keys if key in self.put]

    def missing(self, now: datetime) -> list[str]:
        """The keys of those that are due and not put."""
        due = self.due_at
        if due is None or now < due:
            return []
        return [key for key in self.keys if key not in self.put]

    def moved(self) -> list[str]:
        """The keys of those that would close at another moment than they do."""
        standing = [self.put[key] for key in self.put_keys]
        return [
            own.key
            for own in standing
            if own.closed_at is None and own.closes_at != closes_at(own.opens_at, self.ends_at)
        ]

    def is_due(self, askable: Collection[str], now: datetime) -> bool:
        """Whether anything has to be done. `askable`: the keys that can be put."""
        to_put = any(key in askable for key in self.missing(now))
        return to_put or bool(self.moved()) or self.has_uninvited


def due_at(steps: Iterable[PlannedStep]) -> datetime | None:
    """When the last session that takes place is over; without sessions, when all units are open."""
    planned = list(steps)
    ends = [step.ends_at for step in planned if step.ends_at is not None]
    return max(ends or [step.opens_at for step in planned], default=None)


def opened_at(due: datetime, now: datetime) -> datetime:
    """When an evaluation has opened that is put now: of an old one, people have their time left."""
    return due if now - due < PUNCTUAL else now


def closes_at(opens_at: datetime, ends_at: datetime) -> datetime:
    """Until when people are asked. `ends_at`: when claims, or else the cohort, close."""
    return max(ends_at, opens_at + LEAST)


def why_not_put(key: str, data: InstrumentData | None) -> Reason | None:
    """Why nobody can be asked for what a policy names. `data`: as the content has it, if at all."""
    if data is None:
        return NOT_IN_CONTENT(survey=key)
    if why_not_ask(data):
        return NO_WORDING(survey=key, count=len(data.without_wording))
    return None
