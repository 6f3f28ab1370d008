"""Adding addresses by a mailed link, letting mail go to another one, and removing them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, outbox
from app.core.collisions import flush_unique
from app.core.errors import RefusedError, require
from app.core.ids import new_token, token_hash
from app.people.addresses import queries, rules
from app.people.addresses.trouble.actions import note_read
from app.people.grants.queries import lock_person
from app.people.models import AddressLink, EmailAddress, Person


def ask_for_address(
    session: Session, person: Person, address: str, *, by: UUID, now: datetime
) -> None:
    """Mail a link to an address; who opens it makes the address this person's.

    Nothing tells whether it is somebody's already: whoever reads its mail learns that by the link.

    Raises `RefusedError` for an address of their own, and where there are enough.
    """
    wanted = address.strip().lower()
    own = queries.addresses_of(session, person.id)
    require(rules.THEIRS_ALREADY if any(known.address == wanted for known in own) else None)
    require(rules.ENOUGH if len(own) >= rules.MOST else None)
    token = new_token()
    link = _new_link(person, wanted, token, by=by, now=now)
    session.add(link)
    _record(session, "address.asked", person.id, wanted, by=by, now=now)
    _mail_link(session, person, link, token)


def _new_link(person: Person, address: str, token: str, *, by: UUID, now: datetime) -> AddressLink:
    return AddressLink(
        person_id=person.id,
        address=address,
        token_hash=token_hash(token),
        asked_by=by,
        created_at=now,
        expires_at=now + rules.LINK_WORKS_FOR,
    )


def _mail_link(session: Session, person: Person, link: AddressLink, token: str) -> None:
    outbox.post(
        session,
        kind="verify_address",
        key=_letter_key(link),
        person_id=person.id,
        recipient=link.address,
        facts={"name": person.certificate_name, "days": rules.LINK_WORKS_FOR.days},
        secrets={"link_path": f"/addresses/{token}"},
        now=link.created_at,
        useless_after=link.expires_at,
    )


def _letter_key(link: AddressLink) -> str:
    return f"verify-address:{link.id}"


def verify_address(session: Session, token: str, *, now: datetime) -> EmailAddress:
    """Use up a mailed link: the address is the person's, and signs in from now on.

    They are told so where their mail went before.

    Raises `RefusedError` if the link is unknown, old or used, and if the address is another's.
    """
    link, person = _usable_link(session, token, now)
    holder = queries.holder_of(session, link.address)
    require(rules.ELSEWHERE if holder is not None and holder.person_id != person.id else None)
    link.consumed_at = now
    outbox.forget(session, _letter_key(link))
    address = holder or EmailAddress(person_id=person.id, address=link.address, is_primary=False)
    session.add(address)
    address.verified_at = now
    flush_unique(session, EmailAddress, "address", rules.ELSEWHERE)
    note_read(session, address, now=now)
    _record(session, "address.verified", person.id, link.address, by=person.id, now=now)
    _tell_added(session, person, link, now)
    return address


def _usable_link(session: Session, token: str, now: datetime) -> tuple[AddressLink, Person]:
    found = queries.link_by_token(session, token_hash(token))
    if found is None or found.person.disabled_at is not None:
        raise RefusedError(rules.LINK_NO_GOOD)
    require(rules.why_not_verify(found.address_link, now))
    return found.address_link, found.person


def _tell_added(session: Session, person: Person, link: AddressLink, now: datetime) -> None:
    outbox.post(
        session,
        kind="address_added",
        key=f"address-added:{link.id}",
        person_id=person.id,
        facts={"address": rules.masked(link.address)},
        now=now,
    )


def make_primary(session: Session, address: EmailAddress, *, by: UUID, now: datetime) -> None:
    """Let mail go to a verified address, and no longer to the one before."""
    require(rules.why_not_make_primary(address))
    lock_person(session, address.person_id)
    session.refresh(address)
    if address.is_primary:
        return
    for other in queries.addresses_of(session, address.person_id):
        other.is_primary = other.id == address.id
    _record(session, "address.made_primary", address.person_id, address.address, by=by, now=now)


def remove_address(session: Session, address: EmailAddress, *, by: UUID, now: datetime) -> None:
    """Forget an address; it signs nobody in any more."""
    lock_person(session, address.person_id)
    session.refresh(address)
    require(rules.why_not_remove(address))
    _record(session, "address.removed", address.person_id, address.address, by=by, now=now)
    session.delete(address)
    session.flush()


def _record(
    session: Session, act: str, person_id: UUID, address: str, *, by: UUID, now: datetime
) -> None:
    facts = {"address": rules.masked(address)}
    audit.record(session, act, "person", person_id, by=by, now=now, facts=facts)
