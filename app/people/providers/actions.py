"""Adding providers, and changing what is known of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import ConflictError
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

    What is as it was leaves no line. Raises `ConflictError` if another one is so called, or was
    before it was merged, and if this one was merged meanwhile.
    """
    (provider,) = queries.lock_providers(session, [provider.id])
    before = facts_of(provider)
    if before == facts:
        return
    _require_now(provider)
    _require_name(session, facts.name, before.name)
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


def held(session: Session, provider_id: UUID) -> Provider:
    """The provider, once nobody can merge it until commit.

    Raises `ConflictError` if somebody did meanwhile.
    """
    found = queries.hold_provider(session, provider_id)
    _require_now(found)
    return found


def _require_now(found: Provider) -> None:
    if found.merged_into_id is not None:
        raise ConflictError(rules.MERGED_MEANWHILE(provider=found.name))


def _require_name(session: Session, name: str, own: str | None) -> None:
    why_not = rules.why_not_call(name, own, queries.names_now(session))
    if why_not is not None:
        raise ConflictError(why_not)


def facts_of(provider: Provider) -> ProviderFacts:
    """What is known of one."""
    return ProviderFacts(provider.name, provider.zone, provider.accreditor_number)


def add_provider(
    session: Session, facts: ProviderFacts, *, by: UUID | None, now: datetime
) -> Provider:
    """Add one. Raises `ConflictError` if there is one so called, or was before it was merged."""
    _require_name(session, facts.name, None)
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
