"""Whose time came for a questionnaire that was not put to them here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Enrollment
from app.outcomes.sharing.taking.records import AskedHere
from app.studies.enums import Respondent
from app.studies.models import Project, ProjectCohort
from app.studies.waves.asking.rules import WaveHere, came_late
from app.studies.waves.participants.queries import Participant, participants
from app.studies.waves.queries import CohortStudied, WavePlan, cohorts_at_work
from app.surveys.models import Pseudonym


@dataclass(frozen=True)
class _Place:
    status: EnrollmentStatus
    pseudonym: str | None


def unasked(
    session: Session, project: Project, waves: Sequence[WavePlan], known: Sequence[AskedHere]
) -> list[AskedHere]:
    """Every learner and questionnaire of a wave that have not met here; seven statements.

    `known`: those who were asked. Who came when a wave was over is not among them.
    """
    studied = {here.cohort.id: here for here in cohorts_at_work(session, project.id)}
    people = participants(session, project.id, list(studied))
    places = _places(session, project)
    met = {(own.enrollment_id, own.wave_instrument_id) for own in known}
    return [
        own
        for person in people
        for plan in waves
        for own in _of(plan, person, studied[person.cohort_id], places)
        if (own.enrollment_id, own.wave_instrument_id) not in met
    ]


def _places(session: Session, project: Project) -> dict[UUID, _Place]:
    own = and_(
        col(Pseudonym.enrollment_id) == col(Enrollment.id), col(Pseudonym.scope_id) == project.id
    )
    rows = session.execute(
        select(col(Enrollment.id), col(Enrollment.status), col(Pseudonym.pseudonym))
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Enrollment.cohort_id))
        .outerjoin(Pseudonym, own)
        .where(col(ProjectCohort.project_id) == project.id)
    )
    return {place: _Place(status, pseudonym) for place, status, pseudonym in rows}


def _of(
    plan: WavePlan, person: Participant, here: CohortStudied, places: Mapping[UUID, _Place]
) -> Iterator[AskedHere]:
    window = WaveHere(here.project, here.cohort, plan.wave, here.start).window(person)
    if window is None or came_late(person, window):
        return
    place = places[person.enrollment_id]
    for asks in plan.instruments:
        if asks.respondent is Respondent.LEARNER:
            yield AskedHere(
                invitation_id=None,
                survey_id=None,
                wave_instrument_id=asks.id,
                enrollment_id=person.enrollment_id,
                person_id=person.person_id,
                status=place.status,
                opens_at=window.opens_at,
                asks_then=asks.asks_then,
                is_done=False,
                pseudonym=place.pseudonym,
                answers=None,
                sent_at=None,
            )
