"""Putting the evaluations of a cohort, moving them with its deadlines, and asking who is in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.queries import wait_for_turn
from app.content.models import ContentVersion
from app.core import audit, outbox
from app.core.outbox import Letter
from app.credit.evaluations import queries
from app.credit.evaluations.rules import Asking, Put, closes_at, opened_at, why_not_put
from app.packs.instruments.schema import InstrumentData
from app.surveys import actions as surveys
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.queries import survey_of
from app.surveys.tokens import token_for

MODE = IdentityMode.UNLINKED
"""Of every evaluation: nothing that is kept of an answer says whose it is."""


def attend_to(session: Session, cohort_id: UUID, *, secret: str, now: datetime) -> None:
    """Put what is due in a cohort, move what moved, and ask everybody who is in it and was not.

    What another worker did meanwhile stays as it is. `secret`: `SECRET_KEY`.
    """
    audit.continue_chain(session, cohort_id)
    if wait_for_turn(session, cohort_id) is not None:
        return
    for asking in queries.asking_cohorts(session, [cohort_id]):
        people = queries.enrolled_in(session, cohort_id)
        for survey in _put_all(session, asking, now):
            invited = surveys.invite(session, survey, enrollment_ids=list(people), now=now)
            _tell(session, survey, invited, people, secret, now)


def _put_all(session: Session, asking: Asking, now: datetime) -> list[Survey]:
    """All that were put, also now."""
    due, missing = asking.due_at, asking.missing(now)
    found = queries.instruments_of(session, [asking.program]) if missing else {}
    known = found.get(asking.program, {})
    standing = [_moved(session, asking, asking.put[key], now) for key in asking.put_keys]
    for key in missing:
        own = known.get(key)
        if due is not None and own is not None and why_not_put(key, own.data) is None:
            opens = opened_at(due, now)
            closes = closes_at(opens, asking.ends_at)
            fresh = Put(key, own.version_id, opens, closes, closed_at=None)
            standing.append(_put(session, asking.cohort_id, fresh, now))
    return standing


def _moved(session: Session, asking: Asking, before: Put, now: datetime) -> Survey:
    """It as it is; with another day to close where the deadlines have moved."""
    if before.key not in asking.moved():
        survey = survey_of(session, asking.cohort_id, before.key)
        assert survey is not None
        return survey
    closes = closes_at(before.opens_at, asking.ends_at)
    return _put(session, asking.cohort_id, before._replace(closes_at=closes), now)


def _put(session: Session, cohort_id: UUID, own: Put, now: datetime) -> Survey:
    return surveys.put(
        session,
        cohort_id=cohort_id,
        key=own.key,
        purpose=Purpose.EVALUATION,
        mode=MODE,
        version_id=own.version_id,
        opens_at=own.opens_at,
        closes_at=own.closes_at,
        by=None,
        now=now,
    )


def _tell(
    session: Session,
    survey: Survey,
    invited: list[SurveyInvitation],
    people: dict[UUID, UUID],
    secret: str,
    now: datetime,
) -> None:
    """A letter to each who was asked, with the way to their own form; who reads it opens that."""
    if not invited:
        return
    version = session.get_one(ContentVersion, survey.version_id)
    data = InstrumentData.model_validate(version.data)
    outbox.post_all(
        session,
        kind="evaluation_open",
        facts={
            "cohort": session.get_one(Cohort, survey.cohort_id).title,
            "title": data.title,
            "minutes": data.minutes,
            "closes": survey.closes_at.isoformat(),
        },
        letters=[
            _letter(survey, invitation, people[invitation.enrollment_id], secret)
            for invitation in invited
            if invitation.enrollment_id is not None
        ],
        now=now,
    )


def _letter(survey: Survey, invitation: SurveyInvitation, person_id: UUID, secret: str) -> Letter:
    path = f"/surveys/{token_for(secret, invitation.id)}"
    return Letter(
        f"evaluation_open:{invitation.enrollment_id}:{survey.key}",
        person_id,
        useless_after=survey.closes_at,
        secrets={"path": path},
    )
