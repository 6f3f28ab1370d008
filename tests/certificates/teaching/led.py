"""Somebody leads sessions of the finished cohort of the cast, and is certified to have."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.teaching import queries
from app.certificates.teaching.actions import start_issue
from app.certificates.teaching.ahead import Ahead, aheads
from app.certificates.teaching.rules import Chosen
from app.cohorts.actions import add_session_part
from app.cohorts.queries import units
from app.core.models import Job
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, STATIONERY, here


def sessions(session: Session, slug: str = SPRING) -> list[UUID]:
    """The sessions of a cohort, in order."""
    found = units(session, Cast(session).cohort(slug).id)
    return [unit.session_id for unit in found if unit.session_id]


def lead(session: Session, persona: str, count: int = 2, part: str = "lead") -> None:
    """Name somebody as leading the first sessions."""
    for session_id in sessions(session)[:count]:
        add_session_part(session, session_id, Cast(session).id(persona), part, by=None, now=NOW)
    session.flush()


def lead_also(session: Session, persona: str) -> None:
    """Name them as a guest of the second one, too."""
    second, who = sessions(session)[1], Cast(session).id(persona)
    add_session_part(session, second, who, "guest", by=None, now=NOW)
    session.flush()


def ahead_for(session: Session, persona: str) -> Ahead:
    """What somebody could get now."""
    found = aheads(session, here(session), STATIONERY, NOW)
    return found[Cast(session).id(persona)][1]


def order(session: Session, *personas: str, by: str = "cora", now: datetime = NOW) -> Job:
    """Issue certificates of teaching, as they are looked at now."""
    ids = [Cast(session).id(persona) for persona in personas]
    found = aheads(session, here(session), STATIONERY, now)
    chosen = [Chosen(id_, found[id_][1].seen if id_ in found else "") for id_ in ids]
    return start_issue(session, here(session), chosen, STATIONERY, by=Cast(session).id(by), now=now)


def teacher(session: Session, persona: str) -> queries.Teacher:
    """Somebody with all that they were given for leading."""
    found = queries.teachers(session, Cast(session).cohort(SPRING).id, NOW)
    return next(own for own in found if own.person.id == Cast(session).id(persona))
