"""Reads of the sessions in people's calendars, and of the addresses that lead to them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.queries import has_session
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.gates.queries import has_unread, opened_by, opened_early_at, opens_for_all
from app.cohorts.models import (
    CaseSession,
    Cohort,
    Enrollment,
    Program,
    SessionPart,
    Unit,
    UnitOpening,
)
from app.cohorts.queries import is_published
from app.content.models import ContentVersion
from app.core.db import plain_rows, records
from app.messages.calendar.models import CalendarEntry, CalendarFeed
from app.messages.calendar.rules import KEPT, CalendarSession
from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


@dataclass(frozen=True)
class FeedOwner:
    """Whose calendar an address leads to, and in which language they read."""

    person_id: UUID
    language: str | None


Who = SQLColumnExpression[UUID]
"""Of whom a condition speaks: a parameter, or a column of the select around it."""


def _is_enrolled(person: Who) -> ColumnElement[bool]:
    own = col(Enrollment.person_id) == person
    here = exists().where(
        own, col(Enrollment.cohort_id) == col(Unit.cohort_id), is_enrolled(), has_session()
    )
    return here.correlate_except(Enrollment)  # by itself it sees one select around it, no further


def _leads(person: Who) -> ColumnElement[bool]:
    """Where nobody leads by name, the facilitators do: as they are told of a change."""
    led = exists().where(col(SessionPart.case_session_id) == col(CaseSession.id))
    led = led.correlate_except(SessionPart)
    facilitates = exists().where(
        col(RoleGrant.person_id) == person,
        col(RoleGrant.role) == Role.FACILITATOR,
        col(RoleGrant.scope) == Scope.COHORT,
        col(RoleGrant.scope_id) == col(Cohort.id),
        grant_holds(bindparam("now")),
    )
    facilitates = facilitates.correlate_except(RoleGrant)
    return or_(led.where(col(SessionPart.person_id) == person), and_(~led, facilitates))


def takes_part(person: Who) -> ColumnElement[bool]:
    """That somebody learns in the session of a select, or leads it; it needs the moment `now`."""
    return or_(_is_enrolled(person), _leads(person))


def digits(column: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """An id as text: databases write it with dashes or without."""
    return func.replace(cast(column, String), "-", "")


def session_digits(key: SQLColumnExpression[str]) -> ColumnElement[str]:
    """The session that the key of a letter names (`cohorts/changes/letters.py`), as `digits`."""
    return digits(func.substr(func.ltrim(key, _BEFORE_COLON), 2, 36))


_BEFORE_COLON = "abcdefghijklmnopqrstuvwxyz-"
_PERSON: Who = bindparam("person_id")
_OPENED_EARLY = opened_early_at(
    col(UnitOpening.enrollment_id).in_(
        select(col(Enrollment.id)).where(col(Enrollment.person_id) == _PERSON)
    )
)
_OPENED = opened_by(_OPENED_EARLY)
_OWN_ENTRY = and_(
    col(CalendarEntry.case_session_id) == col(CaseSession.id),
    col(CalendarEntry.person_id) == _PERSON,
)
_JOINED = case(
    (col(CaseSession.released_at) > col(CaseSession.starts_at), col(CaseSession.released_at)),
    else_=col(CaseSession.starts_at),
)
_SHUT = or_(col(CaseSession.held_at).is_not(None), has_unread(_PERSON, _JOINED))
_LINK = case((and_(_SHUT, ~_leads(_PERSON)), ""), else_=col(CaseSession.link))
"""How learners join it, once nothing of disclosures is waited for."""
_CASE_SHUT = or_(col(CaseSession.held_at) <= _OPENED, has_unread(_PERSON, _OPENED))
_CASE_TITLE = case((and_(_CASE_SHUT, ~_leads(_PERSON)), null()), else_=col(ContentVersion.title))
_ALL: Select[*tuple[Any, ...]] = (
    select(
        col(CaseSession.id).label("session_id"),
        col(Cohort.slug),
        col(Unit.position),
        col(Program.title).label("program"),
        col(Cohort.title).label("cohort"),
        col(Cohort.unit_label),
        col(Cohort.zone),
        col(CaseSession.starts_at),
        col(CaseSession.minutes),
        _LINK.label("link"),
        col(CaseSession.sequence),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        func.coalesce(col(CaseSession.changed_at), col(Cohort.published_at)).label("changed_at"),
        opens_for_all().label("opens_at"),
        _OPENED_EARLY.is_not(None).label("opened_early"),
        _CASE_TITLE.label("case_title"),
        _leads(_PERSON).label("leads"),
        func.coalesce(col(CalendarEntry.number) - col(CalendarEntry.sequence), 0).label("extra"),
    )
    .select_from(CaseSession)
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .outerjoin(ContentVersion, col(ContentVersion.id) == col(Unit.case_version_id))
    .outerjoin(CalendarEntry, _OWN_ENTRY)
    .where(is_published())
    .order_by(col(CaseSession.starts_at), col(CaseSession.id))
)
"""The columns of `CalendarSession`, but one."""
_WHOSE = _ALL.add_columns(takes_part(_PERSON).label("theirs"))
_SESSIONS = _ALL.add_columns(true().label("theirs")).where(takes_part(_PERSON))
_SINCE = _SESSIONS.where(col(CaseSession.starts_at) >= bindparam("since"))
_ONE = _SESSIONS.where(col(CaseSession.id) == bindparam("session_id"))
_SOME = _WHOSE.where(col(CaseSession.id).in_(bindparam("session_ids", expanding=True)))


def sessions_of(session: Session, person_id: UUID, now: datetime) -> list[CalendarSession]:
    """The sessions of everything somebody takes part in, from a year ago on: one statement."""
    asked = {"person_id": person_id, "now": now, "since": now - KEPT}
    return records(plain_rows(session, _SINCE, asked), CalendarSession)


def session_of(
    session: Session, person_id: UUID, session_id: UUID | None, now: datetime
) -> CalendarSession | None:
    """One session, if they take part in it."""
    asked = {"person_id": person_id, "now": now, "session_id": session_id}
    return next(iter(records(plain_rows(session, _ONE, asked), CalendarSession)), None)


def sessions_by_id(
    session: Session, person_id: UUID, session_ids: Collection[UUID], now: datetime
) -> list[CalendarSession]:
    """Some sessions for somebody's calendar, whether they take part in them or not."""
    asked = {"person_id": person_id, "now": now, "session_ids": list(session_ids)}
    return records(plain_rows(session, _SOME, asked), CalendarSession)


