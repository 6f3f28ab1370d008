"""Setting up a cohort as a draft, changing it, publishing it or throwing it away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.actions import CohortPlan, create_cohort
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.questions.actions import copy_questions
from app.cohorts.context import CohortContext
from app.cohorts.drafts import queries, rules
from app.cohorts.drafts.calendar import rules as calendar
from app.cohorts.drafts.calendar.rules import Dates
from app.cohorts.drafts.leaders.actions import appoint, copy_leaders, give_parts, leaders_of
from app.cohorts.drafts.rules import SeatsAndRules, SessionChoice
from app.cohorts.intake.models import PeopleImport
from app.cohorts.joining.publication.actions import tell_who_has_a_place
from app.cohorts.models import (
    CaseSession,
    Cohort,
    InstitutionSeats,
    PolicyVersion,
    Program,
    SessionPart,
    Unit,
)
from app.cohorts.planning.actions import Timing, Versions, plan_units
from app.cohorts.planning.queries import only_policy, session_rows
from app.cohorts.rules import JOINING
from app.content.releases.queries import current_versions
from app.core import audit
from app.core.errors import require
from app.packs.schema import PolicyData, ProgramData, program_of


@dataclass(frozen=True)
class Course:
    """A program as its current content has it."""

    data: ProgramData
    versions: Versions

    @property
    def steps(self) -> int:
        """How many units a cohort has."""
        return len(self.data.syllabus)


def course_of(session: Session, program: Program) -> Course:
    """The current content of a program."""
    versions = current_versions(session, program.key)
    return Course(program_of(versions["program", program.key].data), versions)


def start_draft(
    session: Session, program: Program, dates: Dates, title: str, *, by: UUID, now: datetime
) -> Cohort:
    """A draft from the program's template: its policy and its texts, no seats yet."""
    course = course_of(session, program)
    days = dates.days(course.steps)
    deadlines = rules.deadlines_for(days[0], days[-1], course.data.policy.claim_days)
    moments = deadlines.moments(dates.zone)
    slug = rules.slug_of(title, queries.slugs(session))
    plan = _cohort_plan(course, title, slug, dates, moments)
    cohort = create_cohort(session, program, plan, course.versions, by=by, now=now)
    _set(cohort, moments)
    session.flush()
    return cohort


def _cohort_plan(
    course: Course, title: str, slug: str, dates: Dates, moments: Mapping[str, datetime]
) -> CohortPlan:
    return CohortPlan(
        slug=slug,
        title=title,
        zone=dates.zone,
        capacity=0,
        session_days=dates.days(course.steps),
        session_time=dates.at,
        session_minutes=dates.minutes,
        session_link="",
        enrollment_opens_at=moments["enrollment_opens_at"],
        closes_at=moments["closes_at"],
        policy=course.data.policy,
        opening=course.data.opening,
    )


def start_draft_like(
    session: Session, earlier: CohortContext, first: date, title: str, *, by: UUID, now: datetime
) -> Cohort:
    """A draft like an earlier cohort on other days: its leaders, links, seats, policy and form."""
    cohort, course = earlier.cohort, course_of(session, earlier.program)
    units = queries.planned_units(session, cohort.id)
    before = calendar.days_of(units, cohort.zone, course.data.opening)
    usual = _dates_of(units, before, cohort.zone, course.data)
    dates = calendar.without_breaks(usual, first, before)
    draft = start_draft(session, earlier.program, dates, title, by=by, now=now)
    deadlines = rules.moved_with(rules.deadlines_of(cohort), before, dates.days(course.steps))
    moments = deadlines.moments(draft.zone)
    kept = {name: moment for name, moment in moments.items() if getattr(cohort, name) is not None}
    _set(draft, kept)
    _copy(session, earlier, draft)
    copy_leaders(session, cohort.id, draft.id, units, by=by, now=now)
    session.flush()
    return draft


def _copy(session: Session, earlier: CohortContext, draft: Cohort) -> None:
    """What a draft has of an earlier cohort whatever its days are: seats, way in, policy, form."""
    cohort = earlier.cohort
    alike = ("capacity", "way_in", "offer_hours", "leads_decide", "has_threads", "link_checks_in")
    _set(draft, {name: getattr(cohort, name) for name in alike})
    only_policy(session, draft.id).data = earlier.policy.model_dump(mode="json")
    _copy_shares(session, cohort.id, draft.id)
    copy_questions(session, cohort.id, draft.id)


