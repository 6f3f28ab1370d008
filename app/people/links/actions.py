"""Asking for a sign-in link, and mailing one to whoever is known.

What is asked for is only put away, sealed; who it is for, the worker looks up. So a known address
and an unknown one are the same work to who asks, and take the same time.
"""

import base64
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core import audit, outbox, queue
from app.core.ids import keyed_hash, new_code, new_id, new_token, token_hash
from app.core.models import Task
from app.core.sealing import seal, unseal
from app.people import queries, rules
from app.people.links.queries import LOOK_UP
from app.people.models import Person, SignInToken


@dataclass(frozen=True)
class Asked:
    """What somebody asks for who may be anybody."""

    address: str
    browser: str
    """The secret that the browser is known by."""
    next_path: str
    """Where to go once signed in; an address of ours or not."""


def ask_for_link(session: Session, asked: Asked, *, secret: str, now: datetime) -> None:
    """Put away what is asked for, until the worker looks up who it is for.

    The history keeps that it was asked for, under a keyed hash: typed addresses may be anybody's.
    """
    typed = keyed_hash(secret, asked.address.strip().lower())
    audit.record(session, "sign-in.asked", "address", typed, by=None, now=now)
    key = str(new_id())
    sealed = seal(_secret_of(secret, key), json.dumps(asdict(asked)))
    payload = {"sealed": base64.b64encode(sealed).decode()}
    queue.enqueue(session, LOOK_UP, key=key, payload=payload, now=now)


def asked_in(task: Task, *, secret: str) -> Asked | None:
    """What was put away; None if it was sealed with another secret, or is not kept any more."""
    sealed = base64.b64decode(task.payload.get("sealed", ""))
    opened = unseal(_secret_of(secret, task.key), sealed) if sealed else None
    return Asked(**json.loads(opened)) if opened else None


def _secret_of(secret: str, key: str) -> str:
    """Another one for each text, as sealing wants it."""
    return f"{secret} {key}"


def mail_link(session: Session, asked: Asked, *, asked_at: datetime) -> None:
    """Mail a one-time link and code, if the address belongs to somebody."""
    person = queries.person_by_address(session, asked.address)
    if person is None:
        return
    token, code = new_token(), new_code()
    link = _new_link(session, person, asked, token, code, asked_at)
    session.add(link)
    outbox.post(
        session,
        kind="sign_in",
        key=letter_key(link),
        person_id=link.person_id,
        recipient=asked.address.strip().lower(),
        facts={"minutes": rules.LINK_WORKS_FOR // timedelta(minutes=1)},
        secrets={"link_path": f"/sign-in/link/{token}", "code": f"{code[:4]} {code[4:]}"},
        now=link.created_at,
        useless_after=link.expires_at,
    )


def letter_key(link: SignInToken) -> str:
    """By which the outbox knows the letter of a link."""
    return f"sign-in:{link.id}"


def _new_link(
    session: Session, person: Person, asked: Asked, token: str, code: str, now: datetime
) -> SignInToken:
    own = queries.address_row(session, asked.address)
    return SignInToken(
        person_id=person.id,
        address_id=own.id if own else None,
        token_hash=token_hash(token),
        browser_hash=token_hash(asked.browser),
        code_hash=keyed_hash(asked.browser, code),
        next_path=rules.safe_next(asked.next_path),
        created_at=now,
        expires_at=now + rules.LINK_WORKS_FOR,
    )
