"""Noting that a session was used, giving it a new secret, and ending it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit
from app.core.errors import RefusedError, require
from app.core.ids import new_token, token_hash
from app.people.models import WebSession
from app.people.rules import session_length
from app.people.web_sessions import queries, rules


def note_use(session: Session, web_session_id: UUID, now: datetime) -> None:
    """Keep when a session was last used. It is no record: nothing is said of it in the history."""
    mine = (col(WebSession.id) == web_session_id, col(WebSession.seen_at) < now)
    session.execute(update(WebSession).where(*mine).values(seen_at=now))


def renew(
    session: Session, web_session_id: UUID, *, how: str, is_staff: bool, now: datetime
) -> str:
    """Note that its person has proven themselves, and give the session a new secret.

    What knew the one of before, such as somebody who set it in this browser, is left with nothing.
    """
    web_session, token = session.get_one(WebSession, web_session_id), new_token()
    web_session.token_hash = token_hash(token)
    web_session.proven_at = web_session.seen_at = now
    longest = now + session_length(is_staff=is_staff)
    web_session.expires_at = min(web_session.expires_at, longest)
    by = web_session.person_id
    facts = {"how": how}
    audit.record(session, "sign-in.proven", "person", by, by=by, now=now, facts=facts)
    return token


def end_one(session: Session, person_id: UUID, web_session_id: UUID, *, now: datetime) -> None:
    """Sign oneself out in another browser. Raises `RefusedError` if that has ended already."""
    found = [s for s in queries.open_sessions(session, person_id, now) if s.id == web_session_id]
    if not found:
        raise RefusedError(rules.ENDED_ALREADY)
    _end(session, found, by=person_id, now=now)


def end_others(session: Session, person_id: UUID, kept: UUID, *, now: datetime) -> None:
    """Sign oneself out in every browser but one."""
    found = [s for s in queries.open_sessions(session, person_id, now) if s.id != kept]
    if found:
        _end(session, found, by=person_id, now=now)


def end_all(
    session: Session, person_id: UUID, *, reason: str, by: UUID | None, now: datetime
) -> None:
    """Sign somebody out everywhere, if they are signed in at all. `by`: empty for the command."""
    found = queries.open_sessions(session, person_id, now)
    if found:
        _end(session, found, by=by, now=now, reason=reason)


def end_for(session: Session, person_id: UUID, *, reason: str, by: UUID, now: datetime) -> None:
    """The same as an act of its own. Raises `RefusedError`: it is oneself, or there is nothing."""
    count = len(queries.open_sessions(session, person_id, now))
    require(rules.why_not_end_all(person_id, count=count, by=by))
    end_all(session, person_id, reason=reason, by=by, now=now)


def _end(
    session: Session,
    found: list[WebSession],
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
) -> None:
    for web_session in found:
        web_session.ended_at = now
    audit.record(
        session,
        "web-session.ended",
        "person",
        found[0].person_id,
        by=by,
        now=now,
        facts={"count": len(found)},
        reason=reason,
    )
