"""What calendars were told before that was kept: the letters say it that were sent."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from alembic import command
from alembic.config import Config
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cohorts.changes.letters import key_of
from app.core import schema
from app.core.db import Database
from app.core.ids import new_id
from app.core.models import OutboxMessage
from app.messages.calendar.models import CalendarEntry
from app.messages.streams.actions import choose_mail
from app.messages.streams.rules import USUAL
from app.settings import PROJECT_ROOT
from tests.cast import NOW, Cast


def sent(
    session: Session, person_id: UUID, held: UUID, kind: str, sequence: int, minute: int
) -> None:
    """A letter as it was written then; a negative minute: before invitations were wanted."""
    what = kind.removeprefix("session_").replace("_", "-")
    key = f"{key_of(what, held, sequence, person_id)}:{minute}"
    at = NOW + timedelta(minutes=minute)
    kept: dict[str, Any] = {
        "id": new_id(),
        "key": key,
        "kind": kind,
        "person_id": person_id,
        "facts": {},
    }
    session.add(OutboxMessage(**kept, created_at=at, sent_at=at))


def test_letters_that_were_sent_say_what_calendars_have(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        ada, nan = cast.id("ada"), cast.id("nan")
        one, two, three, four = (cast.case_session("fall-2026", n).id for n in (1, 2, 3, 4))
        five, six = (cast.case_session("spring-2026", n).id for n in (1, 2))
        choose_mail(session, ada, declined=[], quiet=USUAL, by=ada, now=NOW)
        sent(session, ada, one, "session_moved", 1, -9)
        for minute, kind in enumerate(("invitation", "session_left"), start=-9):
            sent(session, ada, five, kind, 0, minute)
            sent(session, ada, six, kind, 0, minute)
        sent(session, ada, five, "invitation", 0, 1)
        sent(session, ada, two, "invitation", 0, 1)
        sent(session, ada, two, "session_moved", 1, 2)
        for minute, kind in enumerate(("invitation", "session_left", "invitation"), start=1):
            sent(session, ada, three, kind, 0, minute)
        sent(session, ada, four, "invitation", 0, 1)
        sent(session, ada, four, "session_canceled", 1, 2)
        sent(session, nan, two, "session_moved", 1, 2)
        sent(session, ada, new_id(), "invitation", 0, 1)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, "0048_recording_files")
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        found = {
            (row.person_id, row.case_session_id): (row.number, row.sequence, row.shown, row.sure)
            for row in session.scalars(select(CalendarEntry))
        }
    assert found == {
        (ada, two): (1, 1, True, True),
        (ada, three): (2, 0, True, True),
        (ada, four): (1, 1, False, True),
        (ada, five): (2, 0, True, True),
        (ada, six): (1, 0, False, True),
    }
