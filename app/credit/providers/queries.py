"""Reads of whose activities there are, and under which names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Exists,
    and_,
    exists,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.models import Activity
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.people.providers.models import Provider
from app.people.providers.queries import (
    IS_NOW,
    NAMED,
    every_provider,
    officered,
    provider_called,
    provider_now,
)
from app.people.providers.rules import compared


def providers_of(session: Session, cohort_id: UUID) -> frozenset[UUID]:
    """The provider of a cohort's activity as it is now, and one that is asked for its approval.

    Whose officers returned what was asked keeps it until something is in force. Nothing of a cohort
    that gives no credit and of which nobody asks any: what was asked in vain makes it nobody's.
    """
    approved = _NEWEST.where(col(Activity.cohort_id) == cohort_id)
    asked = _ASKED.where(col(ActivityProposal.cohort_id) == cohort_id)
    return frozenset(session.scalars(union(approved, asked)))


def has_officers(cohort_id: ColumnElement[UUID], now: datetime) -> Exists:
    """Whether the provider of a cohort's activity, as it is now, has officers; for selects."""
    theirs = col(Activity.provider_id).in_(officered(now))
    return _NEWEST.where(col(Activity.cohort_id) == cohort_id, theirs).exists()


def provider_meant(session: Session, name: str) -> Provider | None:
    """The one that is called so, or else was when something of its was approved or asked for."""
    own = provider_called(session, name)
    if own is not None:
        return own
    former = ids_by_name(session).get(compared(name))
    return provider_now(session, former) if former else None


def ids_by_name(session: Session) -> Mapping[str, UUID]:
    """Whose each name is, or was in what was approved or asked for, as names are compared.

    What somebody is called now comes before what another one was called.
    """
    now = {compared(own.name): own.id for own in reversed(every_provider(session))}
    former = {compared(row.name): row.provider_id for row in session.execute(_FORMER)}
    return {name: provider_now(session, id_).id for name, id_ in {**former, **now}.items()}


_FORMER: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        col(Activity.provider).label("name"),
        col(Activity.provider_id).label("provider_id"),
        col(Activity.approved_at).label("at"),
    ),
    select(
        col(ActivityProposal.terms)["provider"].as_string(),
        col(ActivityProposal.provider_id),
        col(ActivityProposal.proposed_at),
    ),
).order_by("at")
_LATER, _ASKED_LATER = aliased(Activity), aliased(ActivityProposal)
_NEWEST = select(col(Activity.provider_id)).where(
    ~exists().where(
        col(_LATER.cohort_id) == col(Activity.cohort_id),
        col(_LATER.version) > col(Activity.version),
    )
)
_DECIDED = exists().where(col(ProposalDecision.proposal_id) == col(ActivityProposal.id))
_RETURNED = _DECIDED.where(col(ProposalDecision.outcome) == Outcome.RETURNED)
_IN_FORCE = exists().where(col(_LATER.cohort_id) == col(ActivityProposal.cohort_id))
_ASKED = (
    select(col(Provider.id))
    .join(NAMED, IS_NOW)
    .join(ActivityProposal, col(ActivityProposal.provider_id) == col(NAMED.id))
).where(
    ~exists().where(
        col(_ASKED_LATER.cohort_id) == col(ActivityProposal.cohort_id),
        col(_ASKED_LATER.number) > col(ActivityProposal.number),
    ),
    or_(~_DECIDED, and_(_RETURNED, ~_IN_FORCE)),
)
