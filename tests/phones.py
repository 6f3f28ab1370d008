"""Somebody's phone with an app that shows codes, as real ones compute them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from sqlalchemy.orm import Session

from app.people.actions import start_session
from app.people.second_factor import actions, queries
from app.people.second_factor.rules import How
from app.people.web_sessions.actions import renew
from app.settings import DEMO_SECRET
from tests.client import Answer, Browser

SECOND_STEP = "/sign-in/second-step"


@dataclass(frozen=True)
class Phone:
    """A secret, and the recovery codes that were shown with it."""

    secret: str
    recovery_codes: tuple[str, ...] = ()

    def code(self, now: datetime) -> str:
        """What it shows at a moment."""
        return pyotp.TOTP(self.secret).at(now)


def give_phone(
    session: Session, person_id: UUID, now: datetime, *, key: str = DEMO_SECRET
) -> Phone:
    """Let somebody have set up the second step an hour ago."""
    then = now - timedelta(hours=1)
    actions.begin(session, person_id, key=key, now=then)
    session.flush()
    begun = queries.set_up_of(session, person_id, key=key, now=then)
    assert begun is not None
    code = Phone(begun.secret).code(then)
    codes = actions.confirm(session, person_id, code, key=key, now=then)
    session.commit()
    return Phone(begun.secret, tuple(codes))


def prove(browser: Browser, code: str, next_path: str = "/home") -> Answer:
    """Type a code at the second step."""
    return browser.post(SECOND_STEP, data={"code": code, "next": next_path})


def proven_session(
    session: Session, person_id: UUID, now: datetime, *, key: str = DEMO_SECRET
) -> str:
    """The cookie of somebody who has just signed in by a link and their phone."""
    give_phone(session, person_id, now, key=key)
    begun = start_session(session, person_id, how="link", user_agent="", now=now).web_session
    session.flush()
    return renew(session, begun.id, how=How.PHONE, is_staff=True, now=now)
