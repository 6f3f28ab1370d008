"""Reads of what is missing of disclosures, for a queue and before a cohort is published."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.credit.disclosures.missing.rules import Missing, Standing, missing_of
from app.credit.disclosures.models import Disclosure, DisclosureReview
from app.credit.disclosures.needed.queries import applies_to
from app.credit.disclosures.queries import is_newest
from app.credit.disclosures.who.queries import everybody_in
from app.credit.providers.queries import has_officers


def missing_in(
    session: Session, cohort_ids: Collection[UUID], now: datetime
) -> dict[UUID, Missing]:
    """What is missing in those of some cohorts that need disclosures: one statement."""
    rows = records(session.execute(_standings(cohort_ids, now)), Standing)
    found: defaultdict[UUID, list[Standing]] = defaultdict(list)
    for row in rows:
        found[row.cohort_id].append(row)
    return {cohort_id: missing_of(own, now) for cohort_id, own in found.items()}


def _standings(cohort_ids: Collection[UUID], now: datetime) -> Select[*tuple[Any, ...]]:
    who = everybody_in(applies_to(cohort_ids), now).subquery()
    theirs = or_(
        col(Disclosure.person_id) == who.c.person_id, col(Disclosure.controller_id) == who.c.row_id
    )
    reviewed = exists().where(
        col(DisclosureReview.cohort_id) == who.c.cohort_id,
        col(DisclosureReview.disclosure_id) == col(Disclosure.id),
    )
    return select(
        who.c.cohort_id,
        who.c.person_id,
        who.c.row_id,
        (who.c.left_out != "").label("is_left_out"),
        col(Disclosure.id).label("disclosure_id"),
        col(Disclosure.valid_until),
        reviewed.label("is_reviewed"),
        has_officers(who.c.cohort_id, now).label("has_officers"),
    ).outerjoin(Disclosure, and_(theirs, is_newest()))
