"""Everybody of a trial with what became of them: as many statements for ten people as for 500."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.contamination.models import Contamination
from app.casework.models import Attendance
from app.casework.queries import was_there
from app.learning.models import Attestation
from app.learning.signatures.queries import is_live
from app.studies.enums import Respondent
from app.studies.models import Project
from app.studies.trials.candidates.queries import Candidate, candidates
from app.studies.trials.consort.rules import Flags, Flow, flags, flow
from app.studies.trials.drawn.queries import Drawn, drawn, events_of
from app.studies.trials.enums import TrialEventKind
from app.studies.trials.members.rules import NOTHING, AtWave, Member, Work, why_not_drawn
from app.studies.trials.models import Trial, TrialEvent
from app.studies.waves import queries as waves
from app.studies.waves.asking.rules import WaveHere
from app.studies.waves.participants.queries import Participant, participants
from app.studies.waves.queries import AskedPlace, CohortStudied, PutSurvey, WavePlan
from app.studies.waves.standing.queries import given_in


def consort(session: Session, project: Project, trial: Trial, now: datetime) -> Flow:
    """Everybody of a trial, for its flow diagram."""
    plans = waves.waves_of(session, [project.id])[project.id]
    months = [plan.wave.months for plan in plans]
    return flow(trial, members(session, project, trial, now), months)


def analyzed(session: Session, project: Project, trial: Trial, now: datetime) -> list[Flags]:
    """Everybody for whom an arm was drawn, with how they are analyzed."""
    return flags(trial, members(session, project, trial, now))


def members(session: Session, project: Project, trial: Trial, now: datetime) -> list[Member]:
    """Everybody of a study, by name."""
    found = candidates(session, project, trial)
    by_place = {own.enrollment_id: own for own in drawn(session, trial.id)}
    events = _events(events_of(session, trial.id))
    work = work_of(session, list(by_place))
    at_waves = _at_waves(session, project, now)
    return [
        _member(
            own,
            by_place.get(own.enrollment_id),
            events,
            work.get(own.enrollment_id, NOTHING),
            at_waves.get(own.enrollment_id, {}),
        )
        for own in found
    ]


_Events = Mapping[tuple[UUID, TrialEventKind], TrialEvent]


def _events(found: Sequence[TrialEvent]) -> _Events:
    return {(event.allocation_id, event.kind): event for event in found}


def _member(
    own: Candidate,
    drawn: Drawn | None,
    events: _Events,
    work: Work,
    at_waves: Mapping[int, AtWave],
) -> Member:
    if drawn is None:
        ready = own.ready
        why = why_not_drawn(
            own.consent,
            is_enrolled=ready.is_enrolled,
            baseline_done=ready.baseline_done,
            elsewhere=ready.drawn_elsewhere,
        )
        return Member(own.enrollment_id, own.consent, why)
    ended = events.get((drawn.id, TrialEventKind.DISCONTINUED))
    return Member(
        own.enrollment_id,
        own.consent,
        None,
        drawn.arm,
        drawn.stratum,
        drawn.at,
        work,
        ended.reason if ended else None,
        (drawn.id, TrialEventKind.CROSSED_OVER) in events,
        at_waves,
    )


def work_of(session: Session, enrollment_ids: Collection[UUID]) -> dict[UUID, Work]:
    """What some people signed, and at how many sessions they were: one statement."""
    modules, sessions = literal(1).label("modules"), literal(0).label("sessions")
    signed: Select[*tuple[Any, ...]] = select(
        col(Attestation.enrollment_id).label("place"), modules, sessions
    ).where(col(Attestation.enrollment_id).in_(enrollment_ids), is_live())
    attended = select(col(Attendance.enrollment_id), literal(0), literal(1)).where(
        col(Attendance.enrollment_id).in_(enrollment_ids), was_there()
    )
    logged = select(col(Contamination.enrollment_id), literal(0), literal(1)).where(
        col(Contamination.enrollment_id).in_(enrollment_ids)
    )
    done = union_all(signed, attended, logged).subquery("done")
    rows = session.execute(
        select(done.c.place, func.sum(done.c.modules), func.sum(done.c.sessions)).group_by(
            done.c.place
        )
    )
    return {place: Work(modules, sessions) for place, modules, sessions in rows}


@dataclass(frozen=True)
class _Read:
    """What was read of a project's waves."""

    plans: Sequence[WavePlan]
    here: Mapping[UUID, CohortStudied]
    surveys: Sequence[PutSurvey]
    asked: Mapping[tuple[UUID, UUID], AskedPlace]
    """By survey and enrollment: of learners."""
    sent: Mapping[tuple[UUID, UUID], datetime | None]


def _at_waves(session: Session, project: Project, now: datetime) -> dict[UUID, dict[int, AtWave]]:
    here = {own.cohort.id: own for own in waves.cohorts_at_work(session, project.id)}
    surveys = waves.surveys_put(session, project.id)
    ids = [put.survey.id for put in surveys]
    read = _Read(
        waves.waves_of(session, [project.id])[project.id],
        here,
        surveys,
        {
            (own.survey_invitation.survey_id, own.enrollment_id): own
            for own in waves.asked_in(session, ids)
            if own.survey_invitation.enrollment_id is not None
        },
        {(own.survey_id, own.who_id): own.sent_at for own in given_in(session, project, ids)},
    )
    people = participants(session, project.id, list(here))
    return {own.enrollment_id: _at(read, own, now) for own in people}


def _at(read: _Read, own: Participant, now: datetime) -> dict[int, AtWave]:
    here = read.here[own.cohort_id]
    found: defaultdict[int, AtWave] = defaultdict(lambda: AtWave(due=False))
    for plan in read.plans:
        window = WaveHere(here.project, here.cohort, plan.wave, here.start).window(own)
        instruments = {
            asked.id for asked in plan.instruments if asked.respondent is Respondent.LEARNER
        }
        done = [
            put.survey.id
            for put in read.surveys
            if put.wave_instrument_id in instruments
            and (asked := read.asked.get((put.survey.id, own.enrollment_id)))
            and asked.survey_invitation.is_done
        ]
        sent = [read.sent.get((id_, own.enrollment_id)) for id_ in done]
        found[plan.wave.months] = AtWave(
            due=window is not None and window.opens_at <= now,
            responded=bool(done),
            in_time=bool(sent)
            and window is not None
            and all(at is not None and at < window.closes_at for at in sent),
            analyzed=any(at is not None for at in sent),
        )
    return found