def leaders_of(session: Session, session_ids: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Who has a part in each of some sessions, leads first: one statement."""
    found = (
        select(col(SessionPart.case_session_id), Person)
        .join(Person, col(Person.id) == col(SessionPart.person_id))
        .where(col(SessionPart.case_session_id).in_(session_ids))
        .order_by(col(SessionPart.part).desc(), col(Person.search_name))
    )
    leaders: defaultdict[UUID, list[Person]] = defaultdict(list)
    for row in session.execute(found):
        leaders[row.case_session_id].append(row.Person)
    return leaders


def feed_of(session: Session, person_id: UUID) -> CalendarFeed | None:
    """The address of somebody's calendar, if they made one."""
    return session.get(CalendarFeed, person_id)


def feed_owner(session: Session, token_hash: str) -> FeedOwner | None:
    """Whose calendar it is; None for an address that was never given, or is nobody's any more."""
    found = (
        select(col(CalendarFeed.person_id), col(Person.language))
        .join(Person, col(Person.id) == col(CalendarFeed.person_id))
        .where(
            col(CalendarFeed.token_hash) == token_hash,
            col(Person.disabled_at).is_(None),
            col(Person.merged_into_id).is_(None),
        )
    )
    return next(iter(records(session.execute(found), FeedOwner)), None)
