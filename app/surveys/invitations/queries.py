"""Invitations to surveys, with what answering them needs."""

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
from app.core.db import records
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
    is_for_place: bool
    """False for who has no live session, where it is about these; what a wave asks is for all."""


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
