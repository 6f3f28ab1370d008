"""Reads of the key. `of_invitation` is the software's; people read it by `actions.look_up` only."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.db import records
from app.people.models import Person
from app.surveys.models import Pseudonym, Survey, SurveyInvitation


@dataclass(frozen=True)
class KeyLine:
    """One line of the key."""

    pseudonym: str
    enrollment_id: UUID | None
    rater_id: UUID | None
    given_name: str | None
    """Of somebody enrolled; a rater is named by who knows raters."""
    family_name: str | None


def of_invitation(session: Session, survey: Survey, invitation: SurveyInvitation) -> str | None:
    """The pseudonym that somebody answers under, if they have one yet."""
    own = or_(
        and_(
            col(Pseudonym.enrollment_id).is_not(None),
            col(Pseudonym.enrollment_id) == invitation.enrollment_id,
        ),
        and_(
            col(Pseudonym.rater_id).is_not(None),
            col(Pseudonym.rater_id) == invitation.rater_id,
        ),
    )
    found = select(col(Pseudonym.pseudonym)).where(col(Pseudonym.scope_id) == survey.scope_id, own)
    return session.scalar(found)


def taken(session: Session, scope_id: UUID, pseudonyms: set[str]) -> set[str]:
    """Which of these somebody in the study has already."""
    found = select(col(Pseudonym.pseudonym)).where(
        col(Pseudonym.scope_id) == scope_id, col(Pseudonym.pseudonym).in_(sorted(pseudonyms))
    )
    return set(session.scalars(found))


def key_lines(session: Session, scope_id: UUID) -> list[KeyLine]:
    """The key of a study, by pseudonym. Not to be called but by `actions.look_up`."""
    rows = session.execute(
        select(
            col(Pseudonym.pseudonym),
            col(Pseudonym.enrollment_id),
            col(Pseudonym.rater_id),
            col(Person.given_name),
            col(Person.family_name),
        )
        .outerjoin(Enrollment, col(Enrollment.id) == col(Pseudonym.enrollment_id))
        .outerjoin(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Pseudonym.scope_id) == scope_id)
        .order_by(col(Pseudonym.pseudonym))
    )
    return records(rows, KeyLine)
