"""Saying who one is, and being somebody once the address is verified."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import audit, outbox
from app.core.errors import RefusedError, require
from app.core.ids import keyed_hash, new_token, token_hash
from app.people import queries, rules
from app.people.actions import SignedIn, start_session
from app.people.directory.actions import NewPerson, add_person
from app.people.enums import Profession
from app.people.links.actions import Asked, mail_link
from app.people.models import Institution, Newcomer
from app.people.newcomers.queries import is_taken, newcomer_by_token, unopened


@dataclass(frozen=True)
class Introduction:
    """Who somebody says they are."""

    address: str
    given_name: str
    family_name: str
    degrees: str
    profession: Profession
    institution_id: UUID
    language: str | None


def introduce(
    session: Session,
    said: Introduction,
    *,
    browser: str,
    next_path: str,
    link_path: str,
    secret: str,
    now: datetime,
) -> None:
    """Mail a link: to who is known, the usual one; to anybody else, one that makes them known.

    Either way a link is kept, a letter posted and a line written. `link_path`: where the token of
    who is new is used.
    """
    address = said.address.strip().lower()
    typed = keyed_hash(secret, address)
    audit.record(session, "newcomer.asked", "address", typed, by=None, now=now)
    if queries.person_by_address(session, address) is not None:
        mail_link(session, Asked(address, browser, next_path), asked_at=now)
        return
    token = new_token()
    newcomer = Newcomer(
        address=address,
        given_name=said.given_name,
        family_name=said.family_name,
        degrees=said.degrees,
        profession=said.profession,
        institution_id=said.institution_id,
        language=said.language,
        token_hash=token_hash(token),
        browser_hash=token_hash(browser),
        next_path=rules.safe_next(next_path),
        created_at=now,
        expires_at=now + rules.LINK_WORKS_FOR,
    )
    session.add(newcomer)
    outbox.post(
        session,
        kind="newcomer",
        key=_letter_key(newcomer),
        person_id=newcomer.id,
        recipient=address,
        facts={"minutes": rules.LINK_WORKS_FOR // timedelta(minutes=1)},
        secrets={"link_path": f"{link_path}/{token}"},
        now=now,
        useless_after=newcomer.expires_at,
    )


def _letter_key(newcomer: Newcomer) -> str:
    return f"newcomer:{newcomer.id}"


def throw_away_old(session: Session, now: datetime) -> None:
    """Delete what was said of those who never opened their link, as its letter promises."""
    session.execute(delete(Newcomer).where(unopened(now)))


def arrive(
    session: Session, token: str, *, browser: str, user_agent: str, now: datetime
) -> SignedIn:
    """Use up the link of somebody new: from now on they are known, and signed in.

    Raises `RefusedError` if it is unknown, old, used or from elsewhere.
    """
    newcomer = newcomer_by_token(session, token_hash(token))
    if newcomer is None:
        raise RefusedError(rules.LINK_NO_GOOD)
    same = hmac.compare_digest(newcomer.browser_hash, token_hash(browser))
    used, ends = newcomer.consumed_at, newcomer.expires_at
    require(rules.why_not_sign_in(consumed_at=used, expires_at=ends, same_browser=same, now=now))
    person_id = _person_of(session, newcomer, now)
    newcomer.consumed_at = now
    outbox.forget(session, _letter_key(newcomer))
    signed_in = start_session(session, person_id, how="newcomer", user_agent=user_agent, now=now)
    return replace(signed_in, next_path=newcomer.next_path)


def _person_of(session: Session, newcomer: Newcomer, now: datetime) -> UUID:
    """Who they are; somebody who asked twice, or was added meanwhile, is there already.

    Raises `RefusedError` for an address with which nobody signs in any more.
    """
    known = queries.person_by_address(session, newcomer.address)
    if known is not None:
        return known.id
    require(rules.LINK_NO_GOOD if is_taken(session, newcomer.address) else None)
    institution = session.get_one(Institution, newcomer.institution_id)
    person = add_person(session, _new_person(newcomer), institution, by=None, now=now)
    person.language = newcomer.language
    session.flush()
    return person.id


def _new_person(newcomer: Newcomer) -> NewPerson:
    return NewPerson(
        given_name=newcomer.given_name,
        family_name=newcomer.family_name,
        address=newcomer.address,
        profession=newcomer.profession,
        degrees=newcomer.degrees,
        says_so_themselves=True,
        is_address_verified=True,
    )
