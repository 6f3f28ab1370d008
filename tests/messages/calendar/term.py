"""A cohort whose sessions change, and calendars of its people: one by address, one by mail."""

from datetime import timedelta

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.orm import Session

from app.background import send_invitations
from app.core.db import Database
from app.core.worker import Worker
from app.messages.calendar.actions import choose_invitations, make_address, token_of
from app.messages.calendar.queries import feed_of
from app.messages.delivery import make_handlers
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.messages.calendar.readers import FeedReader, MailCalendar, Shown
from tests.messages.server import Behavior

PEOPLE = ("ada", "nan", "fay")
"""Everybody of Fall 2026: two learn, one facilitates."""


def feed_path(session: Session, cast: Cast, name: str, app: FastAPI) -> str:
    """The address of somebody's calendar, which is made if there is none."""
    key = app.state.settings.secret_key.get_secret_value()
    make_address(session, cast.id(name), seen=None, key=key, now=NOW)
    session.commit()
    feed = feed_of(session, cast.id(name))
    assert feed is not None
    return f"/calendar/{token_of(feed, key)}.ics"


class Term:
    """The outbox, a real mail server, and what everybody's calendars show."""

    def __init__(
        self, database: Database, session: Session, app: FastAPI, does: Behavior, port: int
    ) -> None:
        self.database, self.session, self.app, self.does = database, session, app, does
        self.cast = Cast(session)
        settings = Settings(
            demo=True,
            base_url=app.state.settings.base_url,
            smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"),
            mail_from="Waypost <no-reply@example.edu>",
        )
        self.now = NOW
        self.worker = Worker(database, make_handlers(settings), clock=lambda: self.now, at_once=1)
        self.mailed = {name: MailCalendar() for name in PEOPLE}
        self.followed = {name: FeedReader() for name in PEOPLE}

    def invite_everybody(self) -> None:
        for name in PEOPLE:
            choose_invitations(self.session, self.cast.id(name), wanted=True, now=self.now)
        self.session.commit()

    def deliver(self) -> dict[str, list[int]]:
        """Send what waits; by person the numbers of the events in the mails to them."""
        self.session.commit()
        self.now += timedelta(minutes=1)
        send_invitations(self.database, self.now)
        self.does.mails.clear()
        self.worker.run_until_idle()
        got: dict[str, list[int]] = {}
        for mail in self.does.mails:
            name = str(mail["To"]).partition("@")[0]
            calendar = self.mailed.get(name, MailCalendar())
            event = calendar.receive(mail)
            got.setdefault(name, []).append(-1 if event is None else event["sequence"])
        self.session.expire_all()
        return got

    def feed(self, name: str) -> Shown:
        """What a calendar shows that follows the address of somebody."""
        path = feed_path(self.session, self.cast, name, self.app)
        return self.followed[name].read(Browser(self.app).get(path).content)

    def shown(self, name: str) -> Shown:
        """What both calendars show of the sessions ahead: the same."""
        ahead = {uid: at for uid, at in self.feed(name).items() if at > NOW}
        assert self.mailed[name].shown == ahead
        return ahead