def change_dates(
    session: Session, here: CohortContext, title: str, dates: Dates, *, by: UUID, now: datetime
) -> None:
    """Put a draft on other days; its deadlines move with its first and its last session.

    While nobody knows of it, its address follows its title, and a title that was proposed for the
    season follows the season.
    """
    cohort, course = here.cohort, course_of(session, here.program)
    as_was = (cohort.title, dates_of(session, here))
    before, after = _days(session, here, course), dates.days(course.steps)
    deadlines = rules.moved_with(rules.deadlines_of(cohort), before, after)
    _rename(session, cohort, rules.title_for(title, cohort.title, before[0], after[0]))
    cohort.zone = dates.zone
    _set(cohort, deadlines.moments(dates.zone))
    _plan(session, cohort, after, dates, course)
    session.flush()
    if (cohort.title, dates_of(session, here)) == as_was:
        return
    facts = {"first": after[0].isoformat(), "last": after[-1].isoformat(), "zone": dates.zone}
    _record(session, "cohort.dates-changed", cohort, facts, by=by, now=now)


def _rename(session: Session, cohort: Cohort, title: str) -> None:
    if title != cohort.title:
        cohort.slug = rules.slug_of(title, queries.slugs(session, but=cohort.id))
        cohort.title = title


def dates_of(session: Session, here: CohortContext) -> Dates:
    """When the sessions of a draft are."""
    course = course_of(session, here.program)
    units = queries.planned_units(session, here.cohort.id)
    days = calendar.days_of(units, here.cohort.zone, course.data.opening)
    return _dates_of(units, days, here.cohort.zone, course.data)


def follow_texts(session: Session, here: CohortContext) -> None:
    """Give a draft the units and texts that its program has now."""
    course = course_of(session, here.program)
    dates = dates_of(session, here)
    _plan(session, here.cohort, dates.days(course.steps), dates, course)


