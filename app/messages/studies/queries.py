"""Reads for letters of studies: who mentees are, and what became of their consent."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment
from app.people.models import Person
from app.studies.models import Project, Wave, WaveInstrument, WaveSurvey
from app.studies.raters.models import Rater
from app.surveys.models import SurveyInvitation


@dataclass(frozen=True)
class RaterAddressee:
    """Whom a letter to a mentee is for, as long as anything is known of them."""

    id: UUID
    name: str | None
    address: str | None
    zone: str
    """Of the cohort of whoever named them."""


def rater_addressees(session: Session, ids: Collection[UUID]) -> list[RaterAddressee]:
    """These mentees: one statement."""
    found = (
        select(col(Rater.id), col(Rater.name), col(Rater.address), col(Cohort.zone))
        .join(Enrollment, col(Enrollment.id) == col(Rater.enrollment_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(col(Rater.id).in_(ids))
    )
    return [RaterAddressee(*row) for row in session.execute(found)]


@dataclass(frozen=True)
class WaveLetter:
    """What a letter of a wave is about."""

    project: Project
    enrollment_id: UUID
    person: Person


def wave_letter(session: Session, wave_id: UUID, enrollment_id: UUID) -> WaveLetter | None:
    """The project and the person of a letter to a learner."""
    found = (
        select(Project, col(Enrollment.id), Person)
        .select_from(Wave)
        .join(Project, col(Project.id) == col(Wave.project_id))
        .join(Enrollment, col(Enrollment.id) == enrollment_id)
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Wave.id) == wave_id)
    )
    row = session.execute(found).one_or_none()
    return WaveLetter(*row) if row else None


def reader_of_place(session: Session, enrollment_id: UUID) -> Person | None:
    """Whose place it is, as long as they are enrolled and can sign in."""
    found = (
        select(Person)
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .where(
            col(Enrollment.id) == enrollment_id, is_enrolled(), col(Person.disabled_at).is_(None)
        )
    )
    return session.scalars(found).one_or_none()


def has_open(session: Session, wave_id: UUID, who: UUID) -> bool:
    """Whether somebody has a survey of a wave that they have not sent."""
    found = (
        select(col(SurveyInvitation.id))
        .join(WaveSurvey, col(WaveSurvey.survey_id) == col(SurveyInvitation.survey_id))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .where(
            col(WaveInstrument.wave_id) == wave_id,
            (col(SurveyInvitation.enrollment_id) == who) | (col(SurveyInvitation.rater_id) == who),
            col(SurveyInvitation.is_done).is_(False),
        )
        .limit(1)
    )
    return session.scalar(found) is not None
