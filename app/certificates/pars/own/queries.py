"""Reads of what one person allows to be reported, in all of their cohorts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.pars.models import ReportingPermission
from app.cohorts.models import Cohort, Enrollment
from app.core.db import records


@dataclass(frozen=True)
class OwnPermission:
    """That somebody allows to be reported, of which cohort, and since when."""

    slug: str
    title: str
    given_at: datetime


def permissions_of_person(session: Session, person_id: UUID) -> list[OwnPermission]:
    """Those that stand, the newest first, also of cohorts that somebody has left."""
    found: Select[*tuple[Any, ...]] = (
        select(
            col(Cohort.slug),
            col(Cohort.title),
            col(ReportingPermission.given_at),
        )
        .join(Enrollment, col(Enrollment.id) == col(ReportingPermission.enrollment_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(
            col(Enrollment.person_id) == person_id,
            col(ReportingPermission.withdrawn_at).is_(None),
        )
        .order_by(col(ReportingPermission.given_at).desc(), col(Cohort.slug))
    )
    return records(session.execute(found), OwnPermission)


def place_of(session: Session, person_id: UUID, slug: str) -> Enrollment | None:
    """Somebody's place in a cohort, be it left."""
    own = (
        select(Enrollment)
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(col(Enrollment.person_id) == person_id, col(Cohort.slug) == slug)
    )
    return session.scalar(own)
