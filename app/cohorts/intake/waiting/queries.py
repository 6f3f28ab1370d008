"""Reads of files that nobody has applied."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.intake.models import PeopleImport
from app.core.db import plain_rows, records


@dataclass(frozen=True)
class WaitingImport:
    """A file of people that was sent and not applied."""

    id: UUID
    cohort_id: UUID
    file_name: str
    sent_at: datetime


_WAITING: Select[*tuple[Any, ...]] = (
    select(
        col(PeopleImport.id),
        col(PeopleImport.cohort_id),
        col(PeopleImport.file_name),
        col(PeopleImport.sent_at),
    )
    .where(
        col(PeopleImport.cohort_id).in_(bindparam("cohort_ids", expanding=True)),
        col(PeopleImport.applied_at).is_(None),
    )
    .order_by(col(PeopleImport.sent_at), col(PeopleImport.id))
)


def waiting_imports(session: Session, cohort_ids: Collection[UUID]) -> list[WaitingImport]:
    """The files of some cohorts that nobody has applied, the oldest first: one statement."""
    asked = {"cohort_ids": list(cohort_ids)}
    return records(plain_rows(session, _WAITING, asked), WaitingImport)
