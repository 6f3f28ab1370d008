"""Adding providers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.people.providers import queries, rules
from app.people.providers.models import Provider


def provider_for(
    session: Session, name: str, *, zone: str, by: UUID | None, now: datetime
) -> Provider:
    """The provider of this name, which is added if nobody knows it.

    `zone`: an IANA zone for a new one. Raises `ConflictError` if somebody adds it meanwhile.
    """
    found = queries.provider_called(session, name)
    return found or add_provider(session, name, zone=zone, by=by, now=now)


def add_provider(
    session: Session, name: str, *, zone: str, by: UUID | None, now: datetime
) -> Provider:
    """Add one whose years end in an IANA zone. Raises `ConflictError` if there is one so called."""
    added = Provider(name=" ".join(name.split()), zone=zone, added_at=now)
    session.add(added)
    flush_unique(session, Provider, "name", rules.KNOWN)
    audit.record(
        session,
        "provider.added",
        "provider",
        added.id,
        by=by,
        now=now,
        facts={"name": added.name, "zone": zone},
    )
    return added
