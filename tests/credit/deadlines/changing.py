"""Changes of the deadlines of Fall 2026, as Cora makes them."""

from app.credit.deadlines.actions import change_deadlines
from app.credit.deadlines.rules import Deadlines, deadlines_of
from app.credit.queries import activity_of
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import WHY, fall


def deadlines(cast: Cast) -> Deadlines:
    cast.session.expire_all()
    return deadlines_of(cast.fall, activity_of(cast.session, cast.fall.id))


def change(cast: Cast, wish: Deadlines, seen: str) -> None:
    by = cast.id("cora")
    change_deadlines(cast.session, fall(cast), wish, seen=seen, reason=WHY, by=by, now=NOW)
