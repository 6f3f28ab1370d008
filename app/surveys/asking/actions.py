"""A coordinator puts a survey to everybody in a cohort, and reminds who has not answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core import audit, jobs, outbox
from app.core.errors import require
from app.core.models import Job
from app.core.outbox import Letter
from app.language.reasons import ReasonKind
from app.packs.instruments.schema import InstrumentData
from app.surveys.actions import invite, put
from app.surveys.asking import queries, rules
from app.surveys.asking.rules import Invitee
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey
from app.surveys.queries import surveys_of
from app.surveys.tokens import token_for

ASKED = ReasonKind(
    "survey.letters", "Survey sent to {count} person", "Survey sent to {count} people"
)
REMINDER = ReasonKind(
    "survey.reminders",
    "Reminder of a survey to {count} person",
    "Reminder of a survey to {count} people",
)


class Wanted(NamedTuple):
    """What a coordinator asks, and how."""

    version_id: UUID
    instrument: InstrumentData
    mode: IdentityMode
    opens_at: datetime
    closes_at: datetime
    asks_then: bool


class Sender(NamedTuple):
    """Who sends letters, how what they open is signed, and where the job leads back to."""

    person_id: UUID
    secret: str
    back: str


def ask(
    session: Session, here: CohortContext, wanted: Wanted, *, sender: Sender, now: datetime
) -> Survey:
    """Put a survey to everybody who is enrolled; their letters go when it opens.

    Raises:
        RefusedError: The cohort is archived, nobody is enrolled, or this cannot be asked.
    """
    require(why_not_change(here.cohort.archived_at))
    opens, closes = wanted.opens_at, wanted.closes_at
    require(rules.why_not_put(wanted.instrument, here.policy.surveys, opens, closes, now))
    until = closes if wanted.instrument.about_session else None
    places = queries.enrolled_places(session, here.cohort.id, with_session_until=until)
    nobody = rules.NOBODY_HAS_SESSIONS if wanted.instrument.about_session else rules.NOBODY
    require(None if places else nobody)
    taken = [survey.key for survey in surveys_of(session, [here.cohort.id])]
    survey = put(
        session,
        cohort_id=here.cohort.id,
        key=rules.key_for(wanted.instrument.key, taken),
        purpose=Purpose.OTHER,
        mode=wanted.mode,
        version_id=wanted.version_id,
        opens_at=opens,
        closes_at=closes,
        asks_then=wanted.asks_then,
        by=sender.person_id,
        now=now,
    )
    invite(session, survey, enrollment_ids=places, now=now)
    _tell(session, here, survey, wanted.instrument, sender, now)
    return survey


def _tell(
    session: Session,
    here: CohortContext,
    survey: Survey,
    instrument: InstrumentData,
    sender: Sender,
    now: datetime,
) -> None:
    people = queries.invitees(session, survey.id)
    outbox.post_all(
        session,
        kind="survey_open",
        facts={
            "survey": instrument.title,
            "cohort": here.cohort.title,
            "minutes": instrument.minutes,
            "mode": survey.mode.value,
            "closes": survey.closes_at.isoformat(),
        },
        letters=[_letter(survey, "open", person, sender) for person in people],
        job=_job(session, here, ASKED, people, sender, now),
        not_before=max(now, survey.opens_at),
        now=now,
    )


def remind(
    session: Session,
    here: CohortContext,
    survey: Survey,
    instrument: InstrumentData,
    *,
    sender: Sender,
    now: datetime,
) -> Job:
    """Write to those who have not answered, or to all while fewer than five have.

    Raises:
        RefusedError: It is not open, everybody has answered, or they were written to lately.
    """
    require(why_not_change(here.cohort.archived_at))
    people = queries.invitees(session, survey.id)
    last = queries.written_at(session, survey.id)
    require(rules.why_not_remind(survey.opens_at, survey.closed_at, last, people, now))
    reached = rules.reminded(people)
    job = _job(session, here, REMINDER, reached, sender, now)
    outbox.post_all(
        session,
        kind="survey_reminder",
        facts={
            "survey": instrument.title,
            "cohort": here.cohort.title,
            "minutes": instrument.minutes,
            "mode": survey.mode.value,
            "closes": survey.closes_at.isoformat(),
        },
        letters=[_letter(survey, now.isoformat(), person, sender) for person in reached],
        job=job,
        now=now,
    )
    facts = {"survey": survey.key, "count": len(reached)}
    by = sender.person_id
    audit.record(session, "survey.reminded", "survey", survey.id, by=by, now=now, facts=facts)
    return job


def _letter(survey: Survey, which: str, person: Invitee, sender: Sender) -> Letter:
    return Letter(
        f"survey:{survey.id}:{which}:{person.invitation_id}",
        person.person_id,
        secrets={"survey_path": f"/surveys/{token_for(sender.secret, person.invitation_id)}"},
        useless_after=survey.closes_at,
        label=person.name,
    )


def _job(
    session: Session,
    here: CohortContext,
    title: ReasonKind,
    people: Sequence[Invitee],
    sender: Sender,
    now: datetime,
) -> Job:
    return jobs.start(
        session, rules.JOB, title(count=len(people)), sender.back,
        scope_id=here.cohort.id, by=sender.person_id, now=now,
    )  # fmt: skip
