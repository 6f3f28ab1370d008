"""Reads of the browsers in which somebody is signed in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.ids import token_hash
from app.language.reasons import Reason
from app.people.models import WebSession
from app.people.queries import holds_any_role
from app.people.web_sessions import rules


def open_sessions(session: Session, person_id: UUID, now: datetime) -> list[WebSession]:
    """Those of a person that count, the last used first."""
    alive = (
        col(WebSession.person_id) == person_id,
        col(WebSession.ended_at).is_(None),
        col(WebSession.expires_at) > now,
    )
    found = select(WebSession).where(*alive).order_by(col(WebSession.seen_at).desc())
    is_staff = holds_any_role(session, person_id, now)
    return rules.still_open(list(session.scalars(found)), now, is_staff=is_staff)


def why_idle(session: Session, token: str, now: datetime) -> Reason | None:
    """That a session ended for lack of clicks; None if it did not end by that."""
    own = (col(WebSession.token_hash) == token_hash(token), col(WebSession.ended_at).is_(None))
    found = session.scalar(select(WebSession).where(*own, col(WebSession.expires_at) > now))
    if found is None:
        return None
    is_staff = holds_any_role(session, found.person_id, now)
    if not rules.has_idled(found.seen_at, now, is_staff=is_staff):
        return None
    return rules.STAFF_IDLE if is_staff else rules.IDLE
