"""Reads of what of some cohorts is held, and of which of them anything has to change."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.gates.models import DisclosureText
from app.cohorts.models import CaseSession, Cohort, Unit
from app.core.db import records
from app.credit.disclosures.holding.rules import Plan, Slot, plan
from app.credit.disclosures.needed.queries import applying
from app.credit.disclosures.queries import controllers_in
from app.credit.models import Activity


def plans(session: Session, cohort_ids: Collection[UUID], now: datetime) -> dict[UUID, Plan]:
    """What has to change of each of some cohorts: eight statements for all."""
    applies = applying(session, cohort_ids)
    people = controllers_in(session, applies, now)
    slots, texts = _slots(session, cohort_ids), _current(session, cohort_ids)
    return {
        cohort_id: plan(
            slots.get(cohort_id, ()),
            people.get(cohort_id, ()),
            texts.get(cohort_id),
            now,
            applies=cohort_id in applies,
        )
        for cohort_id in cohort_ids
    }


def unsettled(session: Session, now: datetime) -> list[UUID]:
    """The cohorts of which something has to change, for the worker."""
    credited = exists().where(col(Activity.cohort_id) == col(Cohort.id))
    open_ = select(col(Cohort.id)).where(
        credited, col(Cohort.archived_at).is_(None), col(Cohort.closes_at) > now
    )
    found = plans(session, session.scalars(open_).all(), now)
    return [cohort_id for cohort_id, own in found.items() if not own.is_empty]


def _slots(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[Slot]]:
    found_in: Select[*tuple[Any, ...]] = (
        select(
            col(Unit.cohort_id),
            col(Unit.id).label("unit_id"),
            col(Unit.position),
            col(Unit.opens_at),
            col(Unit.held_at),
            col(CaseSession.id).label("session_id"),
            col(CaseSession.starts_at),
            col(CaseSession.held_at).label("session_held_at"),
            col(CaseSession.canceled_at).is_not(None).label("canceled"),
            col(Cohort.published_at),
            col(Cohort.disclosures_hold_from).label("holds_from"),
        )
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(col(Unit.cohort_id).in_(cohort_ids))
        .order_by(col(Unit.position))
    )
    found: defaultdict[UUID, list[Slot]] = defaultdict(list)
    for slot in records(session.execute(found_in), Slot):
        found[slot.cohort_id].append(slot)
    return found


def _current(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, str]:
    """The hash of the text that holds, where one does."""
    rows: Sequence[DisclosureText] = session.scalars(
        select(DisclosureText)
        .where(
            col(DisclosureText.cohort_id).in_(cohort_ids), col(DisclosureText.lapsed_at).is_(None)
        )
        .order_by(col(DisclosureText.version))
    ).all()
    return {row.cohort_id: row.sha256 for row in rows}


def last_version(session: Session, cohort_id: UUID) -> int:
    """Of a cohort's text, whether it holds or has lapsed; 0 before there is one."""
    newest = select(func.max(col(DisclosureText.version)))
    return session.scalar(newest.where(col(DisclosureText.cohort_id) == cohort_id)) or 0
