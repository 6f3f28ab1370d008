"""Making one provider of two: what holds moves, what was written down stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit
from app.core.errors import ConflictError, require
from app.credit.accreditations.actions import enter_accreditation, wording_of
from app.credit.accreditations.queries import newest_versions
from app.credit.models import Activity
from app.credit.providers.merges import queries, rules
from app.credit.providers.merges.rules import MovedActivity, Moves, OfficerGrant
from app.people.enums import Scope
from app.people.grants.actions import end, grant_role
from app.people.providers.models import Provider
from app.people.providers.queries import lock_providers
from app.policy.table import Role


@dataclass(frozen=True)
class Merge:
    """What somebody saw and agreed to."""

    source_id: UUID
    target_id: UUID
    seen: str
    """Stands for what the page showed that was agreed to: `Moves.seen`."""
    reason: str


def merge(session: Session, agreed: Merge, *, by: UUID, now: datetime) -> None:
    """Let every activity, officer and request of the source be the target's.

    Activities keep the name that they were approved under, so that no certificate says another
    thing than what would be printed now. Accreditations stay the source's; the target goes on with
    their words where it has none by the same accreditor. An officer of both keeps the role that
    lasts longer. Requests are never changed: whoever reads
    one finds the target by the source. One's own role as an officer of the source ends, since
    nobody gives a role to themselves. There is no way back.

    Raises `RefusedError` where it makes no sense, `ConflictError` if something changed meanwhile.
    """
    locked = lock_providers(session, {agreed.source_id, agreed.target_id})
    found = {provider.id: provider for provider in locked}
    source, target = found[agreed.source_id], found[agreed.target_id]
    require(rules.why_not_merge(source, target))
    queries.lock_officers(session, {source.id, target.id})
    moves = queries.moves_of(session, source, now, target)
    if moves.seen != agreed.seen:
        raise ConflictError(rules.CHANGED_MEANWHILE)
    _lead_there(session, source, target)
    _carry(session, moves, target, by=by, now=now)
    _move_officers(session, moves.officers, target, reason=agreed.reason, by=by, now=now)
    _record(session, source, target, moves, reason=agreed.reason, by=by, now=now)


def _lead_there(session: Session, source: Provider, target: Provider) -> None:
    """Everything that names the source and can name the target instead."""
    own = update(Activity).where(col(Activity.provider_id) == source.id)
    session.execute(own.values(provider_id=target.id))
    earlier = update(Provider).where(col(Provider.merged_into_id) == source.id)
    session.execute(earlier.values(merged_into_id=target.id))
    source.merged_into_id = target.id
    target.accreditor_number = target.accreditor_number or source.accreditor_number
    session.flush()


def _carry(session: Session, moves: Moves, target: Provider, *, by: UUID, now: datetime) -> None:
    there = newest_versions(session, target.id)
    for accreditation in rules.to_carry(moves.accreditations, there):
        enter_accreditation(session, target, wording_of(accreditation), seen=0, by=by, now=now)


def _move_officers(
    session: Session,
    officers: Iterable[OfficerGrant],
    target: Provider,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """With the later end, where somebody is one of both."""
    for officer in officers:
        end(session, officer.role_grant, reason=reason, by=by, now=now)
        if officer.person.id == by:
            continue
        until = officer.role_grant.until
        give = partial(
            grant_role,
            session,
            officer.person.id,
            Role.CME_OFFICER,
            Scope.PROVIDER,
            target.id,
            by=by,
            now=now,
            reason=reason,
            until=until,
        )
        held = give()
        if rules.lasts_longer(until, held.until):
            end(session, held, reason=reason, by=by, now=now)
            give()


def _record(
    session: Session,
    source: Provider,
    target: Provider,
    moves: Moves,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """A line of either, and one of each cohort whose activity is the target's now."""
    told = {"provider": source.name, "into": target.name}
    facts = {
        **told,
        "cohorts": [str(own.cohort_id) for own in moves.activities],
        "officers": [str(own.person.id) for own in moves.officers],
        "requests": [str(id_) for id_ in moves.waiting],
    }
    acts = [
        audit.Act("provider.merged", "provider", source.id, facts, reason),
        audit.Act("provider.took-in", "provider", target.id, facts, reason),
        *(_of_cohort(own, told, reason) for own in moves.activities),
    ]
    audit.record_all(session, acts, by=by, now=now)


def _of_cohort(own: MovedActivity, told: dict[str, str], reason: str) -> audit.Act:
    return audit.Act("activity.provider-merged", "cohort", own.cohort_id, told, reason)
