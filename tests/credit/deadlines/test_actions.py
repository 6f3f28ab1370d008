"""Changing deadlines: only those that were seen, and once."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.credit.deadlines.rules import CHANGED, SAME
from tests.cast import Cast
from tests.credit.deadlines.changing import change, deadlines
from tests.races import one_after_the_other
from tests.refusals import refuses

DAY = timedelta(days=1)


def _lines(session: Session) -> int | None:
    changed = col(AuditLine.act) == "cohort.deadlines-changed"
    return session.scalar(select(func.count()).where(changed))


def test_a_second_click_changes_nothing_and_an_old_page_is_refused(
    session: Session, cast: Cast
) -> None:
    before = deadlines(cast)
    wish = replace(before, closes=before.closes + DAY)
    for _ in range(2):
        change(cast, wish, before.fingerprint)
    assert _lines(session) == 1
    other = replace(before, closes=before.closes + 2 * DAY)
    with refuses(CHANGED, ConflictError):
        change(cast, other, before.fingerprint)
    with refuses(SAME):
        change(cast, wish, wish.fingerprint)
    assert deadlines(cast) == wish


def test_who_comes_second_has_seen_other_deadlines(real_database: Database) -> None:
    def close_later(session: Session) -> None:
        cast = Cast(session)
        before = deadlines(cast)
        change(cast, replace(before, claims_close=before.closes + DAY), before.fingerprint)

    with real_database.read() as session:
        before = deadlines(Cast(session))

    def take_back_unknowingly(session: Session) -> None:
        cast = Cast(session)
        deadlines(cast)  # as the page's handler reads them before the act waits
        change(cast, replace(before, closes=before.closes + DAY), before.fingerprint)

    with refuses(CHANGED, ConflictError):
        one_after_the_other(real_database, close_later, take_back_unknowingly)
