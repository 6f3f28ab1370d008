"""Surveys, who is asked, who has answered, and what may be read of it now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.content.models import ContentVersion
from app.core.db import grouped, records
from app.surveys.answering.queries import Sheet, sheets
from app.surveys.arms.queries import is_for_place
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.rules import CAME


@dataclass(frozen=True)
class Invited:
    """An invitation with all that answering it needs."""

    survey_invitation: SurveyInvitation
    survey: Survey
    content_version: ContentVersion
    """The instrument."""
    status: EnrollmentStatus | None
    """Of the place that is asked; None: a rater is."""
    person_id: UUID | None
    archived_at: datetime | None
    """Since when nothing in the cohort changes any more."""
    cohort: str
    """Its title."""
    is_for_place: bool | None
    """False for who has no live session, where it is about these; None: a rater is asked."""


@dataclass(frozen=True)
class OpenInvitation:
    """A survey that somebody can answer now and has not."""

    invitation_id: UUID
    survey_id: UUID
    cohort_id: UUID
    cohort: str
    """Its title."""
    key: str
    purpose: Purpose
    mode: IdentityMode
    title: str
    minutes: int
    closes_at: datetime


@dataclass(frozen=True)
class Response:
    """How many of those who are asked have answered. Of who may be told: `rules.is_told`."""

    survey_id: UUID
    asked: int
    done: int


def survey_of(session: Session, cohort_id: UUID, key: str) -> Survey | None:
    """A survey of a cohort by its key."""
    own = col(Survey.cohort_id) == cohort_id, col(Survey.key) == key
    return session.scalar(select(Survey).where(*own))


def surveys_of(session: Session, cohort_ids: Collection[UUID]) -> list[Survey]:
    """The surveys of some cohorts, in the order in which they open."""
    found = select(Survey).where(col(Survey.cohort_id).in_(list(cohort_ids)))
    return list(session.scalars(found.order_by(col(Survey.opens_at), col(Survey.key))))


def due(session: Session, now: datetime) -> Sequence[UUID]:
    """The surveys whose time is over and that nobody closed."""
    over = col(Survey.closed_at).is_(None), col(Survey.closes_at) <= now
    return session.scalars(select(col(Survey.id)).where(*over).order_by(col(Survey.id))).all()


def locked(session: Session, survey_id: UUID) -> Survey:
    """A survey as it is now, locked until commit."""
    own = select(Survey).where(col(Survey.id) == survey_id).with_for_update()
    return session.scalars(own.execution_options(populate_existing=True)).one()


def locked_invitation(session: Session, invitation_id: UUID) -> SurveyInvitation:
    """An invitation as it is now, locked until commit."""
    own = select(SurveyInvitation).where(col(SurveyInvitation.id) == invitation_id)
    held = own.with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).one()


def invited(session: Session, invitation_id: UUID) -> Invited | None:
    """An invitation, what it asks for, and whether who is asked is still there."""
    found: Select[*tuple[Any, ...]] = (
        select(
            SurveyInvitation,
            Survey,
            ContentVersion,
            col(Enrollment.status),
            col(Enrollment.person_id),
            col(Cohort.archived_at),
            col(Cohort.title).label("cohort"),
            is_for_place().label("is_for_place"),
        )
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .join(ContentVersion, col(ContentVersion.id) == col(Survey.version_id))
        .join(Cohort, col(Cohort.id) == col(Survey.cohort_id))
        .outerjoin(Enrollment, col(Enrollment.id) == col(SurveyInvitation.enrollment_id))
        .where(col(SurveyInvitation.id) == invitation_id)
    )
    return next(iter(records(session.execute(found), Invited)), None)


def known_invitees(session: Session, survey_id: UUID) -> frozenset[UUID]:
    """The enrollments and raters who are asked already."""
    found = select(col(SurveyInvitation.enrollment_id), col(SurveyInvitation.rater_id))
    rows = session.execute(found.where(col(SurveyInvitation.survey_id) == survey_id))
    return frozenset(id_ for row in rows for id_ in row if id_ is not None)


def open_invitations(session: Session, person_id: UUID, now: datetime) -> list[OpenInvitation]:
    """What somebody can answer now and has not, what closes first at first.

    That is of who is enrolled; of a project's waves also of who has left. Whether these may still
    be asked, `studies` knows.
    """
    begins = func.coalesce(col(SurveyInvitation.opens_at), col(Survey.opens_at))
    return _open(session, col(Enrollment.person_id) == person_id, begins <= now)


def _open(session: Session, *which: ColumnElement[bool]) -> list[OpenInvitation]:
    is_wave = and_(col(Survey.purpose) == Purpose.WAVE, col(Enrollment.status).in_(CAME))
    ends = func.coalesce(col(SurveyInvitation.closes_at), col(Survey.closes_at))
    rows = session.execute(
        select(
            col(SurveyInvitation.id).label("invitation_id"),
            col(Survey.id).label("survey_id"),
            col(Survey.cohort_id),
            col(Cohort.title).label("cohort"),
            col(Survey.key),
            col(Survey.purpose),
            col(Survey.mode),
            col(ContentVersion.title),
            col(ContentVersion.data)["minutes"].as_integer().label("minutes"),
            ends.label("closes_at"),
        )
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .join(ContentVersion, col(ContentVersion.id) == col(Survey.version_id))
        .join(Cohort, col(Cohort.id) == col(Survey.cohort_id))
        .join(Enrollment, col(Enrollment.id) == col(SurveyInvitation.enrollment_id))
        .where(
            or_(is_enrolled(), is_wave),
            is_for_place(),
            col(SurveyInvitation.is_done).is_(False),
            *which,
        )
        .order_by(ends, col(Survey.key))
    )
    return records(rows, OpenInvitation)


def done_by(session: Session, survey_id: UUID) -> frozenset[UUID]:
    """The enrollments and raters who have answered. For staff, ask `rules.is_told` first."""
    own = col(SurveyInvitation.survey_id) == survey_id, col(SurveyInvitation.is_done).is_(True)
    found = select(col(SurveyInvitation.enrollment_id), col(SurveyInvitation.rater_id))
    return frozenset(id_ for row in session.execute(found.where(*own)) for id_ in row if id_)


def count_done(session: Session, survey_ids: Collection[UUID]) -> dict[UUID, Response]:
    """How many of those who are asked have answered, by survey."""
    is_done = col(SurveyInvitation.is_done).is_(True)
    rows = session.execute(
        select(
            col(SurveyInvitation.survey_id),
            func.count().label("asked"),
            func.count().filter(is_done).label("done"),
        )
        .where(col(SurveyInvitation.survey_id).in_(list(survey_ids)))
        .group_by(col(SurveyInvitation.survey_id))
    )
    found = {row.survey_id: row for row in records(rows, Response)}
    return {id_: found.get(id_, Response(id_, 0, 0)) for id_ in survey_ids}


def evaluations_done(
    session: Session, enrollment_ids: Collection[UUID]
) -> dict[UUID, frozenset[str]]:
    """The keys of the evaluations that each has answered: for themselves, and for the gate."""
    rows: Select[UUID, str] = (
        select(col(SurveyInvitation.enrollment_id), col(Survey.key))  # type: ignore[assignment]
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .where(
            col(Survey.purpose) == Purpose.EVALUATION,
            col(SurveyInvitation.is_done).is_(True),
            col(SurveyInvitation.enrollment_id).in_(list(enrollment_ids)),
        )
    )
    found = grouped(session.execute(rows))
    return {id_: frozenset(found.get(id_, ())) for id_ in enrollment_ids}


def answer_sets(session: Session, survey_ids: Collection[UUID]) -> dict[UUID, list[Sheet]]:
    """By survey, what may be read of it now, in an order that says nothing.

    That is what was sent; of an anonymous survey nothing until it is closed.
    """
    found: dict[UUID, list[Sheet]] = {id_: [] for id_ in survey_ids}
    for survey_id, sheet in sheets(session, survey_ids):
        found[survey_id].append(sheet)
    return found
