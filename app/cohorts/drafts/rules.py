"""What a new cohort is called and until when what is done, and what keeps a draft back. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.drafts.calendar.rules import WEEK
from app.cohorts.rules import to_utc
from app.language import LazyText, _
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.cohorts.enums import WayIn
    from app.cohorts.models import Cohort
    from app.packs.schema import PolicyData

SPRING_UNTIL, SUMMER_UNTIL = 5, 7
MORNING, FIVE_PM = time(8), time(17)
RESERVED = frozenset({"new"})
"""Addresses that are no cohort's."""
LONGEST_SLUG = 60

PUBLISHED = reason("draft.published", "This cohort is published. It is no longer a draft.")
NO_SESSIONS = reason("draft.no_sessions", "No session is planned. Add cases to the program first.")
BEGUN = ReasonKind("draft.begun", "The first session was on {day:day}. Move the dates.")
NO_SEATS = reason("draft.no_seats", "Enter how many seats there are.")
NO_CREDIT = ReasonKind(
    "draft.no_credit", "Enter the credit that was approved: {cohort} gave credit, too."
)
ENDS_BEFORE_SESSIONS = ReasonKind(
    "draft.ends_before_sessions",
    "Work closes on {closes:day}, before the last session on {last:day}.",
)
POLICY_OUT_OF_REACH = ReasonKind(
    "draft.policy_out_of_reach",
    "The policy asks for more than the program has: {modules} modules and {sessions} sessions.",
)
PEOPLE_IN_IT = ReasonKind(
    "draft.people_in_it",
    "{count} person has or had a place in it. Their history is kept, so the draft cannot "
    "be thrown away.",
    "{count} people have or had a place in it. Their history is kept, so the draft "
    "cannot be thrown away.",
)
TEXTS_MOVED = reason(
    "draft.texts_moved",
    "Its texts were moved to other versions by hand. That history is kept, so the draft "
    "cannot be thrown away.",
)


def title_of(first: date) -> LazyText:
    """`Spring 2027`: the season in which a cohort begins."""
    year = str(first.year)
    if first.month <= SPRING_UNTIL:
        return _("Spring {year}", year=year)
    if first.month <= SUMMER_UNTIL:
        return _("Summer {year}", year=year)
    return _("Fall {year}", year=year)


def title_for(wanted: str, title: str, before: date, after: date) -> str:
    """What a cohort is called once it begins on another day; what was proposed is so anew."""
    is_proposed = wanted == title == str(title_of(before))
    return str(title_of(after)) if is_proposed else wanted


def slug_of(title: str, taken: Collection[str]) -> str:
    """A readable address for a cohort, which no other has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-") or "cohort"
    used = RESERVED.union(taken)
    number, slug = 1, words
    while slug in used:
        number += 1
        slug = f"{words}-{number}"
    return slug


@dataclass(frozen=True)
class Deadlines:
    """The days between which people get in, and until which things are done; 17:00 each."""

    opens: date
    """From the morning on."""
    enrollment_closes: date
    promote_until: date
    closes: date

    def moments(self, zone: str) -> dict[str, datetime]:
        """The columns of a cohort."""
        return {
            "enrollment_opens_at": to_utc(self.opens, MORNING, zone),
            "enrollment_closes_at": to_utc(self.enrollment_closes, FIVE_PM, zone),
            "promote_until": to_utc(self.promote_until, FIVE_PM, zone),
            "closes_at": to_utc(self.closes, FIVE_PM, zone),
        }


def deadlines_for(first: date, last: date, claim_days: int) -> Deadlines:
    """What is proposed: six weeks to get in, a week to spare, and then as the policy says."""
    return Deadlines(
        opens=first - 6 * WEEK,
        enrollment_closes=first - WEEK,
        promote_until=first - timedelta(days=1),
        closes=last + timedelta(days=claim_days),
    )


def deadlines_of(cohort: Cohort) -> Deadlines:
    """Those of a cohort, as days in its zone."""

    def day(moment: datetime) -> date:
        return local(moment, cohort.zone).date()

    closes = day(cohort.closes_at)
    return Deadlines(
        opens=day(cohort.enrollment_opens_at),
        enrollment_closes=day(cohort.enrollment_closes_at)
        if cohort.enrollment_closes_at
        else closes,
        promote_until=day(cohort.promote_until) if cohort.promote_until else closes,
        closes=closes,
    )


def moved_with(deadlines: Deadlines, before: Sequence[date], after: Sequence[date]) -> Deadlines:
    """Deadlines that keep their distance to the first and the last session."""
    by_first, by_last = after[0] - before[0], after[-1] - before[-1]
    return Deadlines(
        deadlines.opens + by_first,
        deadlines.enrollment_closes + by_first,
        deadlines.promote_until + by_first,
        deadlines.closes + by_last,
    )


@dataclass(frozen=True)
class SessionChoice:
    """Who leads one session and how people join it."""

    session_id: UUID
    parts: Mapping[UUID, str]
    """`lead`, `co_lead` or `guest`, by person."""
    link: str


@dataclass(frozen=True)
class SeatsAndRules:
    """How many get in and how, until when what can be done, and what completes the cohort."""

    capacity: int
    shares: Mapping[UUID, int]
    way_in: WayIn
    offer_hours: int
    deadlines: Deadlines
    policy: PolicyData


@dataclass(frozen=True)
class DraftFacts:
    """What decides whether a draft can be published. Moments carry the cohort's zone."""

    starts: Sequence[datetime]
    """When its sessions begin, in order."""
    modules: int
    capacity: int
    closes: datetime
    modules_required: int
    sessions_required: int
    gives_credit: bool
    gave_credit: str | None
    """The title of an earlier cohort of the program that gave credit."""


def why_not_publish(
    facts: DraftFacts, now: datetime, *, without_credit: bool = False
) -> tuple[Reason, ...]:
    """All that is missing, each with what to do; nothing: it can be published.

    `without_credit`: its coordinator has said that it gives none.
    """
    missing = [*_about_dates(facts, now), *_about_rules(facts)]
    gave = facts.gave_credit
    if gave is not None and not facts.gives_credit and not without_credit:
        missing.append(NO_CREDIT(cohort=gave))
    return tuple(missing)


def _about_dates(facts: DraftFacts, now: datetime) -> list[Reason]:
    if not facts.starts:
        return [NO_SESSIONS]
    found: list[Reason] = []
    if facts.starts[0] <= now:
        found.append(BEGUN(day=facts.starts[0]))
    if facts.closes < facts.starts[-1]:
        found.append(ENDS_BEFORE_SESSIONS(closes=facts.closes, last=facts.starts[-1]))
    return found


def _about_rules(facts: DraftFacts) -> list[Reason]:
    found: list[Reason] = []
    if facts.capacity < 1:
        found.append(NO_SEATS)
    too_much = facts.modules_required > facts.modules
    if too_much or facts.sessions_required > len(facts.starts):
        found.append(POLICY_OUT_OF_REACH(modules=facts.modules, sessions=len(facts.starts)))
    return found


def why_not_discard(*, places: int, moves: int) -> Reason | None:
    """Why a draft cannot be thrown away: so many places and moves of texts hang on it."""
    if places:
        return PEOPLE_IN_IT(count=places)
    return TEXTS_MOVED if moves else None
