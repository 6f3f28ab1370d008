"""Reviewing what somebody disclosed, and deciding whether any of it is needed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.errors import require
from app.core.seals import seal
from app.credit.disclosures.actions import take_turn
from app.credit.disclosures.holding.actions import settle
from app.credit.disclosures.models import (
    DisclosureDecision,
    DisclosureReview,
    ReviewedRelationship,
)
from app.credit.disclosures.needed.queries import decisions_of
from app.credit.disclosures.queries import controllers_of, officers_for
from app.credit.disclosures.reviewing import queries, rules
from app.credit.disclosures.rules import Given, Verdict
from app.credit.disclosures.sealing import seal_of_review
from app.credit.queries import activity_of
from app.language.moments import local


def review(
    session: Session,
    cohort: Cohort,
    own_id: UUID,
    seen: UUID,
    verdicts: Mapping[UUID, Verdict],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Say of each relationship whether it is relevant and how it was mitigated: that clears.

    `own_id`: whose; `seen`: the disclosure that was on the page. Another review of the same one
    takes the place of the one before; the same again changes nothing.

    Raises `RefusedError` of oneself, and with the rule's reason.
    """
    take_turn(session, cohort)
    officers = officers_for(session, cohort.id, now)
    require(rules.why_not_review_as(by, own_id, officers))
    people = controllers_of(session, cohort.id, now)
    own = next((each for each in people if each.id == own_id), None)
    today = local(now, cohort.zone).date()
    require(rules.why_not_review(own, verdicts, seen, today))
    assert own is not None
    assert own.given is not None
    said = {each.id: verdicts[each.id] for each in own.given.relationships}
    if own.given.reviewed is not None and own.given.reviewed.verdicts == said:
        return
    sealed = _keep(session, cohort, own.given, said, by=by, now=now)
    relevant = sum(1 for verdict in said.values() if verdict.is_relevant)
    facts = {"name": own.name, "relevant": relevant, "seal": sealed}
    _record(session, "disclosure.reviewed", cohort, facts, by=by, now=now)
    settle(session, cohort.id, now=now)


def _keep(
    session: Session,
    cohort: Cohort,
    given: Given,
    said: Mapping[UUID, Verdict],
    *,
    by: UUID,
    now: datetime,
) -> str:
    edition = queries.count_reviews(session, cohort.id, given.id) + 1
    row = DisclosureReview(
        cohort_id=cohort.id, disclosure_id=given.id, edition=edition, reviewed_at=now, by=by
    )
    session.add(row)
    session.flush()
    parts = [
        ReviewedRelationship(
            review_id=row.id,
            relationship_id=id_,
            is_relevant=bool(verdict.is_relevant),
            mitigation=verdict.mitigation,
            word=verdict.word,
            mitigated_on=verdict.mitigated_on,
        )
        for id_, verdict in said.items()
    ]
    session.add_all(parts)
    session.flush()
    return seal_of_review(row, parts)


def decide(
    session: Session,
    cohort: Cohort,
    *,
    applies: bool,
    reason: str,
    seen: int,
    by: UUID,
    now: datetime,
) -> None:
    """Decide whether disclosures are needed, as the next version. `seen`: the one on the page.

    Raises `RefusedError` without a reason, where the provider has officers who decide it, and when
    another decision came meanwhile.
    """
    require(why_not_without_reason(reason))
    take_turn(session, cohort)
    require(rules.why_not_decide(by, officers_for(session, cohort.id, now)))
    before = decisions_of(session, cohort.id)
    version = before[0].version if before else 0
    if before and (before[0].applies, before[0].reason, before[0].by) == (applies, reason, by):
        return
    require(rules.DECIDED_MEANWHILE if version != seen else None)
    _decide(session, cohort, version + 1, applies=applies, reason=reason, by=by, now=now)


def follow_approval(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> None:
    """Let what was just approved count for disclosures over what was decided before.

    As the next decision, since the newest holds. Where none was made, the approval counts as it is.
    """
    approved, before = activity_of(session, cohort.id), decisions_of(session, cohort.id)
    if approved is None or not before:
        return
    applies, reason = approved.activity.disclosure_applies, approved.activity.disclosure_reason
    if (before[0].applies, before[0].reason) == (applies, reason):
        return
    take_turn(session, cohort)
    version = before[0].version + 1
    _decide(session, cohort, version, applies=applies, reason=reason, by=by, now=now)


def _decide(
    session: Session,
    cohort: Cohort,
    version: int,
    *,
    applies: bool,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    row = DisclosureDecision(
        cohort_id=cohort.id,
        version=version,
        applies=applies,
        reason=reason,
        decided_at=now,
        by=by,
    )
    session.add(row)
    session.flush()
    facts = {"version": version, "applies": applies, "seal": seal(row)}
    _record(session, "disclosure.decided", cohort, facts, by=by, now=now, reason=reason)
    settle(session, cohort.id, now=now)


def _record(
    session: Session,
    act: str,
    cohort: Cohort,
    facts: dict[str, Any],
    *,
    by: UUID,
    now: datetime,
    reason: str = "",
) -> None:
    audit.record(session, act, "cohort", cohort.id, by=by, now=now, facts=facts, reason=reason)
