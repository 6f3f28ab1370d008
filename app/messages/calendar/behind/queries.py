"""Whose calendars are behind: read of everybody at once, each minute."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.queries import has_session
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.queries import is_published
from app.core.models import OutboxMessage
from app.messages.calendar.models import CalendarEntry
from app.messages.calendar.queries import digits, session_digits, takes_part
from app.messages.calendar.rules import CANCELED, CARRIERS, LEFT, NO_DIFFERENCE
from app.messages.streams.models import NotificationChoice
from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


def people_behind(session: Session, now: datetime) -> set[UUID]:
    """Who wants invitations and has a session ahead otherwise than it is: two statements.

    A letter that is under way, or of which somebody decided that it is not sent, is enough.
    """
    asked = {"now": now}
    return {*session.scalars(_TO_INVITE, asked), *session.scalars(_TO_TAKE_OUT, asked)}


_NO_DIFFERENCE = [reason.code for reason in NO_DIFFERENCE]
_NOW: BindParameter[Any] = bindparam("now")


def _ahead() -> ColumnElement[bool]:
    return and_(is_published(), col(CaseSession.starts_at) > _NOW)


def _wants() -> ColumnElement[bool]:
    since = col(NotificationChoice.invited_since)
    return and_(since.is_not(None), col(Person.disabled_at).is_(None))


def _taking_part() -> Subquery:
    """Who takes part in which session ahead that is not canceled, as `takes_part` says it of one.

    Of everybody at once: asked of each person and session, it takes a minute for ten thousand.
    """
    ahead: Select[Any] = (
        select(col(CaseSession.id).label("session_id"))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(_ahead(), col(CaseSession.canceled_at).is_(None))
    )
    own = col(Enrollment.cohort_id) == col(Unit.cohort_id)
    theirs = and_(own, is_enrolled(), has_session())
    learns = ahead.add_columns(col(Enrollment.person_id)).join(Enrollment, theirs)
    part = col(SessionPart.case_session_id) == col(CaseSession.id)
    leads = ahead.add_columns(col(SessionPart.person_id)).join(SessionPart, part)
    facilitates = ahead.add_columns(col(RoleGrant.person_id)).join(
        RoleGrant,
        and_(
            col(RoleGrant.scope_id) == col(Cohort.id),
            col(RoleGrant.scope) == Scope.COHORT,
            col(RoleGrant.role) == Role.FACILITATOR,
            grant_holds(_NOW),
        ),
    )
    nobody_leads = ~exists().where(part).correlate(CaseSession)
    return union(learns, leads, facilitates.where(nobody_leads)).subquery("taking_part")


def _stands(*suits: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a letter about the session of a select is posted that suits: see `Posted.stands`."""
    code = col(OutboxMessage.dropped_reason)["code"].as_string()
    decided = and_(
        code.not_in(_NO_DIFFERENCE),
        digits(col(OutboxMessage.key)).like(
            "%:" + digits(col(CaseSession.id)) + ":" + digits(col(CaseSession.sequence)) + ":%"
        ),
    )
    found = exists().where(
        col(OutboxMessage.person_id) == col(NotificationChoice.person_id),
        or_(*suits),
        col(OutboxMessage.sent_at).is_(None),
        col(OutboxMessage.created_at) >= col(NotificationChoice.invited_since),
        session_digits(col(OutboxMessage.key)) == digits(col(CaseSession.id)),
        or_(col(OutboxMessage.dropped_at).is_(None), decided),
    )
    return found.correlate_except(OutboxMessage)


def _to_invite() -> Select[UUID]:
    """Who takes part in a session that their calendar does not show as it is."""
    taking = _taking_part()
    person = col(NotificationChoice.person_id)
    has_it = exists().where(
        col(CalendarEntry.case_session_id) == col(CaseSession.id),
        col(CalendarEntry.person_id) == person,
        col(CalendarEntry.shown),
        col(CalendarEntry.sure),
        col(CalendarEntry.sequence) == col(CaseSession.sequence),
        col(CalendarEntry.told_at) >= col(NotificationChoice.invited_since),
    )
    return (
        select(person)
        .distinct()
        .select_from(taking)
        .join(NotificationChoice, person == taking.c.person_id)
        .join(Person, col(Person.id) == person)
        .join(CaseSession, col(CaseSession.id) == taking.c.session_id)
        .where(_wants(), ~has_it.correlate_except(CalendarEntry))
        .where(~_stands(col(OutboxMessage.kind).in_(CARRIERS)))
    )


def _to_take_out() -> Select[UUID]:
    """Whose calendar shows, as far as is known, what is not theirs or is canceled."""
    person = col(NotificationChoice.person_id)
    may_be_there = or_(col(CalendarEntry.shown), ~col(CalendarEntry.sure))
    taking = _taking_part()
    has_place = tuple_(col(CaseSession.id), person).in_(
        select(taking.c.session_id, taking.c.person_id)
    )
    is_canceled, theirs = col(CaseSession.canceled_at).is_not(None), takes_part(person)
    kind = col(OutboxMessage.kind)
    tells_of_it = and_(is_canceled, or_(kind == CANCELED, and_(kind.in_(CARRIERS), theirs)))
    return (
        select(person)
        .distinct()
        .select_from(CalendarEntry)
        .join(NotificationChoice, person == col(CalendarEntry.person_id))
        .join(Person, col(Person.id) == person)
        .join(CaseSession, col(CaseSession.id) == col(CalendarEntry.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(_ahead(), _wants(), may_be_there, ~has_place)
        .where(~_stands(kind == LEFT, tells_of_it))
    )


_TO_INVITE: Select[Any] = _to_invite()
_TO_TAKE_OUT: Select[Any] = _to_take_out()
