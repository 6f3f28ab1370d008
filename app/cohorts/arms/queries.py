"""Reads of who has no live sessions, and the conditions that keep sessions from them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    exists,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.arms.models import ArmAccess
from app.cohorts.arms.rules import Bar
from app.cohorts.models import CaseSession, Cohort, Enrollment

_DRAWN, _THEIRS = aliased(Enrollment), aliased(Enrollment)
_DRAWN_IN, _THERE = aliased(Cohort), aliased(Cohort)
_BARRED: Select[*tuple[Any, ...]] = (
    select(
        col(_THEIRS.id).label("place"),
        col(ArmAccess.sessions_from).label("sessions_from"),
        col(ArmAccess.arm).label("arm"),
    )
    .select_from(ArmAccess)
    .join(_DRAWN, col(_DRAWN.id) == col(ArmAccess.enrollment_id))
    .join(_DRAWN_IN, col(_DRAWN_IN.id) == col(_DRAWN.cohort_id))
    .join(_THERE, col(_THERE.program_id) == col(_DRAWN_IN.program_id))
    .join(
        _THEIRS,
        (col(_THEIRS.person_id) == col(_DRAWN.person_id)) & (col(_THEIRS.cohort_id) == _THERE.id),
    )
    .where(~col(ArmAccess.has_sessions))
    .correlate(None)
)
"""Every place of who has no sessions in the program that the trial is of."""
_NONE_OF = _BARRED.subquery("barred")
Place = SQLColumnExpression[UUID]


def barred_places() -> Subquery:
    """Places without sessions (`place`), and from when they have some (`sessions_from`)."""
    return _NONE_OF


def is_barred(place: Place | None = None) -> ColumnElement[bool]:
    """That the arm of who has a place has no sessions, or has them only later.

    `place`: the id of an enrollment; that of the select, where none is given.
    """
    of = col(Enrollment.id) if place is None else place
    return of.in_(select(_NONE_OF.c.place))


def has_session(place: Place | None = None) -> ColumnElement[bool]:
    """That the session of a select is one for who has a place: `rules.why_no_session` for selects.

    That some are barred at all is asked first: where no trial is, nothing more is looked up.
    """
    of = col(Enrollment.id) if place is None else place
    starts_at = col(CaseSession.starts_at)
    later = or_(_NONE_OF.c.sessions_from.is_(None), _NONE_OF.c.sessions_from > starts_at)
    barred = exists().select_from(_NONE_OF).where(_NONE_OF.c.place == of, later)
    return or_(~is_barred(place), ~barred.correlate_except(_NONE_OF))


def bar_columns() -> tuple[ColumnElement[Any], ...]:
    """Whether the place of a select is barred, and until when: the columns of `bar_of`."""
    until = select(func.max(_NONE_OF.c.sessions_from)).where(_NONE_OF.c.place == col(Enrollment.id))
    never = exists().where(
        _NONE_OF.c.place == col(Enrollment.id), _NONE_OF.c.sessions_from.is_(None)
    )
    sessions_from = case((never, null()), else_=until.correlate(Enrollment).scalar_subquery())
    return is_barred().label("is_barred"), sessions_from.label("sessions_from")


def bar_of(row: Row[*tuple[Any, ...]]) -> Bar | None:
    """What keeps the place of a row with `bar_columns` from sessions."""
    return Bar(row.sessions_from) if row.is_barred else None


def arms_of(session: Session, enrollment_ids: Collection[UUID]) -> Mapping[UUID, ArmAccess]:
    """What was drawn for some places: one statement."""
    own = select(ArmAccess).where(col(ArmAccess.enrollment_id).in_(enrollment_ids))
    return {access.enrollment_id: access for access in session.scalars(own)}


def bars_of(session: Session, enrollment_ids: Collection[UUID]) -> Mapping[UUID, Bar]:
    """Who of some places has no sessions, and until when: one statement."""
    own = select(_NONE_OF.c.place, _NONE_OF.c.sessions_from)
    rows = session.execute(own.where(_NONE_OF.c.place.in_(enrollment_ids)))
    return {row.place: Bar(row.sessions_from) for row in rows}