def change_leaders(
    session: Session,
    cohort: Cohort,
    facilitators: Sequence[UUID],
    choices: Sequence[SessionChoice],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Decide who facilitates a draft, who leads which of its sessions, and how people join them."""
    before = leaders_of(session, cohort.id, now)
    appoint(session, cohort.id, facilitators, by=by, now=now)
    give_parts(session, cohort.id, choices)
    session.flush()
    if leaders_of(session, cohort.id, now) == before:
        return
    facts = {
        "facilitators": len(facilitators),
        "parts": sum(len(choice.parts) for choice in choices),
    }
    _record(session, "cohort.leaders-changed", cohort, facts, by=by, now=now)


def change_seats(
    session: Session, here: CohortContext, chosen: SeatsAndRules, *, by: UUID, now: datetime
) -> None:
    """Decide the seats of a draft, how and until when people get in, and what completes it."""
    cohort = here.cohort
    before = _seats_and_rules(session, cohort)
    _set(cohort, chosen.deadlines.moments(cohort.zone))
    names = ("capacity", "way_in", "offer_hours")
    _set(cohort, {name: getattr(chosen, name) for name in names})
    _set_shares(session, cohort.id, chosen.shares)
    only_policy(session, cohort.id).data = chosen.policy.model_dump(mode="json")
    session.flush()
    if _seats_and_rules(session, cohort) == before:
        return
    facts = {
        "capacity": chosen.capacity,
        "way_in": chosen.way_in.value,
        "policy": chosen.policy.model_dump(mode="json"),
    }
    _record(session, "cohort.seats-changed", cohort, facts, by=by, now=now)


def _seats_and_rules(session: Session, cohort: Cohort) -> SeatsAndRules:
    """What `change_seats` decides, as it is."""
    shares = queries.shares(session, cohort.id)
    return SeatsAndRules(
        capacity=cohort.capacity,
        shares={row.id: row.seats for row in shares if row.seats is not None},
        way_in=cohort.way_in,
        offer_hours=cohort.offer_hours,
        deadlines=rules.deadlines_of(cohort),
        policy=PolicyData.model_validate(only_policy(session, cohort.id).data),
    )


def publish(session: Session, cohort: Cohort, *, by: UUID | None, now: datetime) -> None:
    """Let everybody see a cohort who is in it or may come into it, and tell those who are in it.

    What would have opened while it was a draft opens now: nobody saw it before. A second click
    changes nothing. Whether anything is missing is for the caller, who knows of credit, too.
    """
    if queries.lock_cohort(session, cohort.id).published_at is not None:
        return
    cohort.published_at = now
    _open_now(session, cohort, now)
    _record(session, "cohort.published", cohort, {"slug": cohort.slug}, by=by, now=now)
    tell_who_has_a_place(session, cohort, now=now)


def _open_now(session: Session, cohort: Cohort, now: datetime) -> None:
    """Else what is published or held at this moment would come after what nobody could open."""
    own = col(Unit.cohort_id) == cohort.id
    session.execute(update(Unit).where(own, col(Unit.opens_at) < now).values(opens_at=now))
    joined = col(CaseSession.starts_at) < now + JOINING
    of_it = col(CaseSession.unit_id).in_(queries.units_of(cohort.id))
    session.execute(update(CaseSession).where(of_it, joined).values(released_at=now))


def discard(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> None:
    """Throw a draft away with all that belongs to it; that there was one stays in the history.

    Raises `RefusedError` once it is published, or when somebody has a place in it.
    """
    require(None if queries.lock_cohort(session, cohort.id).is_draft else rules.PUBLISHED)
    places = queries.count_places(session, cohort.id)
    moves = queries.count_moves(session, cohort.id)
    require(rules.why_not_discard(places=places, moves=moves))
    _record(session, "cohort.discarded", cohort, {"slug": cohort.slug}, by=by, now=now)
    appoint(session, cohort.id, (), by=by, now=now)
    own = [row.id for row in session_rows(session, cohort.id)]
    session.execute(delete(SessionPart).where(col(SessionPart.case_session_id).in_(own)))
    session.execute(delete(CaseSession).where(col(CaseSession.id).in_(own)))
    for table in (Unit, InstitutionSeats, PolicyVersion, PeopleImport, ApplicationQuestion):
        session.execute(delete(table).where(col(table.cohort_id) == cohort.id))
    session.execute(delete(Cohort).where(col(Cohort.id) == cohort.id))


def _dates_of(
    units: Sequence[calendar.PlannedUnit], days: Sequence[date], zone: str, data: ProgramData
) -> Dates:
    first = next((unit for unit in units if unit.local_time is not None), None)
    at = first.local_time if first and first.local_time else calendar.NOON
    return calendar.dates_of(days, at, zone, first.minutes if first else data.session_minutes)


def _days(session: Session, here: CohortContext, course: Course) -> list[date]:
    units = queries.planned_units(session, here.cohort.id)
    return calendar.days_of(units, here.cohort.zone, course.data.opening)


def _plan(
    session: Session, cohort: Cohort, days: Sequence[date], dates: Dates, course: Course
) -> None:
    link = next((unit.link for unit in queries.planned_units(session, cohort.id) if unit.link), "")
    timing = Timing(dates.zone, dates.at, dates.minutes, course.data.opening, link)
    statement = course.data.attestation
    cohort.attestation_text, cohort.attestation_version = statement.text, statement.version
    cohort.unit_label = course.data.unit_label
    plan_units(session, cohort, days, timing, course.versions)


def _set(cohort: Cohort, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(cohort, name, value)


def _set_shares(session: Session, cohort_id: UUID, shares: Mapping[UUID, int]) -> None:
    session.execute(delete(InstitutionSeats).where(col(InstitutionSeats.cohort_id) == cohort_id))
    session.add_all(
        InstitutionSeats(cohort_id=cohort_id, institution_id=institution_id, seats=seats)
        for institution_id, seats in shares.items()
    )


def _copy_shares(session: Session, from_id: UUID, to_id: UUID) -> None:
    shares = {
        row.id: row.seats for row in queries.shares(session, from_id) if row.seats is not None
    }
    _set_shares(session, to_id, shares)


def _record(
    session: Session,
    act: str,
    cohort: Cohort,
    facts: Mapping[str, Any],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    session.flush()
    audit.record(session, act, "cohort", cohort.id, by=by, now=now, facts=dict(facts))
    session.flush()
