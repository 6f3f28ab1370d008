"""Everything that says whom a project asks in one cohort, read at once, and what follows of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.studies.enums import Respondent
from app.studies.models import WaveInstrument
from app.studies.waves import queries
from app.studies.waves.asking import rules
from app.studies.waves.asking.rules import Reminding, Unlettered, WaveHere
from app.studies.waves.participants.queries import Participant, participants
from app.studies.waves.queries import CohortStudied, PutSurvey, WavePlan
from app.surveys.models import Survey


@dataclass(frozen=True)
class Known:
    """What was read of a project in one cohort."""

    here: CohortStudied
    plans: Sequence[WavePlan]
    participants: Sequence[Participant]
    surveys: Sequence[PutSurvey]
    asked: Sequence[queries.AskedPlace]
    letters: Mapping[str, datetime]
    """When those of its waves were written, by key."""

    def of_wave(self, plan: WavePlan) -> WaveHere:
        """One wave of it."""
        return WaveHere(self.here.project, self.here.cohort, plan.wave, self.here.start)

    def survey_for(self, instrument: WaveInstrument) -> Survey | None:
        """The survey that an instrument of a wave became."""
        found = (put.survey for put in self.surveys if put.wave_instrument_id == instrument.id)
        return next(found, None)

    def asked_by(self, surveys: Collection[UUID]) -> list[queries.AskedPlace]:
        """Who was invited to these."""
        return [place for place in self.asked if place.survey_invitation.survey_id in surveys]

    def asked_of(self, plan: WavePlan) -> list[queries.AskedPlace]:
        """Who was invited to a wave."""
        return self.asked_by({put.survey.id for put in self.surveys if put.wave_id == plan.wave.id})

    def invited_to(self, instrument: WaveInstrument) -> set[UUID]:
        """The enrollments and mentees who were invited to it."""
        survey = self.survey_for(instrument)
        rows = [place.survey_invitation for place in self.asked_by({survey.id} if survey else ())]
        return {id_ for row in rows for id_ in (row.enrollment_id, row.rater_id) if id_}

    def of_respondent(self, plan: WavePlan, respondent: Respondent) -> list[WaveInstrument]:
        """What a wave asks them."""
        return [asked for asked in plan.instruments if asked.respondent is respondent]


def read(session: Session, here: CohortStudied, *, place_id: UUID | None = None) -> Known:
    """Everything that says whom a project asks in a cohort: nine statements.

    `place_id`: only what says what it asks who has this place.
    """
    project_id, cohorts = here.project.id, [here.cohort.id]
    surveys = queries.surveys_put(session, project_id, cohorts)
    plans = queries.waves_of(session, [project_id])[project_id]
    return Known(
        here=here,
        plans=plans,
        participants=participants(session, project_id, cohorts, place_id=place_id),
        surveys=surveys,
        asked=queries.asked_in(session, [put.survey.id for put in surveys], place_id),
        letters=queries.letters_of(session, [plan.wave.id for plan in plans], place_id),
    )


def to_ask(known: Known, instrument: WaveInstrument, now: datetime) -> list[Participant]:
    """Whom an instrument of a wave is to be put to now."""
    plan = next(plan for plan in known.plans if plan.wave.id == instrument.wave_id)
    invited = known.invited_to(instrument)
    here = known.of_wave(plan)
    return rules.to_ask(here, known.participants, instrument.respondent, invited, now)


def unlettered(
    known: Known, plan: WavePlan, respondent: Respondent, now: datetime
) -> list[Unlettered]:
    """Who was noted as asked and can answer now, and was never written to."""
    asked, here = known.asked_of(plan), known.of_wave(plan)
    return rules.unlettered(here, known.participants, respondent, asked, known.letters, now)


def asks_now(known: Known, respondents: Collection[Respondent], now: datetime) -> bool:
    """Whether there is somebody to be asked now, or to be written to."""
    return any(
        to_ask(known, instrument, now)
        for plan in known.plans
        for instrument in plan.instruments
        if instrument.respondent in respondents
    ) or any(
        unlettered(known, plan, respondent, now)
        for plan in known.plans
        for respondent in respondents
    )


def to_remind(known: Known, plan: WavePlan, now: datetime) -> list[Reminding]:
    """Who is reminded now of a wave."""
    asked, here, letters = known.asked_of(plan), known.of_wave(plan), known.letters
    return [
        due
        for respondent in Respondent
        for due in rules.to_remind(here, known.participants, respondent, asked, letters, now)
    ]


def to_forget(known: Known, now: datetime) -> list[UUID]:
    """The mentees of whom nothing is asked any more and whose address is still there."""
    plans = [plan for plan in known.plans if known.of_respondent(plan, Respondent.MENTEE)]
    return [
        own.rater.rater.id
        for own in known.participants
        if own.rater is not None
        and own.rater.rater.address is not None
        and rules.is_over_for([known.of_wave(plan).window(own) for plan in plans], own, now)
    ]
