"""Several coordinators who give one person more time at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import col

from app.core.db import Database
from app.core.errors import RefusedError
from app.credit.extensions.actions import extend
from app.credit.extensions.queries import live_extension
from app.credit.extensions.rules import Wish
from app.credit.models import ClaimExtension
from tests.cast import NOW, Cast
from tests.credit.claims import learner_of

LATER = NOW + timedelta(days=900)


def test_two_coordinators_at_once_give_one(real_database: Database) -> None:
    def one(number: int) -> str:
        with real_database.write() as session:
            cast = Cast(session)
            day = LATER + timedelta(days=number)
            wish = Wish(day, waives_evaluation=True, waives_completion=False, reason="Was ill.")
            try:
                learner, by = learner_of(session, cast, "ben"), cast.id("cora")
                return str(extend(session, learner, wish, by=by, now=NOW).id)
            except RefusedError as refused:
                return refused.reason.code

    with ThreadPoolExecutor(4) as threads:
        made = set(threads.map(one, range(4)))
    with real_database.read() as session:
        place = Cast(session).enrollment("ben").id
        total = session.scalar(select(func.count()).select_from(ClaimExtension))
        assert (len(made), total) == (4, 4)
        assert live_extension(session, place) is not None
        own = col(ClaimExtension.enrollment_id) == place
        asked = select(col(ClaimExtension.edition)).where(own)
        assert sorted(session.scalars(asked)) == [1, 2, 3, 4]
