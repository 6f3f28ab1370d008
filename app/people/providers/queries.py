"""Reads of providers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.providers.models import Provider
from app.people.providers.rules import compared
from app.people.queries import grant_holds
from app.policy.table import Role

NAMED = aliased(Provider, name="named")
IS_NOW = col(Provider.id) == func.coalesce(NAMED.merged_into_id, NAMED.id)
"""That a provider is what the one that a row names is now: records go on naming what was merged.

A merge leads all that were merged before to the last one, so one step is enough.
"""


def providers(session: Session) -> Sequence[Provider]:
    """Those that were not merged into another one, by name."""
    own = select(Provider).where(col(Provider.merged_into_id).is_(None))
    return session.scalars(own.order_by(col(Provider.name))).all()


def provider_called(session: Session, name: str) -> Provider | None:
    """The one of this name, however it is spaced and capitalized; of a merged one, its target."""
    alike = [
        provider
        for provider in every_provider(session)
        if compared(provider.name) == compared(name)
    ]
    exact = [provider for provider in alike if provider.name == name]
    found = next(iter((*exact, *alike)), None)
    return _target(session, found)


def every_provider(session: Session) -> Sequence[Provider]:
    """All of them, with those that were merged, the oldest first."""
    own = select(Provider).order_by(col(Provider.added_at), col(Provider.id))
    return session.scalars(own).all()


def names_now(session: Session) -> Mapping[str, str]:
    """Every name there is, with what its provider is called now: of a merged one, its target."""
    every = every_provider(session)
    called = {own.id: own.name for own in every}
    return {own.name: called[own.merged_into_id or own.id] for own in every}


def merged_into(session: Session, provider_id: UUID) -> Sequence[Provider]:
    """Those that were merged into one, by name."""
    own = select(Provider).where(col(Provider.merged_into_id) == provider_id)
    return session.scalars(own.order_by(col(Provider.name))).all()


def lock_providers(session: Session, provider_ids: Collection[UUID]) -> Sequence[Provider]:
    """Lock them until commit, in one order, and read what holds of them after the wait."""
    return session.scalars(_locking(provider_ids).with_for_update()).all()


def hold_provider(session: Session, provider_id: UUID) -> Provider:
    """Keep one from being merged until commit: many can at once, and read what holds then."""
    held = _locking([provider_id]).with_for_update(read=True, key_share=True)
    return session.scalars(held).one()


def _locking(provider_ids: Collection[UUID]) -> Select[Provider]:
    return (
        select(Provider)
        .where(col(Provider.id).in_(provider_ids))
        .order_by(col(Provider.id))
        .execution_options(populate_existing=True)
    )


def _target(session: Session, found: Provider | None) -> Provider | None:
    while found is not None and found.merged_into_id is not None:
        found = session.get_one(Provider, found.merged_into_id)
    return found


def officers_of(session: Session, provider_id: UUID, now: datetime) -> Sequence[Person]:
    """Who is its officer at this moment, by name; who cannot sign in is none."""
    return officers_of_any(session, [provider_id], now)


def officers_of_any(
    session: Session, provider_ids: Collection[UUID], now: datetime
) -> Sequence[Person]:
    """The same of several providers, everybody once: one statement."""
    theirs = select(col(RoleGrant.person_id)).where(
        col(RoleGrant.role) == Role.CME_OFFICER,
        col(RoleGrant.scope) == Scope.PROVIDER,
        col(RoleGrant.scope_id).in_(provider_ids),
        grant_holds(now),
    )
    found = (
        select(Person)
        .where(col(Person.id).in_(theirs), col(Person.disabled_at).is_(None))
        .order_by(col(Person.family_name), col(Person.given_name), col(Person.id))
    )
    return session.scalars(found).all()


def with_officers(session: Session, now: datetime) -> frozenset[UUID]:
    """The providers that have an officer at this moment: one statement."""
    return frozenset(id_ for id_ in session.scalars(officered(now)) if id_ is not None)


def officered(now: datetime) -> Select[UUID | None]:
    """The same, for selects."""
    return (
        select(col(RoleGrant.scope_id))
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            col(RoleGrant.role) == Role.CME_OFFICER,
            col(RoleGrant.scope) == Scope.PROVIDER,
            col(Person.disabled_at).is_(None),
            grant_holds(now),
        )
    )


def provider_now(session: Session, provider_id: UUID) -> Provider:
    """One that there was, as it is now: of a merged one, its target."""
    found = _target(session, session.get_one(Provider, provider_id))
    assert found is not None
    return found


def provider(session: Session, provider_id: UUID) -> Provider | None:
    """One, by its id."""
    return session.get(Provider, provider_id)
