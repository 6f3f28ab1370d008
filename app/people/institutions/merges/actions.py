"""Making one institution of two: who belongs moves, what was written down stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit
from app.core.errors import ConflictError, require
from app.people.enums import Scope
from app.people.grants.actions import end, grant_role
from app.people.institutions import queries, rules
from app.people.institutions.actions import set_spellings
from app.people.institutions.queries import LeadGrant
from app.people.models import (
    Institution,
    InstitutionBreak,
    InstitutionDomain,
    InstitutionSpelling,
    Person,
)
from app.policy.table import Role


@dataclass(frozen=True)
class Merge:
    """What somebody saw and agreed to."""

    source_id: UUID
    target_id: UUID
    people: int
    """How many the source had on the page that was agreed to."""
    reason: str


def merge(session: Session, agreed: Merge, *, by: UUID, now: datetime) -> None:
    """Let everybody of the source belong to the target, which gets its domains and names too.

    What enrollments say of the past goes on naming the source, which is shown as the target. Its
    leads lead the target; one's own role as its lead ends, since nobody gives a role to themselves.

    Raises `RefusedError` where it makes no sense, `ConflictError` if the people changed meanwhile.
    """
    locked = queries.lock_institutions(session, {agreed.source_id, agreed.target_id})
    found = {institution.id: institution for institution in locked}
    source, target = found[agreed.source_id], found[agreed.target_id]
    require(rules.why_not_merge(source, target))
    people = queries.count_people(session, source.id)
    if people != agreed.people:
        raise ConflictError(rules.CHANGED_MEANWHILE(institution=source.name, count=people))
    leads = queries.leads_of(session, source.id, now)
    _move(session, source, target)
    _move_leads(session, leads, target, reason=agreed.reason, by=by, now=now)
    facts = {
        "into": str(target.id),
        "people": people,
        "leads": [str(lead.person.id) for lead in leads],
    }
    audit.record(
        session,
        "institution.merged",
        "institution",
        source.id,
        by=by,
        now=now,
        facts=facts,
        reason=agreed.reason,
    )


def _move(session: Session, source: Institution, target: Institution) -> None:
    """Everything that names the source and says what holds now."""
    for kind in (Person, InstitutionDomain, InstitutionSpelling, InstitutionBreak):
        belong = update(kind).where(col(kind.institution_id) == source.id)
        session.execute(belong.values(institution_id=target.id))
    earlier = update(Institution).where(col(Institution.merged_into_id) == source.id)
    session.execute(earlier.values(merged_into_id=target.id))
    source.merged_into_id = target.id
    spelled = [spelling.written for spelling in queries.spellings_of(session, target.id)]
    set_spellings(session, target, [*spelled, source.name, source.short_name])


def _move_leads(
    session: Session,
    leads: Sequence[LeadGrant],
    target: Institution,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    over = Role.LEAD, Scope.INSTITUTION, target.id
    for lead in leads:
        end(session, lead.role_grant, reason=reason, by=by, now=now)
        if lead.person.id != by:
            id_, until = lead.person.id, lead.role_grant.until
            grant_role(session, id_, *over, by=by, now=now, reason=reason, until=until)
