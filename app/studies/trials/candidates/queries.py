"""Reads of the people of a study, and whether each is ready for a trial."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.arms.models import ArmAccess
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment
from app.language.names import list_name
from app.people.models import Institution, Person
from app.studies.consent.queries import stands_in
from app.studies.enums import ConsentState, Respondent
from app.studies.models import Project, ProjectCohort, Wave, WaveInstrument, WaveSurvey
from app.studies.trials.enums import Factor
from app.studies.trials.models import Trial, TrialAllocation
from app.studies.trials.rules import Ready
from app.surveys.models import SurveyInvitation


@dataclass(frozen=True)
class Candidate:
    """Somebody of a study, and whether it is their turn."""

    enrollment_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    cohort_id: UUID
    cohort: str
    zone: str
    institutions: tuple[UUID, ...]
    """From where they were enrolled, and what that became."""
    rank: str
    profession: str
    department: str
    consent: ConsentState
    ready: Ready

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)

    def value_of(self, factor: Factor) -> str:
        """What they are of what a trial stratifies by besides institutions."""
        return "" if factor is Factor.NONE else str(getattr(self, factor.value))


def candidates(
    session: Session,
    project: Project,
    trial: Trial,
    enrollment_ids: Collection[UUID] | None = None,
) -> list[Candidate]:
    """Everybody in the cohorts of a study, by name; or some of them. Two statements.

    For whom an arm was drawn stays among them, whatever became of their place and account.
    """
    found = _candidates(project.id, trial.id)
    if enrollment_ids is not None:
        found = found.where(col(Enrollment.id).in_(enrollment_ids))
    rows = session.execute(found).all()
    stands = stands_in(session, [project.id], enrollment_ids)[project.id]
    states = {place: stand.state for place, stand in stands.items()}
    return [
        Candidate(
            enrollment_id=row.id,
            person_id=row.person_id,
            given_name=row.given_name,
            family_name=row.family_name,
            cohort_id=row.cohort_id,
            cohort=row.title,
            zone=row.zone,
            institutions=tuple(id_ for id_ in (row.institution_id, row.merged_into_id) if id_),
            rank=row.rank,
            profession=row.profession.value,
            department=row.department,
            consent=(state := states.get(row.id, ConsentState.UNANSWERED)),
            ready=Ready(
                is_enrolled=row.is_in,
                has_agreed=state is ConsentState.GIVEN,
                baseline_done=row.asked > 0 and row.asked == row.done,
                drawn=row.is_drawn,
                drawn_elsewhere=row.is_drawn_elsewhere,
            ),
        )
        for row in rows
    ]


def _candidates(project_id: UUID, trial_id: UUID) -> Select[*tuple[Any, ...]]:
    baseline = _baseline(project_id)
    return (
        select(
            *(col(Enrollment.id), col(Enrollment.person_id)),
            *(col(Person.given_name), col(Person.family_name)),
            *(col(Cohort.id).label("cohort_id"), col(Cohort.title), col(Cohort.zone)),
            *(col(Enrollment.institution_id), col(Institution.merged_into_id)),
            *(col(Enrollment.rank), col(Enrollment.profession), col(Enrollment.department)),
            is_enrolled().label("is_in"),
            func.coalesce(baseline.c.asked, 0).label("asked"),
            func.coalesce(baseline.c.done, 0).label("done"),
            _is_drawn(trial_id).label("is_drawn"),
            or_(_is_drawn_elsewhere(), _is_drawn_by_another(trial_id)).label("is_drawn_elsewhere"),
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Cohort.id))
        .outerjoin(baseline, baseline.c.place == col(Enrollment.id))
        .where(
            col(ProjectCohort.project_id) == project_id,
            or_(
                and_(col(Enrollment.enrolled_at).is_not(None), col(Person.disabled_at).is_(None)),
                _is_drawn(trial_id),
            ),
        )
        .order_by(col(Person.search_name), col(Enrollment.id))
    )


def _baseline(project_id: UUID) -> Any:
    """To how many surveys of the first wave each place was invited, and how many are done."""
    return (
        select(
            col(SurveyInvitation.enrollment_id).label("place"),
            func.count().label("asked"),
            func.count().filter(col(SurveyInvitation.is_done)).label("done"),
        )
        .join(WaveSurvey, col(WaveSurvey.survey_id) == col(SurveyInvitation.survey_id))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .join(Wave, col(Wave.id) == col(WaveInstrument.wave_id))
        .where(
            *(col(Wave.project_id) == project_id, col(Wave.months) == 0),
            col(WaveInstrument.respondent) == Respondent.LEARNER,
        )
        .group_by(col(SurveyInvitation.enrollment_id))
        .subquery("baseline")
    )


def _is_drawn(trial_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        col(TrialAllocation.trial_id) == trial_id,
        col(TrialAllocation.enrollment_id) == col(Enrollment.id),
    )


def _is_drawn_elsewhere() -> ColumnElement[bool]:
    """That an arm was drawn for another place of the same person in the program."""
    other, there = aliased(Enrollment), aliased(Cohort)
    return exists().where(
        and_(
            col(ArmAccess.enrollment_id) == col(other.id),
            col(other.person_id) == col(Enrollment.person_id),
            col(other.id) != col(Enrollment.id),
            col(there.id) == col(other.cohort_id),
            col(there.program_id) == col(Cohort.program_id),
        )
    )


def _is_drawn_by_another(trial_id: UUID) -> ColumnElement[bool]:
    """That another trial drew the arm of this place: it can have only one."""
    has_arm = exists().where(col(ArmAccess.enrollment_id) == col(Enrollment.id))
    return and_(has_arm, ~_is_drawn(trial_id))
