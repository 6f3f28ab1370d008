"""Two acts on one thread at the same moment; only PostgreSQL lets the second begin."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.models import OutboxMessage
from app.learning.threads.actions import delete_post, note_read
from app.learning.threads.models import ThreadPostEnd
from app.learning.threads.reports.actions import remove
from app.learning.threads.rules import ENDED
from app.messages.digests.actions import write_digests
from app.messages.digests.tasks import due_by_cohort
from tests.cast import NOW, Cast
from tests.learning.posting import asked, place_of
from tests.races import one_after_the_other
from tests.refusals import refuses

FIVE = NOW.replace(hour=0) + timedelta(days=1, minutes=1)


def test_second_worker_who_looked_before_the_first_had_written_writes_nothing(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        asked(session, cast, "ada")
        fall = cast.fall.id
    with real_database.read() as reading:
        due = due_by_cohort(reading, FIVE)[fall]

    def write(session: Session) -> int:
        return write_digests(session, Cast(session).fall, due, now=FIVE)

    assert one_after_the_other(real_database, write, write) == 0
    with real_database.read() as reading:
        assert reading.scalar(select(func.count()).select_from(OutboxMessage)) == 2


def test_post_that_is_deleted_and_removed_at_once_ends_once(real_database: Database) -> None:
    with real_database.write() as session:
        post_id = asked(session, Cast(session), "ada").id

    def delete(session: Session) -> None:
        cast = Cast(session)
        place = place_of(session, cast, "ada")
        delete_post(session, place, post_id, by=cast.id("ada"), now=NOW)

    def take_out(session: Session) -> None:
        cast = Cast(session)
        place = place_of(session, cast, "fay")
        with refuses(ENDED):
            remove(session, place, post_id, "Too private.", by=cast.id("fay"), now=NOW)

    one_after_the_other(real_database, delete, take_out)
    with real_database.read() as reading:
        assert reading.scalar(select(func.count()).select_from(ThreadPostEnd)) == 1


def test_two_tabs_note_what_was_read_without_getting_in_each_others_way(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        unit_id = asked(session, Cast(session), "ada").unit_id

    def read(session: Session) -> None:
        note_read(session, unit_id, Cast(session).id("nan"), NOW, now=NOW)

    one_after_the_other(real_database, read, read)
