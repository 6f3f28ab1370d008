"""Answers as they come: kept while somebody goes on, and sent once, by mode of identity."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.cohorts.queries import lock_places_of
from app.core import audit
from app.core.errors import RefusedError, require
from app.surveys import queries, rules
from app.surveys.anonymous.actions import keep
from app.surveys.anonymous.sheets import sheet
from app.surveys.answering.queries import OwnAnswers, own
from app.surveys.answering.rules import Answers
from app.surveys.codes import hashed
from app.surveys.enums import IdentityMode
from app.surveys.invitations.queries import locked_invitation
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    Survey,
    SurveyInvitation,
)
from app.surveys.pseudonyms.actions import given


def save(session: Session, invitation: SurveyInvitation, answers: Answers, now: datetime) -> None:
    """Keep what somebody answered so far, in place of what was kept before; leaves no line.

    Raises `RefusedError` for an anonymous survey, for who has sent their answers, and for who left.
    """
    survey, held = _held(session, invitation, now)
    require(rules.why_not_save(survey))
    _keep(session, survey, held, answers, now)
    session.flush()


def send(
    session: Session,
    invitation: SurveyInvitation,
    answers: Answers,
    *,
    code: str | None = None,
    secret: str,
    now: datetime,
) -> None:
    """Send answers, which are not changed from then on, and note that somebody is done.

    `answers`: all of them, as `answering.rules.read` found them right. `code`: as
    `codes.read_code` gives it, for a linked survey. `secret`: `SECRET_KEY`.

    Raises `RefusedError` for who has answered, for who left, before it opens, and without a code.
    """
    survey, held = _held(session, invitation, now)
    if survey.mode.is_anonymous:
        _send_anonymous(session, survey, answers, code, secret, now)
    else:
        _keep(session, survey, held, answers, now).sent_at = now
    held.is_done = True
    session.flush()
    if rules.says_who(survey.mode):
        _tell(session, survey, held, now)


def _tell(session: Session, survey: Survey, invitation: SurveyInvitation, now: datetime) -> None:
    audit.continue_chain(session, survey.cohort_id)
    place = invitation.enrollment_id
    kind, about = ("enrollment", place) if place else ("survey", survey.id)
    facts = {"survey": survey.key}
    audit.record(session, "survey.answered", kind, about, by=None, now=now, facts=facts)


class _Held(NamedTuple):
    survey: Survey
    invitation: SurveyInvitation


def _held(session: Session, invitation: SurveyInvitation, now: datetime) -> _Held:
    """The survey and the invitation as they are now; who sends twice at once waits here."""
    place = lock_places_of(session, invitation.enrollment_id) if invitation.enrollment_id else None
    held = locked_invitation(session, invitation.id)
    survey = session.get_one(Survey, held.survey_id)
    require(rules.why_not_answer(survey, held, now))
    if place is not None:
        require(rules.why_not_there(survey.purpose, place.status, place.archived_at))
    return _Held(survey, held)


def _send_anonymous(
    session: Session,
    survey: Survey,
    answers: Answers,
    code: str | None,
    secret: str,
    now: datetime,
) -> None:
    is_linked = survey.mode is IdentityMode.LINKED
    if is_linked and not code:
        raise RefusedError(rules.CODE_FIRST)
    kept = hashed(secret, survey.scope_id, code) if is_linked and code else None
    held = queries.locked(session, survey.id)
    audit.continue_chain(session, held.cohort_id)
    keep(session, held, sheet(answers, kept), secret=secret, now=now)


def _keep(
    session: Session,
    survey: Survey,
    invitation: SurveyInvitation,
    answers: Answers,
    now: datetime,
) -> OwnAnswers:
    row = own(session, survey, invitation) or _begun(session, survey, invitation, now)
    row.answers = dict(answers)
    row.saved_at = now
    return row


def _begun(
    session: Session, survey: Survey, invitation: SurveyInvitation, now: datetime
) -> OwnAnswers:
    new: OwnAnswers
    if survey.mode is IdentityMode.IDENTIFIED:
        new = IdentifiedAnswers(
            invitation_id=invitation.id,
            survey_id=survey.id,
            answers={},
            started_at=now,
            saved_at=now,
        )
    else:
        new = ConfidentialAnswers(
            survey_id=survey.id,
            pseudonym=given(session, survey, invitation),
            answers={},
            started_at=now,
            saved_at=now,
        )
    session.add(new)
    return new
