"""Reads of projects: by address, of a program, of a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment, Program
from app.studies.models import (
    Consent,
    Project,
    ProjectCohort,
    Wave,
    WaveInstrument,
    WaveSurvey,
)
from app.studies.opening.queries import is_open


@dataclass(frozen=True)
class ProjectInProgram:
    """A project, and the program that it studies."""

    project: Project
    program: Program


@dataclass(frozen=True)
class Studied:
    """Somebody's place in a cohort that a project studies."""

    project: Project
    cohort: Cohort
    enrollment: Enrollment


def project_by_key(session: Session, key: str) -> ProjectInProgram | None:
    """The project that an address names."""
    found = (
        select(Project, Program)
        .join(Program, col(Program.id) == col(Project.program_id))
        .where(col(Project.key) == key)
    )
    row = session.execute(found).one_or_none()
    return ProjectInProgram(*row) if row else None


def program_of(session: Session, project_id: UUID) -> Program:
    """The program that a project studies."""
    of_project = col(Project.program_id) == col(Program.id)
    found = select(Program).join(Project, of_project).where(col(Project.id) == project_id)
    return session.scalars(found).one()


def projects_of(session: Session, program_ids: Collection[UUID]) -> list[ProjectInProgram]:
    """The projects of some programs, the newest first."""
    found = (
        select(Project, Program)
        .join(Program, col(Program.id) == col(Project.program_id))
        .where(col(Project.program_id).in_(program_ids))
        .order_by(col(Project.made_at).desc(), col(Project.id))
    )
    return [ProjectInProgram(*row) for row in session.execute(found)]


def project_ids(session: Session) -> Sequence[UUID]:
    """Every project there is."""
    return session.scalars(select(col(Project.id)).order_by(col(Project.id))).all()


def cohorts_of(session: Session, project_id: UUID) -> list[Cohort]:
    """The cohorts that a project studies, the newest first."""
    found = (
        select(Cohort)
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Cohort.id))
        .where(col(ProjectCohort.project_id) == project_id)
        .order_by(col(Cohort.enrollment_opens_at).desc(), col(Cohort.id))
    )
    return list(session.scalars(found))


def cohorts_of_program(session: Session, program_id: UUID) -> list[Cohort]:
    """Every published cohort of a program, the newest first: what a project can study."""
    found = (
        select(Cohort)
        .where(col(Cohort.program_id) == program_id, col(Cohort.published_at).is_not(None))
        .order_by(col(Cohort.enrollment_opens_at).desc(), col(Cohort.id))
    )
    return list(session.scalars(found))


def keys_like(session: Session, beginning: str) -> set[str]:
    """The keys of projects that begin so."""
    found = select(col(Project.key)).where(col(Project.key).startswith(beginning, autoescape=True))
    return set(session.scalars(found))


def studied_places(
    session: Session, person_id: UUID, key: str | None = None, *, only_open: bool = True
) -> list[Studied]:
    """Somebody's places that a project studies and tells its people about; newest first.

    Those in which they are enrolled, and those about which they answered before they left.
    `key`: of one project only. `only_open`: False for those, too, that ask nobody yet.
    """
    answered = exists().where(
        col(Consent.project_id) == col(Project.id),
        col(Consent.enrollment_id) == col(Enrollment.id),
    )
    found = (
        select(Project, Cohort, Enrollment)
        .join(ProjectCohort, col(ProjectCohort.project_id) == col(Project.id))
        .join(Cohort, col(Cohort.id) == col(ProjectCohort.cohort_id))
        .join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id))
        .where(col(Enrollment.person_id) == person_id, or_(is_enrolled(), answered))
        .order_by(col(Enrollment.enrolled_at).desc(), col(Project.made_at).desc())
    )
    if key is not None:
        found = found.where(col(Project.key) == key)
    if only_open:
        found = found.where(is_open())
    return [Studied(*row) for row in session.execute(found)]


@dataclass(frozen=True)
class Relied:
    """What rests on a project as it is."""

    answers: int
    """How many answers to its consent there are."""
    surveys: int
    """How many surveys were put for it."""


def relied_on(session: Session, project_id: UUID) -> Relied:
    """Whether somebody answered its consent or was asked something: one statement."""
    answers = select(func.count(col(Consent.id))).where(col(Consent.project_id) == project_id)
    surveys = (
        select(func.count(col(WaveSurvey.survey_id)))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .join(
            Wave,
            and_(col(Wave.id) == col(WaveInstrument.wave_id), col(Wave.project_id) == project_id),
        )
    )
    row = session.execute(select(answers.scalar_subquery(), surveys.scalar_subquery())).one()
    return Relied(*row)


def lock_project(session: Session, project_id: UUID) -> Project:
    """The project, which nobody else changes before this transaction ends."""
    found = select(Project).where(col(Project.id) == project_id).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one()


def surveys_of_project(project_id: UUID) -> Select[UUID]:
    """The ids of all surveys that were put for a project, to be asked within a statement."""
    return (
        select(col(WaveSurvey.survey_id))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .join(Wave, col(Wave.id) == col(WaveInstrument.wave_id))
        .where(col(Wave.project_id) == project_id)
    )
