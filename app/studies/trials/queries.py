"""Reads of trials: what is sealed, for whom an arm was drawn, and who is ready for it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.arms.models import ArmAccess
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.language.names import list_name
from app.people.models import Institution, Person
from app.studies.consent.queries import stands_in
from app.studies.enums import ConsentState, Respondent
from app.studies.models import Project, ProjectCohort, Wave, WaveInstrument, WaveSurvey
from app.studies.trials.enums import Factor
from app.studies.trials.models import Trial, TrialAllocation, TrialStratum
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


def trial_of(session: Session, project_id: UUID) -> Trial | None:
    """The trial of a project, if there is one."""
    return session.scalar(select(Trial).where(col(Trial.project_id) == project_id))


def lock_trial(session: Session, trial_id: UUID) -> Trial:
    """A trial as it is now; locked until commit, so that places are drawn one after the other."""
    found = select(Trial).where(col(Trial.id) == trial_id).with_for_update(key_share=True)
    return session.scalars(found.execution_options(populate_existing=True)).one()


def strata_of(session: Session, trial_id: UUID) -> list[TrialStratum]:
    """The strata of a sealed list, in order."""
    own = select(TrialStratum).where(col(TrialStratum.trial_id) == trial_id)
    return list(session.scalars(own.order_by(col(TrialStratum.number))))


def next_position(session: Session, stratum_id: UUID) -> int:
    """Which place of a stratum comes next; asked with the trial locked."""
    last = select(func.max(col(TrialAllocation.position))).where(
        col(TrialAllocation.stratum_id) == stratum_id
    )
    return (session.scalar(last) or 0) + 1


def drawn_in(session: Session, trial_id: UUID) -> Mapping[UUID, int]:
    """How many places of each stratum were drawn: one statement."""
    found = select(col(TrialAllocation.stratum_id)).where(col(TrialAllocation.trial_id) == trial_id)
    return Counter(session.scalars(found))


class Site(NamedTuple):
    """An institution, and how a list names it."""

    id: UUID
    name: str


def institutions_taking_part(session: Session) -> list[Site]:
    """All institutions that were not merged into another one, by name."""
    found = (
        select(col(Institution.id), col(Institution.short_name))
        .where(col(Institution.merged_into_id).is_(None))
        .order_by(col(Institution.short_name), col(Institution.id))
    )
    return [Site(row.id, row.short_name) for row in session.execute(found)]


def candidates(
    session: Session,
    project: Project,
    trial: Trial,
    enrollment_ids: Collection[UUID] | None = None,
) -> list[Candidate]:
    """Everybody in the cohorts of a study, by name; or some of them. Two statements."""
    found = _candidates(project.id, trial.id)
    if enrollment_ids is not None:
        found = found.where(col(Enrollment.id).in_(enrollment_ids))
    rows = session.execute(found).all()
    stands = stands_in(session, [project.id], enrollment_ids)
    states = {place: stand.state for (_project, place), stand in stands.items()}
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
            _is_drawn_elsewhere().label("is_drawn_elsewhere"),
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Cohort.id))
        .outerjoin(baseline, baseline.c.place == col(Enrollment.id))
        .where(
            col(ProjectCohort.project_id) == project_id,
            *(col(Enrollment.enrolled_at).is_not(None), col(Person.disabled_at).is_(None)),
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


class BegunSession(NamedTuple):
    """A session of a study's cohorts that has begun."""

    id: UUID
    cohort: str
    unit_label: str
    position: int
    starts_at: datetime


def sessions_begun(session: Session, project_id: UUID, now: datetime) -> list[BegunSession]:
    """The sessions that took place or go on, the newest first: one statement."""
    found = (
        select(
            *(col(CaseSession.id), col(Cohort.title), col(Cohort.unit_label)),
            *(col(Unit.position), col(CaseSession.starts_at)),
        )
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Cohort.id))
        .where(
            *(col(ProjectCohort.project_id) == project_id, col(CaseSession.starts_at) <= now),
            col(CaseSession.canceled_at).is_(None),
        )
        .order_by(col(CaseSession.starts_at).desc())
    )
    return [BegunSession(*row) for row in session.execute(found)]
