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
from app.credit.drafts.queries import activity_ids, earlier_credit
from app.credit.models import Activity, Component
from app.credit.pictures.actions import let_go
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
        gives_credit=activity_of(session, cohort.id) is not None,
        gave_credit=earlier.cohort.title if earlier else None,
    )


def publish_draft(
    session: Session, here: CohortContext, *, by: UUID, now: datetime, without_credit: bool = False
) -> Sequence[Reason]:
    """Publish a draft with the texts that its program has now, unless something is missing.

    `without_credit`: although an earlier cohort gave some. Returns what is missing; then nothing
    was published. Again, a second click, changes nothing.
    """
    if not queries.lock_cohort(session, here.cohort.id).is_draft:
        return ()
    drafts.follow_texts(session, here)
    facts = facts_of(session, here)
    missing = rules.why_not_publish(facts, now, without_credit=without_credit)
    if not missing:
        drafts.publish(session, here.cohort, by=by, now=now)
    return missing


def discard_draft(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> None:
    """Throw a draft away, also the credit that was entered for it.

    Raises `RefusedError` once it is published, or when somebody has a place in it.
    """
    if not queries.lock_cohort(session, cohort.id).is_draft:
        raise RefusedError(rules.PUBLISHED)
    own = activity_ids(session, cohort.id)
    let_go(session, own)
    session.execute(delete(Component).where(col(Component.activity_id).in_(own)))
    session.execute(delete(Activity).where(col(Activity.cohort_id) == cohort.id))
    drafts.discard(session, cohort, by=by, now=now)


def _close_claims(session: Session, cohort: Cohort) -> None:
    """Nobody has claimed in a draft, so its activity is not approved anew for this."""
    session.execute(
        update(Activity)
        .where(col(Activity.cohort_id) == cohort.id)
        .values(claims_close_at=cohort.closes_at)
    )
