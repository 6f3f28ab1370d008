"""Deleting what somebody answered to a project, as far as it can be told which answers it is."""

from sqlalchemy import CursorResult, Delete, delete
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
    project_id, enrollment_id = place.project.id, place.enrollment.id
    invitations = own_invitations(enrollment_id, project_id)
    named = delete(IdentifiedAnswers).where(col(IdentifiedAnswers.invitation_id).in_(invitations))
    confidential = delete(ConfidentialAnswers).where(
        col(ConfidentialAnswers.survey_id).in_(surveys_of_project(project_id)),
        col(ConfidentialAnswers.pseudonym).in_(own_pseudonyms(enrollment_id)),
    )
    return _deleted(session, named) + _deleted(session, confidential)


def _deleted(session: Session, statement: Delete) -> int:
    done = session.execute(statement)
    assert isinstance(done, CursorResult)
    return done.rowcount
