"""Adding providers, and changing what is known of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.people.providers import queries, rules
from app.people.providers.models import Provider
from app.people.providers.rules import ProviderFacts


def provider_for(
    session: Session, name: str, *, zone: str, by: UUID | None, now: datetime
) -> Provider:
    """The provider of this name, which is added if nobody knows it.

    `zone`: an IANA zone for a new one. Raises `ConflictError` if somebody adds it meanwhile.
    """
    found = queries.provider_called(session, name)
    facts = ProviderFacts(" ".join(name.split()), zone, "")
    return found or add_provider(session, facts, by=by, now=now)


def change_provider(
    session: Session, provider: Provider, facts: ProviderFacts, *, by: UUID, now: datetime
) -> None:
    """Write down other facts; activities keep the name that they were approved under.

    What is as it was leaves no line. Raises `ConflictError` if another one is so called.
    """
    before = facts_of(provider)
    if before == facts:
        return
    provider.name, provider.zone = facts.name, facts.zone
    provider.accreditor_number = facts.accreditor_number
    flush_unique(session, Provider, "name", rules.KNOWN)
    audit.record(
        session,
        "provider.changed",
        "provider",
        provider.id,
        by=by,
        now=now,
        facts={"before": vars(before), "after": vars(facts)},
    )


def facts_of(provider: Provider) -> ProviderFacts:
    """What is known of one."""
    return ProviderFacts(provider.name, provider.zone, provider.accreditor_number)


def add_provider(
    session: Session, facts: ProviderFacts, *, by: UUID | None, now: datetime
) -> Provider:
    """Add one. Raises `ConflictError` if there is one so called."""
    added = Provider(added_at=now, **vars(facts))
    session.add(added)
    flush_unique(session, Provider, "name", rules.KNOWN)
    audit.record(
        session,
        "provider.added",
        "provider",
        added.id,
        by=by,
        now=now,
        facts=vars(facts),
    )
    return added
