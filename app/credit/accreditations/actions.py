"""Entering what an accreditor said of a provider."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import ConflictError
from app.credit.accreditations import queries, rules
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.rules import Wording
from app.people.providers.actions import held
from app.people.providers.models import Provider

_KEY = "provider_id, accreditor, accreditor_name, version"  # not shown


def enter_accreditation(
    session: Session, provider: Provider, wording: Wording, *, seen: int, by: UUID, now: datetime
) -> Accreditation:
    """Enter the next version; what is as it was stays the version that it is.

    `seen`: the version that was looked at, 0 for none. Raises `ConflictError` if there is a newer
    one meanwhile, or the provider was merged.
    """
    held(session, provider.id)
    before = queries.newest_of(session, provider.id, wording.accreditor, wording.accreditor_name)
    if before is not None and wording_of(before) == wording:
        return before
    version = before.version if before else 0
    if seen != version:
        raise ConflictError(rules.ENTERED_MEANWHILE)
    entered = Accreditation(
        provider_id=provider.id, version=version + 1, entered_at=now, by=by, **vars(wording)
    )
    session.add(entered)
    flush_unique(session, Accreditation, _KEY, rules.ENTERED_MEANWHILE)
    audit.record(
        session,
        "accreditation.entered",
        "provider",
        provider.id,
        by=by,
        now=now,
        facts={
            "accreditor": rules.accreditor_of(entered),
            "version": entered.version,
            "valid_from": wording.valid_from.isoformat(),
            "valid_until": wording.valid_until.isoformat() if wording.valid_until else None,
        },
    )
    return entered


def wording_of(entered: Accreditation) -> Wording:
    """What a version says."""
    return Wording(
        accreditor=entered.accreditor,
        accreditor_name=entered.accreditor_name,
        statement=entered.statement,
        joint_statement=entered.joint_statement,
        valid_from=entered.valid_from,
        valid_until=entered.valid_until,
    )
