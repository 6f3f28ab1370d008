"""What somebody chose is kept, with a line, and only where it changes something."""

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import UNASKED, USUAL, NotificationSettings, QuietHours
from tests.cast import NOW, Cast


def test_choice_is_kept_and_said(session: Session, cast: Cast) -> None:
    ada, ben = cast.id("ada"), cast.id("ben")
    quiet = QuietHours(time(21, 30), time(6))
    choose_mail(session, ada, declined=[Stream.DISCUSSION], quiet=quiet, by=ada, now=NOW)
    assert notification_settings(session, [ada, ben]) == {
        ada: NotificationSettings(frozenset({Stream.DISCUSSION}), quiet),
        ben: NotificationSettings(),
    }
    choose_mail(session, ada, declined=[], quiet=USUAL, by=None, now=NOW)
    assert notification_settings(session, [ada])[ada] == NotificationSettings(frozenset())
    lines = session.scalars(select(AuditLine).where(col(AuditLine.act) == "mail.chosen")).all()
    assert [line.actor_id for line in lines] == [ada, None]
    assert lines[0].facts["after"] == {"declined": ["discussion"], "quiet": ["21:30", "06:00"]}


def test_nothing_is_written_where_nothing_changes(session: Session, cast: Cast) -> None:
    ada = cast.id("ada")
    choose_mail(session, ada, declined=UNASKED, quiet=USUAL, by=ada, now=NOW)
    assert not session.scalars(select(AuditLine).where(col(AuditLine.act) == "mail.chosen")).all()
