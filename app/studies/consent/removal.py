"""Deleting what somebody answered to a project, as far as it can be told which answers it is."""

from sqlalchemy import CursorResult, Delete, delete
from sqlalchemy.orm import Session

from app.studies.consent.queries import own_answers
from app.studies.queries import Studied
from app.surveys.models import ConfidentialAnswers, IdentifiedAnswers


def remove_answers(session: Session, place: Studied) -> int:
    """Delete what they answered under their name or pseudonym; to how many surveys that was.

    What somebody had begun and not sent goes, too. What a mentee answered about them is the
    mentee's, and stays.
    """
    own = own_answers(place.project.id, place.enrollment.id)
    first = _deleted(session, delete(IdentifiedAnswers).where(own.identified))
    return first + _deleted(session, delete(ConfidentialAnswers).where(own.confidential))


def _deleted(session: Session, statement: Delete) -> int:
    done = session.execute(statement)
    assert isinstance(done, CursorResult)
    return done.rowcount
