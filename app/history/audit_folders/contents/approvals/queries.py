"""Reads approvals, extensions and reports of a cohort: as many statements for any number."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.pars.models import ReportingPermission
from app.certificates.pars.queries import files_of
from app.cohorts.models import Enrollment
from app.core.db import records
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.queries import ProviderAccredited
from app.credit.models import Activity, ClaimExtension, ClaimExtensionWithdrawal
from app.credit.proposals.queries import asked_in
from app.history.audit_folders.contents.approved import Approvals, Extended, Permitted
from app.people.models import Person
from app.people.providers.models import Provider


def read_approvals(session: Session, cohort_id: UUID) -> Approvals:
    """Everything of one cohort's activity."""
    asked = asked_in(session, cohort_id)[::-1]
    return Approvals(
        accreditations=_accreditations(session, cohort_id, {own.provider.id for own in asked}),
        asked=asked,
        extensions=_extensions(session, cohort_id),
        permissions=_permissions(session, cohort_id),
        files=files_of(session, cohort_id)[::-1],
    )


def _accreditations(
    session: Session, cohort_id: UUID, asked: Collection[UUID]
) -> list[ProviderAccredited]:
    now = func.coalesce(col(Provider.merged_into_id), col(Provider.id))
    named = select(col(Activity.provider_id)).where(col(Activity.cohort_id) == cohort_id)
    found = (
        select(Accreditation, Provider)
        .join(Provider, col(Provider.id) == col(Accreditation.provider_id))
        .where(now.in_(named) | now.in_(asked))
        .order_by(
            col(Provider.name),
            col(Accreditation.accreditor),
            col(Accreditation.accreditor_name),
            col(Accreditation.version),
        )
    )
    return records(session.execute(found), ProviderAccredited)


def _extensions(session: Session, cohort_id: UUID) -> list[Extended]:
    withdrawn = ClaimExtensionWithdrawal
    found: Select[*tuple[Any, ...]] = (
        select(
            ClaimExtension,
            col(withdrawn.at).label("taken_back_at"),
            col(withdrawn.by).label("taken_back_by"),
        )
        .outerjoin(withdrawn, col(withdrawn.extension_id) == col(ClaimExtension.id))
        .join(Enrollment, col(Enrollment.id) == col(ClaimExtension.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Enrollment.cohort_id) == cohort_id)
        .order_by(col(Person.search_name), col(Person.id), col(ClaimExtension.edition))
    )
    return [Extended(*row) for row in session.execute(found)]


def _permissions(session: Session, cohort_id: UUID) -> list[Permitted]:
    own = ReportingPermission
    found = (
        select(col(own.enrollment_id), col(own.given_at), col(own.withdrawn_at))
        .join(Enrollment, col(Enrollment.id) == col(own.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Enrollment.cohort_id) == cohort_id)
        .order_by(col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found), Permitted)
