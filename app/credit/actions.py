"""Approving an activity, claiming from it, and freezing the policy that somebody was judged by."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts import queries as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.models import Cohort, PolicyVersion
from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require
from app.core.seals import seal
from app.credit import queries, rules
from app.credit.approvals import (
    Approval,
    ApprovedComponent,
    ApprovedSystem,
    columns,
    components_of,
    days_of,
    with_dropped,
)
from app.credit.eligibility.rules import ApprovedActivity, Eligibility
from app.credit.models import Activity, Claim, ClaimWithdrawal, Component, Designation
from app.credit.pictures.actions import keep_for_activity
from app.credit.pictures.rules import Picture, named_by
from app.credit.since.rules import Dated, goes_on_from
from app.credit.status.rules import CreditStatus
from app.credit.systems.queries import every_system
from app.credit.systems.rules import Designated, amount_text, claim_statement
from app.language.reasons import Reason
from app.people.models import Person
from app.people.providers.actions import held, provider_for


def approve_activity(
    session: Session,
    cohort: Cohort,
    approval: Approval,
    *,
    provider_id: UUID | None = None,
    pictures: Sequence[Picture] = (),
    by: UUID | None,
    now: datetime,
) -> Activity:
    """Enter what was approved for a cohort, as the next version of its activity.

    What is as it was approved last stays the version that it is. `provider_id`: of the provider
    that approved it, whatever it is called by now; None: the one that is called so. `pictures`:
    those it names which may not be stored yet.

    Raises:
        ConflictError: Somebody else entered one, or its provider, at the same time, or merged it.
        RefusedError: A picture that it names is not here.
    """
    before = queries.activity_of(session, cohort.id)
    if provider_id is None:
        zone = cohort.zone
        provider_id = provider_for(session, approval.provider, zone=zone, by=by, now=now).id
    held(session, provider_id)
    former = goes_on_from(before, provider_id, is_draft=cohort.is_draft)
    approval = with_dropped(approval, former)
    if before is not None and _is_as_approved(before, approval, goes_on=former is not None):
        return before.activity
    version = before.activity.version + 1 if before else 1
    days = days_of(approval, former)
    activity = Activity(
        **columns(approval) | days.columns,
        cohort_id=cohort.id,
        version=version,
        provider_id=provider_id,
    )
    session.add(activity)
    flush_unique(session, Activity, "cohort_id, version", rules.APPROVED_MEANWHILE)  # not shown
    parts = components_of(activity.id, approval, days)
    session.add_all([*parts, *_designations(session, activity, approval, days)])
    keep_for_activity(session, activity, pictures, by=by, now=now)
    facts = _facts_of(activity, approval)
    if before is not None and activity.approved_at != before.activity.approved_at and former:
        facts["designated_before"] = before.activity.approved_at.isoformat()
    audit.record(
        session,
        "activity.approved",
        "cohort",
        cohort.id,
        by=by,
        now=now,
        facts=facts,
        reason=approval.change_reason,
    )
    return activity


def _facts_of(activity: Activity, approval: Approval) -> dict[str, Any]:
    return {
        "version": activity.version,
        "designated_quarters": approval.designated_quarters,
        "approved_by": approval.approved_by,
        "systems": [own.key for own in approval.designated()],
    } | _looks(activity)


def _designations(
    session: Session, activity: Activity, approval: Approval, days: Dated
) -> Iterator[Designation]:
    """In the terms that were read; others do not change what was approved."""
    known = {(system.key, system.version): system for system in every_system(session)}
    for own in approval.designated():
        yield Designation(
            activity_id=activity.id,
            system_id=known[own.key, own.version].id,
            max_quarters=own.max_quarters,
            statement=own.statement,
            since=days.since.get(own.key),
        )


def _looks(activity: Activity) -> dict[str, Any]:
    """What its line tells of pictures and look, where there are any."""
    pictures = sorted(named_by(activity.signatories, activity.logos))
    told = {"pictures": pictures, "template": activity.template}
    return {name: value for name, value in told.items() if value}


def _is_as_approved(before: ApprovedActivity, approval: Approval, *, goes_on: bool) -> bool:
    """Whether it says nothing else; `goes_on`: then the day of its approval says nothing either."""
    if approval.designated_at not in {None, before.activity.approved_at}:
        return False
    asked = columns(approval)
    if goes_on:
        del asked["approved_at"], asked["change_reason"]
    stored = {name: getattr(before.activity, name) for name in asked}
    return (
        stored == asked
        and _parts(before.components) == _parts(approval.components)
        and _systems(before.designated) == _systems(approval.designated())
    )


def _systems(designated: Iterable[Designated] | Iterable[ApprovedSystem]) -> set[tuple[Any, ...]]:
    return {(own.key, own.version, own.max_quarters, own.statement) for own in designated}


def _parts(components: Sequence[Component] | Sequence[ApprovedComponent]) -> set[tuple[Any, ...]]:
    return {(part.kind, part.minutes_each, part.max_quarters) for part in components}


def claim(
    session: Session,
    learner: LearnerInCohort,
    quarters: int,
    *,
    system: str = "",
    read: str = "",
    by: UUID,
    now: datetime,
) -> Claim:
    """Record the learner's own statement of how much they claim; it freezes the policy.

    `system`: the key of what they claim in, of those that fit them; empty: what is suggested.
    `read`: as what the page offered it (`rules.offered_as`), for whom a page did. The same claim
    again, a second click, changes nothing.

    Raises `RefusedError` with the rule's reason.
    """
    edition, standing = _take_turn(session, learner, system, now)
    made = standing.claim
    if made and made.quarters == quarters and system in {"", made.credit_system}:
        return made
    require(rules.why_not_claim(standing, now) or _why_not_this(standing, quarters, read))
    return _state(session, learner, standing, edition, quarters, by=by, now=now)


def claim_anew(
    session: Session,
    learner: LearnerInCohort,
    quarters: int,
    *,
    system: str = "",
    read: str = "",
    by: UUID,
    now: datetime,
) -> Claim:
    """Let another claim take the place of the one that was made: of so much, and as who they are.

    `system`: as of a first claim; empty: the one that they claimed in, if it is theirs still.

    A certificate that rests on the former one holds until somebody issues another in its place.
    The same claim again changes nothing.

    Raises `RefusedError` with the rule's reason.
    """
    edition, standing = _take_turn(session, learner, system, now)
    former = standing.claim
    if former and (former.quarters, former.credit_system) == (quarters, standing.system):
        return former
    require(rules.why_not_claim_anew(standing, now) or _why_not_this(standing, quarters, read))
    assert former is not None
    _withdraw(session, former, by=by, now=now)
    return _state(session, learner, standing, edition, quarters, by=by, now=now)


def _take_turn(
    session: Session, learner: LearnerInCohort, system: str, now: datetime
) -> tuple[int, CreditStatus]:
    """Which edition the next claim would be, and how they stand once nobody else acts on it."""
    place = learner.enrollment.id
    require(why_not_take_part(*cohorts.lock_enrollment(session, place)))
    edition = queries.count_claims(session, place) + 1
    own = queries.own_standing(session, learner.cohort.id, place, learner.policy, now)
    return edition, own.choosing(system)


def _why_not_this(standing: CreditStatus, quarters: int, read: str) -> Reason | None:
    unread = rules.why_not_choose(standing) or rules.why_not_unread(standing, read)
    return unread or rules.why_not_so_much(standing, quarters)


def _state(
    session: Session,
    learner: LearnerInCohort,
    standing: CreditStatus,
    edition: int,
    quarters: int,
    *,
    by: UUID,
    now: datetime,
) -> Claim:
    """Write down what a learner states, and may."""
    approved, earned = standing.approved, standing.eligibility
    assert approved is not None
    assert earned is not None
    assert standing.designated is not None  # else nothing is earned
    made = Claim(
        enrollment_id=learner.enrollment.id,
        activity_id=approved.activity.id,
        credit_system=standing.system,
        edition=edition,
        quarters=quarters,
        eligible_quarters=earned.quarters,
        statement=claim_statement(approved.activity, standing.designated.system, quarters),
        facts=_facts(earned, approved, learner.policy_version)
        | _instead_of(standing)
        | _claimant(session.get_one(Person, learner.enrollment.person_id)),
        claimed_at=now,
        by=by,
    )
    session.add(made)
    session.flush()
    _record(session, "claim.made", made, by=by, now=now)
    freeze_policy(session, learner.policy_version, by=by, now=now)
    return made


def withdraw_claim(
    session: Session, made: Claim | None, *, issued_at: datetime | None, by: UUID, now: datetime
) -> None:
    """Take a claim back; it stays in the history.

    `made` and `issued_at`: the live claim, and when a certificate was issued for it, as read while
    the enrollment is locked. The caller locks it, since only certificates know what was issued.

    Raises `RefusedError` with the rule's reason.
    """
    require(rules.why_not_withdraw_claim(made, issued_at))
    assert made is not None
    _withdraw(session, made, by=by, now=now)


def _withdraw(session: Session, made: Claim, *, by: UUID, now: datetime) -> None:
    session.add(ClaimWithdrawal(claim_id=made.id, withdrawn_at=now, by=by))
    _record(session, "claim.taken-back", made, by=by, now=now)


def freeze_policy(
    session: Session, version: PolicyVersion, *, by: UUID | None, now: datetime
) -> None:
    """Freeze a policy when the first person is judged by it; later calls change nothing."""
    if version.frozen_at is not None or not _freeze(session, version, now):
        return
    audit.record(
        session,
        "policy.frozen",
        "policy_version",
        version.id,
        by=by,
        now=now,
        facts={"cohort": str(version.cohort_id), "version": version.version},
        reason=rules.FIRST_JUDGED,
    )


def _freeze(session: Session, version: PolicyVersion, now: datetime) -> bool:
    """Whether it was not frozen before, by whomever."""
    unfrozen_policy = update(PolicyVersion).where(
        col(PolicyVersion.id) == version.id, col(PolicyVersion.frozen_at).is_(None)
    )
    frozen = session.execute(
        unfrozen_policy.values(frozen_at=now).returning(col(PolicyVersion.id))
    ).first()
    return frozen is not None


def _facts(
    earned: Eligibility, approved: ApprovedActivity, policy: PolicyVersion
) -> dict[str, Any]:
    minutes = {
        part.kind.value: {
            "count": part.count,
            "minutes": part.minutes,
            "counted_minutes": part.counted_minutes,
        }
        for part in earned.parts
    }
    versions = {"activity_version": approved.activity.version, "policy_version": policy.version}
    return minutes | versions


def _instead_of(standing: CreditStatus) -> dict[str, Any]:
    """What else they could have claimed, where they did not take what is suggested."""
    found = standing.choices
    if not found or found[0].key == standing.system:
        return {}
    others = [own for own in found if own.key != standing.system]
    told = [amount_text(own.designated.system, own.earned.quarters) for own in others]
    return {"instead_of": told}


def _claimant(person: Person) -> dict[str, Any]:
    """As whom somebody claimed: all of it stands on the page on which they did."""
    return {
        "claimant": {
            "certificate_name": person.certificate_name,
            "degrees": person.degrees,
            "profession": person.profession.value,
            "is_verified": person.profession_verified_at is not None,
        }
    }


def _record(session: Session, act: str, made: Claim, *, by: UUID, now: datetime) -> None:
    audit.record(
        session,
        act,
        "enrollment",
        made.enrollment_id,
        by=by,
        now=now,
        facts={
            "claim": str(made.id),
            "credit_system": made.credit_system,
            "quarters": made.quarters,
            "eligible_quarters": made.eligible_quarters,
            "seal": seal(made),
        },
    )
