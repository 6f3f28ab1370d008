"""How everybody of a project stands to each of its waves, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.content.queries import versions
from app.packs.instruments.schema import InstrumentData
from app.studies.consent.rules import Stand, may_ask
from app.studies.enums import ConsentState, Respondent, WaveState
from app.studies.models import Project, Wave
from app.studies.waves import queries
from app.studies.waves.asking.rules import WaveHere, who_answers
from app.studies.waves.queries import AskedPlace, Participant, PutSurvey, WavePlan
from app.studies.waves.rules import WaveWindow
from app.studies.waves.standing.queries import Given, given_in
from app.studies.waves.standing.rules import (
    Seen,
    WaveFlow,
    flow_of,
    is_late,
    is_partial,
    state_of,
)


@dataclass(frozen=True)
class StandHere:
    """How one person stands to one wave."""

    participant: Participant
    state: WaveState
    window: WaveWindow | None
    is_invited: bool
    is_late: bool


@dataclass(frozen=True)
class WaveOverview:
    """One wave, of those who answer it themselves or of the mentees."""

    wave: Wave
    respondent: Respondent
    instruments: Sequence[str]
    stands: Sequence[StandHere]

    @property
    def flow(self) -> WaveFlow:
        """Its numbers; whoever shows them holds small ones back."""
        states = [own.state for own in self.stands]
        invited = sum(own.is_invited for own in self.stands)
        return flow_of(states, invited=invited, late=sum(own.is_late for own in self.stands))


@dataclass(frozen=True)
class ProjectOverview:
    """All waves of a project, and how its people answered its consent."""

    waves: Sequence[WaveOverview]
    stands: Sequence[Stand]


@dataclass(frozen=True)
class _Read:
    """What was read, by what it is looked up with."""

    project: Project
    here: Mapping[UUID, queries.CohortStudied]
    """By cohort."""
    people: Sequence[Participant]
    surveys: Mapping[UUID, PutSurvey]
    asked: Mapping[UUID, Sequence[AskedPlace]]
    """By the enrollment that it is about."""
    given: Mapping[tuple[UUID, UUID], Given]
    """By the survey and who gave it."""
    instruments: Mapping[UUID, InstrumentData]
    """By version."""


def overview(session: Session, project: Project, now: datetime) -> ProjectOverview:
    """How everybody stands: thirteen statements at most, however many they are."""
    read = _read(session, project)
    plans = queries.waves_of(session, [project.id])[project.id]
    waves = [
        _wave(read, plan, respondent, now)
        for plan in plans
        for respondent in Respondent
        if any(own.respondent is respondent for own in plan.instruments)
    ]
    return ProjectOverview(waves, [own.stand for own in read.people])


def _read(session: Session, project: Project) -> _Read:
    here = {own.cohort.id: own for own in queries.cohorts_at_work(session, project.id)}
    surveys = queries.surveys_put(session, project.id)
    ids = [put.survey.id for put in surveys]
    asked: defaultdict[UUID, list[AskedPlace]] = defaultdict(list)
    for place in queries.asked_in(session, ids):
        asked[place.enrollment_id].append(place)
    asked_versions = versions(session, {put.survey.version_id for put in surveys})
    return _Read(
        project=project,
        here=here,
        people=queries.participants(session, project.id, list(here)),
        surveys={put.survey.id: put for put in surveys},
        asked=asked,
        given={(own.survey_id, own.who_id): own for own in given_in(session, project, ids)},
        instruments={
            id_: InstrumentData.model_validate(version.data)
            for id_, version in asked_versions.items()
        },
    )


def _wave(read: _Read, plan: WavePlan, respondent: Respondent, now: datetime) -> WaveOverview:
    asks = [own for own in plan.instruments if own.respondent is respondent]
    ids = {own.id for own in asks}
    stands = [_stand(read, plan.wave, ids, respondent, own, now) for own in read.people]
    return WaveOverview(plan.wave, respondent, [own.instrument for own in asks], stands)


def _stand(
    read: _Read,
    wave: Wave,
    instruments: set[UUID],
    respondent: Respondent,
    person: Participant,
    now: datetime,
) -> StandHere:
    here = read.here[person.cohort_id]
    window = WaveHere(read.project, here.cohort, wave, here.start).window(person)
    who = who_answers(person, respondent)
    own = _own(read, instruments, person, who)
    given = [found for place in own if (found := _given(read, place)) is not None]
    sent = [answer for answer in given if answer.sent_at is not None]
    seen = Seen(
        window=window,
        consent=person.stand.state,
        came_at=person.enrolled_at,
        is_there=who is not None and _could_agree(read.project, person.stand),
        has_moved=person.has_moved,
        invited=len(own),
        begun=len(given) - len(sent),
        done=sum(place.survey_invitation.is_done for place in own),
        partial=sum(_lacks_scores(read, answer) for answer in sent),
    )
    late = window is not None and any(is_late(window, answer.sent_at) for answer in sent)
    return StandHere(person, state_of(seen, now), window, bool(own), late)


def _could_agree(project: Project, stand: Stand) -> bool:
    """Whether they said something, or need not have; who did not is nobody to ask."""
    said = stand.state is not ConsentState.UNANSWERED
    return said or may_ask(stand, asks_consent=project.asks_consent)


def _own(
    read: _Read, instruments: set[UUID], person: Participant, who: UUID | None
) -> list[AskedPlace]:
    """Their invitations to a wave; of mentees, those of who is named now, else of all before."""
    every = [
        place
        for place in read.asked.get(person.enrollment_id, ())
        if read.surveys[place.survey_invitation.survey_id].wave_instrument_id in instruments
    ]
    of_now = [
        place
        for place in every
        if who in {place.survey_invitation.enrollment_id, place.survey_invitation.rater_id}
    ]
    return of_now if who is not None and of_now else every


def _given(read: _Read, place: AskedPlace) -> Given | None:
    invitation = place.survey_invitation
    who = invitation.enrollment_id or invitation.rater_id
    return read.given.get((invitation.survey_id, who)) if who else None


def _lacks_scores(read: _Read, given: Given) -> bool:
    instrument = read.instruments[read.surveys[given.survey_id].survey.version_id]
    return is_partial(instrument, given.answers)
