"""What an administrator is told of work that was given up."""

from sqlalchemy.orm import Session

from app.core import queue
from app.core.queue import CRASHED
from app.installation.queries import Failed, failed_work
from app.language import Text
from tests.cast import NOW


def give_up(session: Session, key: str, why: Text) -> None:
    task = queue.enqueue(session, "test.work", key=key, payload={}, now=NOW)
    session.flush()
    queue.fail(session, task, why, now=NOW, final=True)


def test_failures_of_one_reason_are_counted_together_with_those_from_before(
    session: Session,
) -> None:
    give_up(session, "new", CRASHED)
    give_up(session, "old", str(CRASHED))
    give_up(session, "other", "The disk is full.")
    assert failed_work(session, 9) == [
        Failed("test.work", CRASHED, 2),
        Failed("test.work", "The disk is full.", 1),
    ]
