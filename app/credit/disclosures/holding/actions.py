"""Holding what waits for disclosures, letting it go, and publishing what learners are told."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.gates.models import DisclosureText
from app.cohorts.models import CaseSession, Unit
from app.cohorts.queries import lock_units, wait_for_turn
from app.core import audit
from app.credit.disclosures.holding.queries import last_version, plans
from app.credit.disclosures.holding.rules import Plan, Slot
from app.credit.disclosures.sealing import seal_of_text
from app.credit.disclosures.text.rules import hash_of

MOST_AT_ONCE = 3
"""How many cohorts a request settles: who facilitates in a program controls the content of more."""


def settle_some(session: Session, cohort_ids: Collection[UUID], *, now: datetime) -> None:
    """Settle some cohorts in which something has to change, always in the same order.

    What is left the worker settles within a minute: a request takes no longer for more cohorts.
    """
    session.flush()
    found = plans(session, cohort_ids, now)
    changing = sorted(cohort_id for cohort_id, own in found.items() if not own.is_empty)
    for cohort_id in changing[:MOST_AT_ONCE]:
        settle(session, cohort_id, now=now)


def settle(session: Session, cohort_id: UUID, *, now: datetime) -> None:
    """Let a cohort hold what waits for disclosures and nothing else; an archived one stays.

    Every act on disclosures that can change who is cleared calls it in its own transaction. The
    worker does within a minute for what changes elsewhere: roles, leaders, and what an officer
    approves for a cohort that runs (proposals know nothing of disclosures, which read them).
    """
    if wait_for_turn(session, cohort_id) is not None:
        return
    lock_units(session, cohort_id)
    session.flush()
    own = plans(session, [cohort_id], now)[cohort_id]
    if own.is_empty:
        return
    _hold(session, own, now)
    _release(session, own, now)
    if own.lapses or own.publish:
        _publish(session, cohort_id, own, now)
    _tell(session, cohort_id, own, now)


def _hold(session: Session, own: Plan, now: datetime) -> None:
    if own.hold:
        units = col(Unit.id).in_([slot.unit_id for slot in own.hold])
        session.execute(update(Unit).where(units).values(held_at=now))
    if own.hold_sessions:
        sessions = col(CaseSession.id).in_([slot.session_id for slot in own.hold_sessions])
        session.execute(update(CaseSession).where(sessions).values(held_at=now))


def _release(session: Session, own: Plan, now: datetime) -> None:
    """What would have opened meanwhile opens now: it was not open before."""
    units = col(Unit.id).in_([slot.unit_id for slot in own.release])
    if own.release:
        session.execute(update(Unit).where(units).values(held_at=None))
        late = col(Unit.opens_at) < now
        session.execute(update(Unit).where(units, late).values(opens_at=now))
    if own.release_sessions:
        sessions = col(CaseSession.id).in_([slot.session_id for slot in own.release_sessions])
        session.execute(update(CaseSession).where(sessions).values(held_at=None, released_at=now))


def _publish(session: Session, cohort_id: UUID, own: Plan, now: datetime) -> None:
    of_cohort = col(DisclosureText.cohort_id) == cohort_id
    if own.lapses:
        holds = update(DisclosureText).where(of_cohort, col(DisclosureText.lapsed_at).is_(None))
        session.execute(holds.values(lapsed_at=now))
        audit.record(session, "disclosure.text-lapsed", "cohort", cohort_id, by=None, now=now)
        return
    last = last_version(session, cohort_id)
    hash_ = hash_of(own.publish)
    text = DisclosureText(
        cohort_id=cohort_id,
        version=last + 1,
        lines=list(own.publish),
        sha256=hash_,
        published_at=now,
    )
    session.add(text)
    session.flush()
    facts = {"version": text.version, "sha256": hash_, "seal": seal_of_text(text)}
    _record(session, "disclosure.text-published", cohort_id, facts, now)


def _tell(session: Session, cohort_id: UUID, own: Plan, now: datetime) -> None:
    held, released = (*own.hold, *own.hold_sessions), (*own.release, *own.release_sessions)
    if held:
        _record(session, "disclosure.held", cohort_id, {"units": _positions(held)}, now)
    if released:
        _record(session, "disclosure.released", cohort_id, {"units": _positions(released)}, now)
    session.expire_all()


def _positions(slots: Iterable[Slot]) -> list[int]:
    return sorted({slot.position for slot in slots})


def _record(
    session: Session, act: str, cohort_id: UUID, facts: dict[str, Any], now: datetime
) -> None:
    audit.record(session, act, "cohort", cohort_id, by=None, now=now, facts=facts)
