"""Reads of accreditations."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.core.db import records
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.models import Accreditation
from app.people.providers.models import Provider
from app.people.providers.queries import IS_NOW, NAMED


@dataclass(frozen=True)
class ProviderAccredited:
    """The newest version of an accreditation, and whose it is."""

    accreditation: Accreditation
    provider: Provider


_LATER = aliased(Accreditation)
_NEWEST = (
    ~select(col(_LATER.id))
    .where(
        and_(
            col(_LATER.provider_id) == col(Accreditation.provider_id),
            col(_LATER.accreditor) == col(Accreditation.accreditor),
            col(_LATER.accreditor_name) == col(Accreditation.accreditor_name),
            col(_LATER.version) > col(Accreditation.version),
        )
    )
    .exists()
)


def accreditations(session: Session) -> list[ProviderAccredited]:
    """All that hold in their newest version, by provider and accreditor: one statement.

    Those of a provider that was merged are not among them: what had one keeps it.
    """
    found = (
        select(Accreditation, Provider)
        .join(Provider, col(Provider.id) == col(Accreditation.provider_id))
        .where(_NEWEST, col(Provider.merged_into_id).is_(None))
        .order_by(
            col(Provider.name), col(Accreditation.accreditor), col(Accreditation.accreditor_name)
        )
    )
    return records(session.execute(found), ProviderAccredited)


def versions_of(session: Session, provider_id: UUID) -> Sequence[Accreditation]:
    """Every version of every accreditation of a provider, the newest of each first."""
    own = select(Accreditation).where(col(Accreditation.provider_id) == provider_id)
    return session.scalars(
        own.order_by(
            col(Accreditation.accreditor),
            col(Accreditation.accreditor_name),
            col(Accreditation.version).desc(),
        )
    ).all()


def newest_versions(session: Session, *provider_ids: UUID) -> Sequence[Accreditation]:
    """The version that holds of each accreditation of some providers: one statement."""
    own = select(Accreditation).where(col(Accreditation.provider_id).in_(provider_ids), _NEWEST)
    by_accreditor = own.order_by(col(Accreditation.accreditor), col(Accreditation.accreditor_name))
    return session.scalars(by_accreditor).all()


def accredited(session: Session, accreditation_id: UUID) -> ProviderAccredited | None:
    """One version, by its id, and whose it is now."""
    found = (
        select(Accreditation, Provider)
        .join(NAMED, col(NAMED.id) == col(Accreditation.provider_id))
        .join(Provider, IS_NOW)
        .where(col(Accreditation.id) == accreditation_id)
    )
    return next(iter(records(session.execute(found), ProviderAccredited)), None)


def accredited_by_text(session: Session, accreditation_id: str | None) -> ProviderAccredited | None:
    """The same by an id as terms keep it; None for none."""
    return accredited(session, UUID(accreditation_id)) if accreditation_id else None


def newest_of(
    session: Session, provider_id: UUID, accreditor: Accreditor, name: str
) -> Accreditation | None:
    """The version that holds, of one accreditor."""
    own = select(Accreditation).where(
        col(Accreditation.provider_id) == provider_id,
        col(Accreditation.accreditor) == accreditor,
        col(Accreditation.accreditor_name) == name,
    )
    return session.scalars(own.order_by(col(Accreditation.version).desc()).limit(1)).first()
