"""Reads of who is at risk, over many cohorts at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.core.db import plain_rows
from app.credit.completion.rules import completion
from app.credit.ledger import Ledger
from app.credit.queries import ledgers_among
from app.credit.stages.rules import is_at_risk, what_restores
from app.language.reasons import Reason


@dataclass(frozen=True)
class AtRisk:
    """Somebody who completes only by catching up."""

    person_id: UUID
    name: str
    """Family name first."""
    restores: Sequence[Reason]
    """What they have to catch up, a few words each."""


_ENROLLED: Select[*tuple[Any, ...]] = select(col(Enrollment.id), col(Enrollment.cohort_id)).where(
    col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True)), is_enrolled()
)


def at_risk_in(
    session: Session, cohorts: Mapping[UUID, CohortContext], now: datetime
) -> dict[UUID, list[AtRisk]]:
    """Those at risk in each cohort that has some, by name: the statements of one cohort's ledgers.

    No statement where there is no cohort.
    """
    if not cohorts:
        return {}
    rows = plain_rows(session, _ENROLLED, {"cohort_ids": list(cohorts)})
    here = {row.id: cohorts[row.cohort_id] for row in rows}
    found: defaultdict[UUID, list[AtRisk]] = defaultdict(list)
    for key, ledger in ledgers_among(session, here).items():
        found[here[key].cohort.id] += _at_risk(ledger, here[key], now)
    return {
        cohort_id: sorted(people, key=lambda person: person.name.casefold())
        for cohort_id, people in found.items()
        if people
    }


def _at_risk(ledger: Ledger, here: CohortContext, now: datetime) -> list[AtRisk]:
    verdict = completion(ledger, here.policy, now)
    if not is_at_risk(ledger, verdict, now):
        return []
    return [AtRisk(ledger.person_id, ledger.name, what_restores(ledger, verdict, now))]
