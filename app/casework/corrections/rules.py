"""What a correction over several sessions changes, and whose marks it leaves; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.casework import rules
from app.casework.saves.rules import Adjusted
from app.cohorts.rules import has_ended
from app.language.reasons import reason
from app.people.rules import NOT_FOR_ONESELF

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from app.casework.corrections.queries import PersonMark
    from app.casework.enums import AttendanceStatus
    from app.language.reasons import Reason

NOBODY_CHOSEN = reason("correction.nobody", "Choose whose marks are to be corrected.")
NOTHING_CHOSEN = reason("correction.nothing", "Choose the mark of at least one session.")
AS_IT_IS = reason("correction.as_it_is", "All of these marks are already like that.")
NOT_THERE_YET = reason("correction.not_there_yet", "They enrolled after this session began.")


@dataclass(frozen=True)
class Correction:
    """What is wanted: whose marks, and the mark of each session by the position of its unit."""

    people: tuple[UUID, ...]
    marks: Mapping[int, AttendanceStatus]


@dataclass(frozen=True)
class Planned:
    """One mark that would change."""

    of: PersonMark
    after: rules.Mark


@dataclass(frozen=True)
class LeftOut:
    """One mark that stays, and why."""

    of: PersonMark
    why: Reason


@dataclass(frozen=True)
class Plan:
    """What a correction changes, and what it leaves."""

    changes: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Corrected:
    """What became of a correction."""

    id: UUID
    adjusted: tuple[Adjusted, ...]

    @property
    def people(self) -> int:
        """Of how many people marks were changed."""
        return len({mark.enrollment_id for mark in self.adjusted})


def why_not_correct(wanted: Correction) -> Reason | None:
    """Why nothing can be looked at: it does not say what is wanted of whom."""
    if not wanted.people:
        return NOBODY_CHOSEN
    return None if wanted.marks else NOTHING_CHOSEN


def plan_correction(
    marks: Iterable[PersonMark], wanted: Correction, *, by: UUID, now: datetime
) -> Plan:
    """What changes of some people's marks. Who has that mark already is not named at all."""
    changes, left_out = [], []
    for own in marks:
        wish = wanted.marks.get(own.position)
        if wish is None or wish is own.mark.shown:
            continue
        why = _why_not(own, wish, by=by, now=now)
        if why is not None:
            left_out.append(LeftOut(own, why))
        else:
            changes.append(Planned(own, rules.marked(own.mark, wish)))
    return Plan(tuple(changes), tuple(left_out))


def _why_not(own: PersonMark, wish: AttendanceStatus, *, by: UUID, now: datetime) -> Reason | None:
    if own.person_id == by:
        return NOT_FOR_ONESELF
    if why := rules.why_not_record(
        own.starts_at, now, canceled=own.canceled, not_held=own.not_held
    ):
        return why
    came_later = not own.is_series and not rules.is_expected(own.enrolled_at, own.starts_at)
    if not own.mark.version and came_later:
        return NOT_THERE_YET
    ended = has_ended(own.starts_at, own.minutes, now)
    return rules.why_not_mark(own.mark, wish, ended=ended, is_series=own.is_series)
