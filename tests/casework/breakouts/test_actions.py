"""Making groups, and moving somebody."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.breakouts import queries, rules
from app.casework.breakouts.actions import Wanted, make_groups, move_to_group
from app.casework.breakouts.enums import Among, Wish
from app.casework.breakouts.models import Breakout
from app.casework.breakouts.rules import Wished
from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.cohorts.rules import ARCHIVED
from app.core.db import Database
from app.core.errors import ConflictError, NotFoundError
from app.core.models import AuditLine
from app.demo import work
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.races import one_after_the_other
from tests.refusals import refuses


def make(session: Session, cast: Cast, *, size: int = 5, seed: int = 1, **more: object) -> None:
    wanted = Wanted(size, seed, **{"among": Among.ENROLLED, **more})  # type: ignore[arg-type]
    held = cast.case_session("fall-2026", 1).id
    make_groups(session, held, wanted, by=cast.id("fay"), now=NOW)


def groups(session: Session, cast: Cast) -> dict[str, int | None]:
    """The group of everybody, by given name and number among the crowd."""
    held = cast.case_session("fall-2026", 1).id
    made = queries.newest(session, held)
    people = queries.people(session, cast.fall.id, held, made.id if made else None)
    return {str(own.enrollment_id): own.number for own in people}


def move(session: Session, cast: Cast, who: str, number: int, *, seen: int = 1) -> None:
    held, place = cast.case_session("fall-2026", 1).id, cast.enrollment(who).id
    move_to_group(session, held, place, number, seen=seen, by=cast.id("fay"), now=NOW)


def test_groups_are_the_same_for_all_who_lead_and_made_anew_with_a_line_each(
    session: Session, cast: Cast
) -> None:
    enroll_crowd(session, cast.fall, 22)
    make(session, cast)
    first = groups(session, cast)
    assert set(first.values()) == {1, 2, 3, 4, 5}
    assert groups(session, cast) == first
    make(session, cast, seed=2)
    assert groups(session, cast) != first
    make(session, cast, seed=1)
    assert groups(session, cast) == first
    lines = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "session.groups_made")
    ).all()
    assert [line.facts for line in lines] == [
        {"edition": n, "groups": 5, "people": 22} for n in (1, 2, 3)
    ]


def test_groups_can_be_made_of_who_is_there(session: Session, cast: Cast) -> None:
    with refuses(rules.NOBODY):
        make(session, cast, among=Among.THERE)
    late = {cast.enrollment("nan").id: Submitted(AttendanceStatus.LATE)}
    work.mark_session(session, cast.unit("fall-2026", 1), late, by=cast.id("fay"))
    make(session, cast, among=Among.THERE)
    found = groups(session, cast)
    assert found[str(cast.enrollment("nan").id)] == 1
    assert found[str(cast.enrollment("ada").id)] is None


def test_wishes_are_kept_with_the_groups(session: Session, cast: Cast) -> None:
    places = enroll_crowd(session, cast.fall, 20)
    wishes = [Wished(Wish.TOGETHER, places[0].id, places[9].id)]
    wishes.append(Wished(Wish.APART, places[1].id, places[2].id))
    make(session, cast, wishes=wishes)
    found = groups(session, cast)
    assert found[str(places[0].id)] == found[str(places[9].id)]
    assert found[str(places[1].id)] != found[str(places[2].id)]
    made = queries.newest(session, cast.case_session("fall-2026", 1).id)
    assert made is not None
    assert queries.wishes(session, made.id) == wishes


def test_somebody_is_moved_by_hand(session: Session, cast: Cast) -> None:
    enroll_crowd(session, cast.fall, 12)
    make(session, cast)
    ada = str(cast.enrollment("ada").id)
    for number in (1, 3, 3):
        move(session, cast, "ada", number)
        assert groups(session, cast)[ada] == number
    with refuses(rules.NO_SUCH_GROUP(number=4)):
        move(session, cast, "ada", 4)
    with refuses(rules.MADE_ANEW, ConflictError):
        move(session, cast, "ada", 2, seen=2)
    with pytest.raises(NotFoundError):
        move(session, cast, "ben", 2)


def test_nothing_is_made_in_an_archived_cohort(session: Session, cast: Cast) -> None:
    cast.fall.archived_at = NOW
    session.flush()
    with refuses(ARCHIVED):
        make(session, cast)


def test_two_who_make_groups_at_once_make_two_editions(real_database: Database) -> None:
    def twice(session: Session) -> None:
        make(session, Cast(session))

    one_after_the_other(real_database, twice, twice)
    with real_database.read() as session:
        assert session.scalar(select(func.max(Breakout.edition))) == 2
