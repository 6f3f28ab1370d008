"""Signing in and out, and changing one's own profile."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, outbox
from app.core.errors import RefusedError, require
from app.core.ids import keyed_hash, new_token, token_hash
from app.people import queries, rules
from app.people.addresses.trouble.actions import note_read
from app.people.links.actions import letter_key
from app.people.models import EmailAddress, Person, SignInToken, WebSession

DEMO = "demo"
"""How somebody signs in who is invented: by a click."""


@dataclass(frozen=True)
class SignedIn:
    """A fresh web session: the cookie's secret, and where to go."""

    token: str
    web_session: WebSession
    next_path: str = "/home"


def sign_in_by_link(
    session: Session, token: str, *, browser: str, user_agent: str, now: datetime
) -> SignedIn:
    """Use up a mailed link. Raises `RefusedError` if it is unknown, old, used or from elsewhere."""
    link = queries.sign_in_token(session, token_hash(token))
    if link is None:
        raise RefusedError(rules.LINK_NO_GOOD)
    same = hmac.compare_digest(link.browser_hash, token_hash(browser))
    used, ends = link.consumed_at, link.expires_at
    require(rules.why_not_sign_in(consumed_at=used, expires_at=ends, same_browser=same, now=now))
    return _use_up(session, link, how="link", user_agent=user_agent, now=now)


def sign_in_by_code(
    session: Session, code: str, *, browser: str, user_agent: str, now: datetime
) -> SignedIn | None:
    """Use up a mailed code in the browser that asked for it; None, and counted, if it is wrong."""
    typed = keyed_hash(browser, code)
    most = rules.MOST_WRONG_CODES
    asked = queries.open_sign_ins(session, token_hash(browser), now, most_wrong=most)
    for mailed in asked:
        if mailed.code_hash and hmac.compare_digest(mailed.code_hash, typed):
            return _use_up(session, mailed, how="code", user_agent=user_agent, now=now)
    for mailed in asked:
        mailed.wrong_codes += 1
    return None


def _use_up(
    session: Session, mailed: SignInToken, *, how: str, user_agent: str, now: datetime
) -> SignedIn:
    mailed.consumed_at = now
    outbox.forget(session, letter_key(mailed))
    _verify_address(session, mailed, now)
    person_id = mailed.person_id
    signed_in = start_session(session, person_id, how=how, user_agent=user_agent, now=now)
    return replace(signed_in, next_path=mailed.next_path)


def _verify_address(session: Session, link: SignInToken, now: datetime) -> None:
    """Whoever uses a link reads what is sent to the address that it was mailed to."""
    own = session.get(EmailAddress, link.address_id) if link.address_id else None
    if own is None or own.person_id != link.person_id:
        return
    note_read(session, own, now=now)
    if own.verified_at is not None:
        return
    own.verified_at = now
    by = link.person_id
    audit.record(session, "address.verified", "address", own.id, by=by, now=now)


def start_session(
    session: Session, person_id: UUID, *, how: str, user_agent: str, now: datetime
) -> SignedIn:
    """Sign a person in on this browser with a fresh token. `how`: `DEMO` is never asked more."""
    token = new_token()
    is_staff = queries.holds_any_role(session, person_id, now)
    web_session = WebSession(
        person_id=person_id,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=now + rules.session_length(is_staff=is_staff),
        user_agent=user_agent[:200],
        seen_at=now,
        is_demo=how == DEMO,
    )
    session.add(web_session)
    audit.record(session, "sign-in", "person", person_id, by=person_id, now=now, facts={"how": how})
    return SignedIn(token, web_session)


def sign_out(session: Session, web_session_id: UUID, *, by: UUID, now: datetime) -> None:
    """End a web session; its cookie is worth nothing from now on."""
    web_session = session.get_one(WebSession, web_session_id)
    web_session.ended_at = now
    audit.record(session, "sign-out", "person", by, by=by, now=now)


def keep_language(session: Session, person_id: UUID, language: str, *, now: datetime) -> None:
    """Make the language that somebody chose before they signed in theirs, if they have none."""
    person = session.get_one(Person, person_id)
    if person.language is None:
        change_profile(session, person, {"language": language}, now=now)


def change_profile(
    session: Session, person: Person, after: Mapping[str, str | None], *, now: datetime
) -> None:
    """Change one's own name, degrees, zone and language. Issued certificates keep what they say."""
    changed = {
        name: value
        for name, value in after.items()
        if name in rules.OWN_FIELDS and getattr(person, name) != value
    }
    if not changed:
        return
    facts = {"before": {name: getattr(person, name) for name in changed}, "after": changed}
    for name, value in changed.items():
        setattr(person, name, value)
    by = person.id
    audit.record(session, "profile.changed", "person", person.id, by=by, now=now, facts=facts)
