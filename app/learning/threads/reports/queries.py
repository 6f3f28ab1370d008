"""Reads of the reports in a cohort."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Unit
from app.core.db import grouped, records
from app.learning.threads.models import ThreadPost, ThreadReport, ThreadReportSettlement


@dataclass(frozen=True)
class ReportRow:
    """A report: about which post of which unit, and what became of it."""

    id: UUID
    post_id: UUID
    position: int
    reason: str
    reported_at: datetime
    by: UUID
    removed: bool | None
    """None: it waits."""
    note: str | None
    settled_at: datetime | None
    settled_by: UUID | None


def has_open_reports(session: Session, cohort_id: UUID) -> bool:
    """Whether a report in a cohort waits for somebody."""
    waiting = _of_cohort(cohort_id).where(col(ThreadReportSettlement.id).is_(None))
    return bool(session.scalar(select(waiting.exists())))


def open_reports(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The reports of each cohort that wait for somebody; none where none does."""
    settled = exists().where(col(ThreadReportSettlement.report_id) == col(ThreadReport.id))
    found = (
        select(col(Unit.cohort_id), col(ThreadReport.id))
        .select_from(ThreadReport)
        .join(ThreadPost, col(ThreadPost.id) == col(ThreadReport.post_id))
        .join(Unit, col(Unit.id) == col(ThreadPost.unit_id))
        .where(col(Unit.cohort_id).in_(cohort_ids), ~settled)
    )
    return grouped(session.execute(found))


def reports_in(session: Session, cohort_id: UUID, *, limit: int, offset: int) -> list[ReportRow]:
    """The reports of a cohort: those that wait first, then the newest."""
    is_settled = col(ThreadReportSettlement.id).is_not(None)
    found = _of_cohort(cohort_id).order_by(is_settled, col(ThreadReport.reported_at).desc())
    return records(session.execute(found.limit(limit).offset(offset)), ReportRow)


def report_in(session: Session, cohort_id: UUID, report_id: UUID) -> ReportRow | None:
    """One report of a cohort."""
    found = _of_cohort(cohort_id).where(col(ThreadReport.id) == report_id)
    return next(iter(records(session.execute(found), ReportRow)), None)


def open_report_ids(session: Session, post_id: UUID) -> Sequence[UUID]:
    """The reports of a post that wait."""
    settled = exists().where(col(ThreadReportSettlement.report_id) == col(ThreadReport.id))
    own = select(col(ThreadReport.id)).where(col(ThreadReport.post_id) == post_id, ~settled)
    return session.scalars(own).all()


def _of_cohort(cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(col(ThreadReport.id), col(ThreadReport.post_id), col(Unit.position)),
            *(col(ThreadReport.reason), col(ThreadReport.reported_at), col(ThreadReport.by)),
            *(col(ThreadReportSettlement.removed), col(ThreadReportSettlement.note)),
            col(ThreadReportSettlement.settled_at),
            col(ThreadReportSettlement.by).label("settled_by"),
        )
        .select_from(ThreadReport)
        .join(ThreadPost, col(ThreadPost.id) == col(ThreadReport.post_id))
        .join(Unit, col(Unit.id) == col(ThreadPost.unit_id))
        .outerjoin(
            ThreadReportSettlement, col(ThreadReportSettlement.report_id) == col(ThreadReport.id)
        )
        .where(col(Unit.cohort_id) == cohort_id)
    )
