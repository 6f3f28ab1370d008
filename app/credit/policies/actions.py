"""Letting another version of a cohort's policy follow, and telling its people."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.make_up_requests.queries import requests_waiting
from app.cohorts import queries as cohorts
from app.cohorts.models import Cohort, PolicyVersion
from app.cohorts.rules import why_not_without_reason
from app.cohorts.schedule.rules import extent_of
from app.core import audit, outbox
from app.core.collisions import flush_unique
from app.core.errors import ConflictError, require
from app.core.outbox import Letter
from app.credit.ledger import Ledger
from app.credit.policies import queries, rules
from app.credit.policies.rules import Said
from app.credit.queries import ledgers
from app.language.stored import to_json
from app.packs.schema import PolicyData


def change_policy(
    session: Session,
    cohort: Cohort,
    policy: PolicyData,
    *,
    shown: str,
    certified: Collection[UUID],
    reason: str,
    by: UUID,
    now: datetime,
) -> PolicyVersion:
    """Let a policy follow the one in force; everybody enrolled is told if they read another one.

    Claims and certificates stay as they are. `shown`: the fingerprint of what was looked at.
    `certified`: the enrollments with a live certificate, as read while the cohort is locked.

    Raises:
        ConflictError: There is a newer version, or other people's standing would change.
        RefusedError: With the rule's reason.
    """
    newest = queries.versions(session, cohort.id)[0]
    before = PolicyData.model_validate(newest.data)
    require(rules.why_not_follow(before, policy, is_draft=cohort.is_draft))
    own = ledgers(session, cohort.id)
    found = rules.changes(own.values(), before, policy, certified, now)
    make_ups = rules.credit_changes(requests_waiting(session, cohort.id), before, policy)
    if shown != rules.changes_fingerprint(newest.version, found, make_ups):
        raise ConflictError(rules.CHANGED)
    require(rules.why_not_for_oneself([*found, *make_ups], by=by))
    require(why_not_without_reason(reason))
    version = _follow(session, newest, policy, reason, by=by, now=now)
    _record(
        session, newest, version, sum(change.turn is not None for change in found), by=by, now=now
    )
    extent = extent_of(cohorts.units(session, cohort.id))
    for has_sessions in (True, False):
        said = rules.said_to(before, policy, extent, has_sessions=has_sessions)
        readers = [ledger for ledger in own.values() if ledger.has_sessions is has_sessions]
        if said.is_news and readers:
            _tell(session, cohort, version, readers, said, now)
    return version


def _follow(
    session: Session,
    newest: PolicyVersion,
    policy: PolicyData,
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> PolicyVersion:
    version = PolicyVersion(
        cohort_id=newest.cohort_id,
        version=newest.version + 1,
        data=policy.model_dump(mode="json"),
        created_at=now,
        by=by,
        reason=reason,
    )
    session.add(version)
    flush_unique(session, PolicyVersion, "cohort_id, version", rules.CHANGED)  # not shown
    return version


def _record(
    session: Session,
    before: PolicyVersion,
    after: PolicyVersion,
    people: int,
    *,
    by: UUID,
    now: datetime,
) -> None:
    audit.record(
        session,
        "policy.changed",
        "policy_version",
        after.id,
        by=by,
        now=now,
        facts={
            "cohort": str(after.cohort_id),
            "version": after.version,
            "before": before.data,
            "after": after.data,
            "standings_changed": people,
        },
        reason=after.reason,
    )


def _tell(
    session: Session,
    cohort: Cohort,
    version: PolicyVersion,
    enrolled: Collection[Ledger],
    said: Said,
    now: datetime,
) -> None:
    """What completed the cohort until now, and what completes it from now on."""
    before, after = ([*map(to_json, sentences)] for sentences in said)
    outbox.post_all(
        session,
        kind="policy_changed",
        facts={
            "cohort": cohort.title,
            "before": [*before],
            "after": [*after],
            "why": version.reason,
            "cohort_path": f"/cohorts/{cohort.slug}",
        },
        letters=[_letter(version, ledger) for ledger in enrolled],
        now=now,
    )


def _letter(version: PolicyVersion, ledger: Ledger) -> Letter:
    key = f"policy_changed:{ledger.enrollment_id}:{version.version}"
    return Letter(key, ledger.person_id)
