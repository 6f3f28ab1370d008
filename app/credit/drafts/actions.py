"""A draft as a whole, with the credit that it gives: changed, published, thrown away."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.drafts import actions as drafts
from app.cohorts.drafts import queries, rules
from app.cohorts.drafts.calendar.rules import Dates
from app.cohorts.drafts.rules import DraftFacts, SeatsAndRules
from app.cohorts.models import Cohort
from app.core.errors import RefusedError
from app.credit.accreditations.queries import accredited
from app.credit.accreditations.rules import why_not_on
from app.credit.actions import approve_activity
from app.credit.approvals import Approval
from app.credit.disclosures.discarding.actions import throw_away
from app.credit.disclosures.holding.actions import settle
from app.credit.disclosures.reviewing.actions import follow_approval
from app.credit.drafts.queries import activity_ids, earlier_credit, gives_credit, proposal_ids
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.formats.rules import why_not_last
from app.credit.models import Activity, Component, Designation
from app.credit.pictures.actions import let_go
from app.credit.pictures.rules import Picture
from app.credit.proposals.actions import take_back
from app.credit.proposals.approved import approved_as
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.credit.proposals.queries import AskedOf, asked_last
from app.credit.proposals.rules import why_not_give
from app.credit.proposals.terms import terms_of_approved
from app.credit.queries import activity_of
from app.language.moments import local
from app.language.reasons import Reason


def change_dates(
    session: Session, here: CohortContext, title: str, dates: Dates, *, by: UUID, now: datetime
) -> None:
    """Put a draft on other days; claims close when it does."""
    drafts.change_dates(session, here, title, dates, by=by, now=now)
    _close_claims(session, here.cohort)


def change_seats(
    session: Session, here: CohortContext, chosen: SeatsAndRules, *, by: UUID, now: datetime
) -> None:
    """Decide the seats, deadlines and policy of a draft; claims close when it does."""
    drafts.change_seats(session, here, chosen, by=by, now=now)
    _close_claims(session, here.cohort)


def facts_of(session: Session, here: CohortContext) -> DraftFacts:
    """What decides whether a draft can be published."""
    cohort = here.cohort
    units = queries.planned_units(session, cohort.id)
    earlier = earlier_credit(session, here.program.id)
    return DraftFacts(
        starts=[local(unit.starts_at, cohort.zone) for unit in units if unit.starts_at],
        modules=sum(unit.has_module for unit in units),
        capacity=cohort.capacity,
        closes=local(cohort.closes_at, cohort.zone),
        modules_required=here.policy.modules_required,
        sessions_required=here.policy.sessions_required,
        gives_credit=gives_credit(session, cohort.id),
        gave_credit=earlier.cohort.title if earlier else None,
    )


def lock_draft(session: Session, cohort: Cohort) -> None:
    """Raises `RefusedError` if it was published meanwhile."""
    if not queries.lock_cohort(session, cohort.id).is_draft:
        raise RefusedError(rules.PUBLISHED)


def enter_credit(
    session: Session,
    cohort: Cohort,
    approval: Approval,
    *,
    provider_id: UUID | None,
    pictures: Sequence[Picture] = (),
    by: UUID,
    now: datetime,
) -> Activity:
    """Enter what was approved for a draft where nobody here approves it.

    What waits is taken back: nobody shall approve it over what was entered since. The arguments
    are those of `approve_activity`.

    Raises:
        ConflictError: Somebody else entered one, or its provider, at the same time.
        RefusedError: It was published meanwhile, or a picture that it names is not here.
    """
    lock_draft(session, cohort)
    take_back(session, cohort, by=by, now=now)
    activity = approve_activity(
        session, cohort, approval, provider_id=provider_id, pictures=pictures, by=by, now=now
    )
    follow_approval(session, cohort, by=by, now=now)
    return activity


def publish_draft(
    session: Session,
    here: CohortContext,
    *,
    templates: str,
    by: UUID,
    now: datetime,
    without_credit: bool = False,
) -> Sequence[Reason]:
    """Publish a draft with the texts that its program has now, unless something is missing.

    `templates`: the version of what certificates are printed with, which an officer approved as a
    proof. `without_credit`: although an earlier cohort gave some. Returns what is missing; then
    nothing was published. Again, a second click, changes nothing.
    """
    if not queries.lock_cohort(session, here.cohort.id).is_draft:
        return ()
    drafts.follow_texts(session, here)
    facts = facts_of(session, here)
    missing = (
        *rules.why_not_publish(facts, now, without_credit=without_credit),
        *why_not_credit(session, here.cohort, facts, templates, now, without_credit=without_credit),
    )
    if not missing:
        drafts.publish(session, here.cohort, by=by, now=now)
        settle(session, here.cohort.id, now=now)
    return missing


def why_not_credit(
    session: Session,
    cohort: Cohort,
    facts: DraftFacts,
    templates: str,
    now: datetime,
    *,
    without_credit: bool = False,
) -> Sequence[Reason]:
    """What keeps the credit of a draft from being given.

    An approval that waits, sessions after its last day, or days on which nobody is accredited.
    `without_credit`: its coordinator said that it gives none, so what was returned keeps nobody.
    """
    approved, asked = activity_of(session, cohort.id), asked_last(session, cohort.id)
    if without_credit and approved is None and asked is not None and not asked.is_open:
        return []
    awaited = why_not_give(
        asked,
        approved_as(session, approved, now) if approved else None,
        templates=templates,
        zone=cohort.zone,
    )
    late = _why_not_expire(approved, asked, facts, cohort.zone)
    outside = _why_not_days(session, approved, facts)
    return [why_not for why_not in (awaited, late, outside) if why_not is not None]


def _why_not_expire(
    approved: ApprovedActivity | None, asked: AskedOf | None, facts: DraftFacts, zone: str
) -> Reason | None:
    """Of what waits, else of what is in force: both were right when they were entered."""
    held = terms_of_approved(approved) if approved else {}
    terms = asked.proposal.terms if asked is not None and asked.is_open else held
    if not terms.get("expires_at") or not facts.starts:
        return None
    expires = local(datetime.fromisoformat(terms["expires_at"]), zone)
    return why_not_last(expires.date(), max(facts.starts).date())


def _why_not_days(
    session: Session, approved: ApprovedActivity | None, facts: DraftFacts
) -> Reason | None:
    chosen = approved.activity.accreditation_id if approved else None
    own = accredited(session, chosen) if chosen else None
    if own is None:
        return None
    days = [start.date() for start in facts.starts]
    return why_not_on(own.accreditation, own.provider.name, days)


def discard_draft(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> None:
    """Throw a draft away, also the credit that was entered for it.

    Raises `RefusedError` once it is published, or when somebody has a place in it.
    """
    lock_draft(session, cohort)
    throw_away(session, cohort.id)
    own = activity_ids(session, cohort.id)
    asked = proposal_ids(session, cohort.id)
    let_go(session, own, asked)
    session.execute(delete(ProposalDecision).where(col(ProposalDecision.proposal_id).in_(asked)))
    session.execute(delete(ActivityProposal).where(col(ActivityProposal.cohort_id) == cohort.id))
    for rows in (Component, Designation):
        session.execute(delete(rows).where(col(rows.activity_id).in_(own)))
    session.execute(delete(Activity).where(col(Activity.cohort_id) == cohort.id))
    drafts.discard(session, cohort, by=by, now=now)


def _close_claims(session: Session, cohort: Cohort) -> None:
    """Nobody has claimed in a draft, so its activity is not approved anew for this."""
    session.execute(
        update(Activity)
        .where(col(Activity.cohort_id) == cohort.id)
        .values(claims_close_at=cohort.closes_at)
    )
