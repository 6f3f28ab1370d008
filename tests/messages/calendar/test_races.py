"""Two tabs, or two workers, at the same moment, on connections of their own."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage
from app.messages.calendar.actions import choose_invitations, make_address
from app.messages.calendar.letters import invite
from app.messages.streams.actions import choose_mail
from app.messages.streams.rules import USUAL
from tests.cast import NOW, Cast
from tests.races import one_after_the_other

KEY = "k" * 40


def test_two_tabs_make_one_address(real_database: Database) -> None:
    def make(session: Session) -> None:
        make_address(session, Cast(session).id("ada"), seen=None, key=KEY, now=NOW)

    one_after_the_other(real_database, make, make)
    with real_database.read() as session:
        made = select(func.count()).where(col(AuditLine.act) == "calendar.address-made")
        assert session.scalar(made) == 1


def invitations(database: Database) -> int:
    with database.read() as session:
        posted = select(func.count()).where(col(OutboxMessage.kind) == "invitation")
        return session.scalar(posted) or 0


def test_two_clicks_ask_for_invitations_once(real_database: Database) -> None:
    def ask(session: Session) -> None:
        choose_invitations(session, Cast(session).id("ada"), wanted=True, now=NOW)

    one_after_the_other(real_database, ask, ask)
    assert invitations(real_database) == 3


def test_two_workers_invite_once(real_database: Database) -> None:
    with real_database.write() as session:
        ada = Cast(session).id("ada")
        choose_mail(session, ada, declined=[], quiet=USUAL, by=ada, now=NOW)

    def send(session: Session) -> None:
        invite(session, Cast(session).id("ada"), now=NOW)

    one_after_the_other(real_database, send, send)
    assert invitations(real_database) == 3
