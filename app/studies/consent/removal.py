"""Deleting what somebody answered to a project, as far as it can be told which answers it is."""

from sqlalchemy import ColumnElement, CursorResult, Delete, and_, delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.consent.queries import own_invitations, own_pseudonyms
from app.studies.queries import Studied, surveys_of_project
from app.surveys.models import ConfidentialAnswers, IdentifiedAnswers


def remove_answers(session: Session, place: Studied) -> int:
    """Delete what they answered under their name or pseudonym; to how many surveys that was.

    What somebody had begun and not sent goes, too. What a mentee answered about them is the
    mentee's, and stays.
    """
    named, confidential = _own(place)
    first = _deleted(session, delete(IdentifiedAnswers).where(named))
    return first + _deleted(session, delete(ConfidentialAnswers).where(confidential))


def count_answers(session: Session, place: Studied) -> int:
    """To how many surveys `remove_answers` would delete theirs: one statement."""
    named, confidential = _own(place)
    first = select(func.count(col(IdentifiedAnswers.invitation_id))).where(named)
    second = select(func.count(col(ConfidentialAnswers.id))).where(confidential)
    return session.scalar(select(first.scalar_subquery() + second.scalar_subquery())) or 0


def _own(place: Studied) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Which identified and which confidential answers to the project are theirs."""
    project_id, enrollment_id = place.project.id, place.enrollment.id
    named = col(IdentifiedAnswers.invitation_id).in_(own_invitations(enrollment_id, project_id))
    confidential = and_(
        col(ConfidentialAnswers.survey_id).in_(surveys_of_project(project_id)),
        col(ConfidentialAnswers.pseudonym).in_(own_pseudonyms(enrollment_id)),
    )
    return named, confidential


def _deleted(session: Session, statement: Delete) -> int:
    done = session.execute(statement)
    assert isinstance(done, CursorResult)
    return done.rowcount
