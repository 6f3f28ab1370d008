"""Which versions of its texts a cohort uses, and which it can be moved to. Pure.

A cohort keeps the versions that it began with until a coordinator moves it. It can be moved to the
version that is current in its program, and back to one that it used before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from app.language.reasons import Reason, reason

if TYPE_CHECKING:
    from app.cohorts.models import Cohort

KINDS = ("module", "case", "guide")
"""The texts that a unit can have, in the order in which they are shown."""

CLOSED = reason("move.cohort_closed", "This cohort is closed. Its texts stay as they were.")
DISCUSSED = reason("move.discussed", "Its session has begun. It stays as it was discussed.")
GONE = reason("move.text_gone", "The program no longer has this text. The cohort keeps it.")
CURRENT = reason("move.current", "This is the program’s current version.")
NOTHING_CHOSEN = reason("move.nothing_chosen", "Choose at least one text.")
CHANGED = reason(
    "move.changed_meanwhile",
    "The texts were changed while this page was open. Look at them again, and choose.",
)
TWO_CHOSEN = reason("move.two_chosen", "Choose one version of each text.")
NOT_OFFERED = reason(
    "move.not_offered", "A version that was chosen cannot be used here. Look at the texts again."
)


@dataclass(frozen=True)
class TextVersion:
    """One version of a module, case or guide."""

    id: UUID
    hash: str
    title: str
    loaded_at: datetime
    release: int
    """The number of the first release that held it."""


class Choice(NamedTuple):
    """A text of a cohort, and the version that it is to have."""

    position: int
    kind: str
    version_id: UUID


@dataclass(frozen=True)
class TextInUse:
    """A text of a unit: the version in use, and the others there are."""

    unit_id: UUID
    position: int
    kind: str
    key: str
    version: TextVersion
    current: TextVersion | None
    """The version of the program's newest release; None where that has no such text."""
    session_at: datetime | None
    """When the unit's session begins; None where there is none or it was canceled."""
    earlier: tuple[TextVersion, ...] = ()
    """What the unit used before, the last one first."""

    @property
    def is_behind(self) -> bool:
        """Whether the program's current version is another one."""
        return self.current is not None and self.current.id != self.version.id

    @property
    def others(self) -> tuple[TextVersion, ...]:
        """What it could be moved to, the current version first."""
        if self.current is None:
            return ()
        found = {version.id: version for version in (self.current, *self.earlier)}
        return tuple(version for version in found.values() if version.id != self.version.id)


@dataclass(frozen=True)
class Uses:
    """Which cohorts use which versions."""

    cohorts: Mapping[UUID, Cohort]
    """All that use any, the newest first."""
    of_version: Mapping[UUID, Collection[UUID]]
    """By version, the cohorts that use it in a unit."""

    def using(self, version_ids: Iterable[UUID]) -> list[Cohort]:
        """The cohorts that use one of these versions, the newest first."""
        found = {id_ for version in version_ids for id_ in self.of_version.get(version, ())}
        return [cohort for id_, cohort in self.cohorts.items() if id_ in found]


@dataclass(frozen=True)
class Move:
    """One text on its way to another version."""

    text: TextInUse
    to: TextVersion


def why_stays(text: TextInUse, *, closes_at: datetime, now: datetime) -> Reason | None:
    """Why a text keeps its version; None when it may be moved."""
    if text.current is None:
        return GONE
    if not text.others:
        return CURRENT
    if now >= closes_at:
        return CLOSED
    if text.kind != "module" and text.session_at is not None and text.session_at <= now:
        return DISCUSSED
    return None


def can_be_brought_up_to_date(
    texts: Iterable[TextInUse], *, closes_at: datetime, now: datetime
) -> list[TextInUse]:
    """The texts that are not the program's current ones and could be."""
    return [
        text
        for text in texts
        if text.is_behind and why_stays(text, closes_at=closes_at, now=now) is None
    ]


def cohorts_behind(uses: Uses, current: Collection[UUID], now: datetime) -> list[Cohort]:
    """The cohorts that have not closed and use a version that is not current."""
    earlier = (version for version in uses.of_version if version not in current)
    return [cohort for cohort in uses.using(earlier) if cohort.closes_at > now]


def versions_fingerprint(texts: Iterable[TextInUse]) -> str:
    """Stands for what was shown: another one as soon as a version in use or a current one is."""
    lines = (
        f"{text.position} {text.kind} {text.version.hash} "
        f"{text.current.hash if text.current else '-'}\n"
        for text in texts
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def why_not_these(
    texts: Sequence[TextInUse],
    chosen: Collection[Choice],
    *,
    shown: str,
    closes_at: datetime,
    now: datetime,
) -> Reason | None:
    """Why what was chosen cannot be moved. `shown`: the fingerprint of the page."""
    if shown != versions_fingerprint(texts):
        return CHANGED
    if not chosen:
        return NOTHING_CHOSEN
    if len({(choice.position, choice.kind) for choice in chosen}) < len(chosen):
        return TWO_CHOSEN
    known = _by_place(texts)
    whys = (_why_not_this(known, choice, closes_at, now) for choice in chosen)
    return next((why for why in whys if why is not None), None)


def _why_not_this(
    known: Mapping[tuple[int, str], TextInUse], choice: Choice, closes_at: datetime, now: datetime
) -> Reason | None:
    text = known.get((choice.position, choice.kind))
    if text is None or choice.version_id not in {other.id for other in text.others}:
        return NOT_OFFERED
    return why_stays(text, closes_at=closes_at, now=now)


def moves_of(texts: Sequence[TextInUse], chosen: Collection[Choice]) -> list[Move]:
    """What was chosen, in the order of the texts; only what `why_not_these` lets pass."""
    targets = {(choice.position, choice.kind): choice.version_id for choice in chosen}
    return [
        Move(text, next(other for other in text.others if other.id == targets[place]))
        for place, text in _by_place(texts).items()
        if place in targets
    ]


def _by_place(texts: Iterable[TextInUse]) -> Mapping[tuple[int, str], TextInUse]:
    return {(text.position, text.kind): text for text in texts}
