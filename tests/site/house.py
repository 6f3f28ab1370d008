"""A browser before the house, and what reached the outbox."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import OutboxMessage
from app.main import create_app
from app.messages.composing import Letter
from app.people.models import WebSession
from app.people.queries import person_by_address
from app.settings import Settings
from tests import letters
from tests.client import Browser
from tests.lookups import look_up
from tests.phones import give_phone, prove

REAL = Settings(
    demo=False,
    base_url="https://training.example.edu",
    secret_key=SecretStr("s" * 40),
)

ADA = "ada@example.org"


@dataclass
class House:
    """One application with a clock to move, and a look into its outbox."""

    app: FastAPI
    session: Session
    now: datetime
    seen: dict[UUID, None] = field(default_factory=dict, repr=False)

    def browser(self) -> Browser:
        browser = Browser(self.app)
        browser.base_url = self.app.state.settings.base_url
        return browser

    def mails(self) -> list[OutboxMessage]:
        """All there are, once the worker has looked up who asked for links.

        In the order in which they were seen here: their times are equal while the clock stands.
        """
        look_up(self.app)
        self.session.expire_all()
        by_time = select(OutboxMessage).order_by(col(OutboxMessage.created_at))
        mails = {mail.id: mail for mail in self.session.scalars(by_time)}
        self.seen |= dict.fromkeys(mails)
        return [mails[key] for key in self.seen if key in mails]

    def letter(self) -> Letter:
        """The only mail that was posted, in words."""
        (mail,) = self.mails()
        return self.read(mail)

    def read(self, mail: OutboxMessage) -> Letter:
        return letters.read(self.session, mail, self.app.state.settings.base_url)

    def link(self, browser: Browser, address: str = ADA, next_path: str = "/home") -> str:
        """The path of the link that is mailed to whoever asks in this browser."""
        before = {mail.id for mail in self.mails()}
        answer = browser.post("/sign-in", data={"email": address, "next": next_path})
        assert answer.status_code == 200
        (mail,) = [mail for mail in self.mails() if mail.id not in before]
        found = re.search(r"^\S+?(/sign-in/link/\S+)$", self.read(mail).text, re.MULTILINE)
        assert found
        return found.group(1)

    def code(self) -> str:
        """The code of the letter that was mailed last, as it is written there."""
        found = re.search(
            r"enter this code there: (\d{4} \d{4})$", self.read(self.mails()[-1]).text, re.M
        )
        assert found
        return found.group(1)

    def signed_in(self, address: str = ADA) -> Browser:
        browser = self.browser()
        assert browser.post(self.link(browser, address)).status_code == 303
        return browser

    def proven(self, address: str) -> Browser:
        """Somebody whose role needs it, with their phone."""
        person = person_by_address(self.session, address)
        assert person is not None
        phone = give_phone(self.session, person.id, self.now, key=secret_of(self.app))
        browser = self.signed_in(address)
        assert prove(browser, phone.code(self.now)).status_code == 303
        return browser

    def sessions(self) -> int:
        return self.session.scalar(select(func.count()).select_from(WebSession)) or 0


def make_house(settings: Settings, database: Database, session: Session, now: datetime) -> House:
    house: House
    app = create_app(settings, database=database, clock=lambda: house.now)
    house = House(app, session, now)
    return house


def secret_of(app: FastAPI) -> str:
    """The `SECRET_KEY` of an installation."""
    key: str = app.state.settings.secret_key.get_secret_value()
    return key


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/my/profile").status_code == 200)
