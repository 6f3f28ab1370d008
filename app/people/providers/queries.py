"""Reads of providers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.providers.models import Provider
from app.people.providers.rules import compared


def providers(session: Session) -> Sequence[Provider]:
    """Those that were not merged into another one, by name."""
    own = select(Provider).where(col(Provider.merged_into_id).is_(None))
    return session.scalars(own.order_by(col(Provider.name))).all()


def provider_called(session: Session, name: str) -> Provider | None:
    """The one of this name, however it is spaced and capitalized; of a merged one, its target."""
    known = session.scalars(select(Provider).order_by(col(Provider.added_at), col(Provider.id)))
    alike = [provider for provider in known if compared(provider.name) == compared(name)]
    exact = [provider for provider in alike if provider.name == name]
    found = next(iter((*exact, *alike)), None)
    return _target(session, found)


def _target(session: Session, found: Provider | None) -> Provider | None:
    while found is not None and found.merged_into_id is not None:
        found = session.get_one(Provider, found.merged_into_id)
    return found


def provider(session: Session, provider_id: UUID) -> Provider | None:
    """One, by its id."""
    return session.get(Provider, provider_id)
