"""Reads of all that is a provider's."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Program
from app.core.db import records
from app.credit.accreditations.queries import newest_versions
from app.credit.models import Activity
from app.credit.proposals.queries import waiting_for
from app.credit.providers.merges.rules import Joined, MovedActivity, Moves, OfficerGrant
from app.credit.queries import NEWEST_ACTIVITY
from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.providers.models import Provider
from app.people.queries import grant_holds
from app.policy.table import Role


def moves_of(
    session: Session, source: Provider, now: datetime, target: Provider | None = None
) -> Moves:
    """All that would move: four statements, and two of the target, if one was chosen."""
    return Moves(
        activities=_activities(session, source.id),
        waiting=[own.proposal.id for own in waiting_for(session, [source.id])],
        officers=_officers(session, source.id, now),
        accreditations=newest_versions(session, source.id),
        zone=source.zone,
        joined=_joined(session, target, now) if target else None,
    )


def _joined(session: Session, target: Provider, now: datetime) -> Joined:
    return Joined(
        officers=_officers(session, target.id, now),
        accreditations=newest_versions(session, target.id),
        zone=target.zone,
        accreditor_number=target.accreditor_number,
    )


def _activities(session: Session, provider_id: UUID) -> list[MovedActivity]:
    """In order of the cohorts, the newest first; each once, however many versions it has."""
    in_force = select(col(Activity.cohort_id)).where(
        NEWEST_ACTIVITY, col(Activity.provider_id) == provider_id
    )
    ever = select(col(Activity.cohort_id)).where(col(Activity.provider_id) == provider_id)
    found: Select[*tuple[Any, ...]] = (
        select(
            col(Cohort.id).label("cohort_id"),
            col(Cohort.title).label("cohort"),
            col(Program.title).label("program"),
            col(Cohort.published_at).is_(None).label("is_draft"),
            col(Cohort.id).in_(in_force).label("is_now"),
        )
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .where(col(Cohort.id).in_(ever))
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    )
    return records(session.execute(found), MovedActivity)


def _officers(session: Session, provider_id: UUID, now: datetime) -> list[OfficerGrant]:
    """Also who cannot sign in: the role moves with all others."""
    found = (
        select(RoleGrant, Person)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            col(RoleGrant.role) == Role.CME_OFFICER,
            col(RoleGrant.scope) == Scope.PROVIDER,
            col(RoleGrant.scope_id) == provider_id,
            grant_holds(now),
        )
        .order_by(col(Person.search_name), col(RoleGrant.id))
    )
    return records(session.execute(found), OfficerGrant)


def lock_officers(session: Session, provider_ids: Collection[UUID]) -> None:
    """Let nobody end a role over them until commit."""
    own = select(col(RoleGrant.id)).where(
        col(RoleGrant.scope) == Scope.PROVIDER, col(RoleGrant.scope_id).in_(provider_ids)
    )
    session.execute(own.order_by(col(RoleGrant.id)).with_for_update())
