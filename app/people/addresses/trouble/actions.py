"""Marking an address to which mail does not get, and saying that it works again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.errors import require
from app.people.addresses.queries import holder_of
from app.people.addresses.rules import masked
from app.people.addresses.trouble import queries, rules
from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.models import AddressTrouble
from app.people.models import EmailAddress


def note_trouble(
    session: Session,
    address: str,
    kind: Trouble,
    *,
    code: str,
    message_id: UUID | None,
    now: datetime,
) -> EmailAddress | None:
    """Mark an address; None where it is nobody's. The same report twice marks it once."""
    own = holder_of(session, address.strip().lower())
    if own is None or queries.is_noted(session, own.id, kind, message_id):
        return own
    fact = AddressTrouble(
        address_id=own.id, kind=kind, at=now, code=code[:20], message_id=message_id
    )
    session.add(fact)
    facts = {"address": masked(own.address), "trouble": kind, "code": code[:20]}
    audit.record(session, "address.failed", "person", own.person_id, by=None, now=now, facts=facts)
    session.flush()
    return own


def mend(session: Session, address: EmailAddress, *, by: UUID, now: datetime) -> None:
    """Somebody says that mail gets there again."""
    found = queries.troubles(session, [address.id]).get(address.id)
    require(rules.why_not_mend(found.kind if found else None))
    session.add(AddressTrouble(address_id=address.id, kind=Trouble.MENDED, at=now, by=by))
    facts = {"address": masked(address.address)}
    audit.record(
        session, "address.mended", "person", address.person_id, by=by, now=now, facts=facts
    )
    session.flush()


def note_read(session: Session, address: EmailAddress, *, now: datetime) -> None:
    """What was sent there was read: whatever was the matter is over. The act has its own line."""
    if queries.troubles(session, [address.id]):
        session.add(AddressTrouble(address_id=address.id, kind=Trouble.MENDED, at=now))
        session.flush()


def note_taken(session: Session, address: str, *, now: datetime) -> None:
    """The server that refused an address took mail for it; what came back may come back again."""
    found = queries.trouble_at(session, address)
    if found is not None and found.kind is Trouble.REFUSED:
        mended = AddressTrouble(address_id=found.address_id, kind=Trouble.MENDED, at=now)
        session.add(mended)
        session.flush()
