"""How long the records of a cohort are kept, and whether they are due; pure.

Choices:

- Records of participation are kept for whole calendar years after the year of the cohort's last
  day, and are due on January 1. So each is kept for at least the years that the policy says.
- The counts of a year are whole for those years after it, and may be of a part later: a cohort
  that went on into the next year is due a year after one that did not, and both are counted in the
  first.
- The last day is the last one on which anything of credit happened, or could have: when the cohort
  or its claims closed, with the extension of any one person; the last session, signature, make-up,
  claim, certificate or file for PARS; the last change of one of these or of a mark. It is told in
  the zone of the provider, or of the cohort where none provides it. When an activity expires does
  not count: nothing can be claimed later for it, only sooner than the rest allows.
- Work that a transfer carried counts where it led, and lies where it was done. So the last day of a
  cohort is no earlier than those of the cohorts to which transfers lead from it, through chains.
- Accreditors ask for six years; no policy says less. Seven are usual here.
- Certificates and what they are verified by are never due (`tables.py` says it of each table).
- A hold keeps everything of a cohort, whatever the policy says; so does a study that it is part of,
  for good, since studies have no end here.
- An announcement counts only if the records were due when it was made, by what is their last day
  now: where that moved on, it has to be announced anew.
- What is due goes when that was announced and waited for (`deletion`), and never by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.cohorts.deleted.rules import LEAST_YEARS
from app.history.retention.enums import RecordKind, RetentionState
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

USUAL_YEARS = 7
MOST_YEARS = 99
TOO_FEW = ReasonKind(
    "retention.too_few",
    "Accreditors ask for {least:numeral} years at least. Enter {least:numeral} or more.",
)
TOO_MANY = ReasonKind("retention.too_many", "Enter {most:numeral} years or fewer.")
CHANGED_MEANWHILE = reason(
    "retention.changed_meanwhile", "Somebody else changed the policy at the same time."
)
DELETED = reason(
    "retention.deleted", "What was due of this cohort was deleted: there is nothing to hold."
)
ALREADY_HELD = reason("retention.already_held", "The records of this cohort are held already.")
NOT_HELD = reason("retention.not_held", "The records of this cohort are not held.")


@dataclass(frozen=True)
class CohortKept:
    """What is known of a cohort that was published, as far as keeping its records goes."""

    cohort_id: UUID
    program_id: UUID
    slug: str
    title: str
    program: str
    zone: str
    """Of its provider, or its own where none provides it: in it its years end."""
    last_at: datetime
    """When anything of credit happened last, or could have, also where transfers led from it."""
    last_here_at: datetime
    """The same in itself alone: nothing else makes what was deleted come back."""
    people: int
    """Who had a place in it, and not who only applied."""
    certificates: int
    """All that were issued, also those that were revoked or replaced since."""
    is_held: bool
    is_studied: bool
    leads_to_kept: bool = False
    """Whether transfers lead from it to a cohort that is held or studied."""
    goes_from: date | None = None
    """The first day on which its records may go, by what was announced and not called off; in its
    zone."""
    announced_at: datetime | None = None
    """When that was announced."""
    deleted_at: datetime | None = None
    """When records of it were deleted last."""


@dataclass(frozen=True)
class Retained:
    """How a cohort stands by the policy."""

    kept: CohortKept
    last_day: date
    due_on: date
    today: date
    """In the zone of the cohort."""
    state: RetentionState

    @property
    def goes_from(self) -> date | None:
        """The first day on which its records may go, if what announced it counts."""
        return _goes_from(self.kept, self.due_on)

    @property
    def waits_for_command(self) -> bool:
        """Whether its records were announced, and their day has come."""
        announced = self.state is RetentionState.ANNOUNCED
        return announced and self.goes_from is not None and self.goes_from <= self.today


def why_not_years(years: int) -> Reason | None:
    """Why records are not kept for so long."""
    if years < LEAST_YEARS:
        return TOO_FEW(least=LEAST_YEARS)
    return TOO_MANY(most=MOST_YEARS) if years > MOST_YEARS else None


def due_on(last_day: date, years: int) -> date:
    """The first day on which records are due. `last_day`: of their cohort."""
    return date(last_day.year + years + 1, 1, 1)


def last_year_due(today: date, years: int) -> int:
    """The year up to which the last day of a cohort can be that is due at the next new year."""
    return today.year - years


def retained(kept: CohortKept, years: int, now: datetime) -> Retained:
    """How a cohort stands at a moment."""
    last_day, today = local(kept.last_at, kept.zone).date(), local(now, kept.zone).date()
    due = due_on(last_day, years)
    return Retained(kept, last_day, due, today, _state(kept, due, today))


def in_order(cohorts: Iterable[CohortKept], years: int, now: datetime) -> list[Retained]:
    """All but those that are kept for longer anyway; what is due first comes first."""
    found = (retained(kept, years, now) for kept in cohorts)
    return sorted(
        (own for own in found if own.state is not RetentionState.LATER),
        key=lambda own: (own.due_on, own.kept.title, own.kept.slug),
    )


def _state(kept: CohortKept, due: date, today: date) -> RetentionState:
    if kept.deleted_at is not None and kept.last_here_at <= kept.deleted_at:
        return RetentionState.DELETED
    if kept.is_held:
        return RetentionState.HELD
    if due.year > today.year + 1:
        return RetentionState.LATER
    if kept.is_studied:
        return RetentionState.STUDIED
    if due > today:
        return RetentionState.SOON
    return RetentionState.ANNOUNCED if _goes_from(kept, due) else RetentionState.DUE


def _goes_from(kept: CohortKept, due: date) -> date | None:
    """What was announced while the records were due, by what is their last day now."""
    if kept.announced_at is None or local(kept.announced_at, kept.zone).date() < due:
        return None
    return kept.goes_from


def why_not_hold(own: Retained) -> Reason | None:
    """Why a hold cannot be placed."""
    if own.state is RetentionState.DELETED:
        return DELETED
    return ALREADY_HELD if own.kept.is_held else None


def why_not_end(*, is_held: bool) -> Reason | None:
    """Why a hold cannot be ended."""
    return None if is_held else NOT_HELD


def by_kind(counts: Iterable[tuple[RecordKind, int]]) -> Mapping[RecordKind, int]:
    """How many records of each kind there are, in the order in which they are named."""
    sums = dict.fromkeys(RecordKind, 0)
    for kind, count in counts:
        sums[kind] += count
    return {kind: count for kind, count in sums.items() if count}
