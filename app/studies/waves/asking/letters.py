"""The letters of a wave: one to each person, however many surveys it has.

Where a mentee answers is no mail of the cohort: nobody who reads the cohort's mail learns of it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import outbox
from app.studies.enums import Respondent
from app.studies.raters.actions import PATH
from app.studies.raters.tokens import token_for as rater_token
from app.studies.waves.asking import rules
from app.studies.waves.asking.known import Known
from app.studies.waves.asking.rules import Reminding
from app.studies.waves.participants.queries import Participant
from app.studies.waves.queries import WavePlan
from app.surveys.models import SurveyInvitation
from app.surveys.tokens import token_for


def write(
    session: Session,
    known: Known,
    plan: WavePlan,
    who: Participant,
    invitations: Sequence[SurveyInvitation],
    respondent: Respondent,
    *,
    secret: str,
    now: datetime,
) -> None:
    """The letter by which somebody is asked: one for all surveys of a wave."""
    window = known.of_wave(plan).window(who)
    assert window is not None
    paths = paths_of(secret, invitations)
    closes = window.closes_at.isoformat()
    if respondent is Respondent.LEARNER:
        outbox.post(
            session,
            kind="wave_open",
            key=rules.opening_key(plan.wave.id, respondent, who.enrollment_id),
            person_id=who.person_id,
            facts={
                "project": known.here.project.title,
                "count": len(invitations),
                "closes": closes,
                "study_path": f"/my/studies/{known.here.project.key}",
            },
            secrets={"survey_paths": paths},
            now=now,
        )
        return
    assert who.rater is not None
    rater_id = who.rater.rater.id
    letter = outbox.post(
        session,
        kind="wave_mentee",
        key=rules.opening_key(plan.wave.id, respondent, rater_id),
        person_id=rater_id,
        facts={"project": known.here.project.title, "count": len(invitations), "closes": closes},
        secrets={
            "survey_paths": paths,
            "rater_path": f"{PATH}/{rater_token(secret, rater_id)}",
        },
        now=now,
    )
    letter.cohort_id = None
    session.flush()


def write_again(
    session: Session,
    known: Known,
    plan: WavePlan,
    due: Reminding,
    *,
    secret: str,
    now: datetime,
) -> None:
    window = known.of_wave(plan).window(due.participant)
    assert window is not None
    project = known.here.project
    paths = paths_of(secret, [place.survey_invitation for place in due.asked])
    key = rules.reminder_key(plan.wave.id, due.respondent, due.who, due.number)
    if due.respondent is Respondent.LEARNER:
        outbox.post(
            session,
            kind="wave_reminder",
            key=key,
            person_id=due.participant.person_id,
            facts={
                "project": project.title,
                "anonymous": project.mode.is_anonymous,
                "closes": window.closes_at.isoformat(),
                "study_path": f"/my/studies/{project.key}",
            },
            secrets={"survey_paths": paths},
            now=now,
        )
        return
    letter = outbox.post(
        session,
        kind="wave_mentee_reminder",
        key=key,
        person_id=due.who,
        facts={
            "project": project.title,
            "anonymous": project.mode.is_anonymous,
            "closes": window.closes_at.isoformat(),
        },
        secrets={"survey_paths": paths, "rater_path": f"{PATH}/{rater_token(secret, due.who)}"},
        now=now,
    )
    letter.cohort_id = None
    session.flush()


def paths_of(secret: str, invitations: Iterable[SurveyInvitation]) -> str:
    """The addresses of surveys, each on a line: they open them, so they are secrets."""
    return "\n".join(f"/surveys/{token_for(secret, own.id)}" for own in invitations)
