"""Checking in, adding, striking: what is stored, told and refused."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.queries import OfSession
from app.casework.certified.rules import Built, Relied
from app.casework.check_ins import actions, queries, rules
from app.casework.check_ins.actions import add, strike
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.models import CheckIn
from app.casework.corrections.queries import looked_at
from app.casework.corrections.rules import Correction
from app.casework.enums import AttendanceSource
from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import CHECK_IN_STAYS, Mark, Submitted
from app.certificates.marks.actions import save_marks, undo_save
from app.cohorts.enrollments.rules import LEFT
from app.cohorts.gates.rules import HELD
from app.cohorts.rules import ARCHIVED
from app.core.errors import NotFoundError
from app.core.models import AuditLine
from app.history.agreement.queries import all_disagreements
from app.people.rules import NOT_FOR_ONESELF
from tests.casework.check_ins.coming import COHORT, POSITION, SECRET, at, come
from tests.cast import Cast
from tests.issued import issue_certificate
from tests.refusals import refuses


@pytest.fixture
def held(cast: Cast) -> UUID:
    return cast.case_session(COHORT, POSITION).id


def mark_of(session: Session, cast: Cast, held: UUID, persona: str = "ada") -> Mark | None:
    own = select(Attendance).where(
        col(Attendance.case_session_id) == held,
        col(Attendance.enrollment_id) == cast.enrollment(persona, COHORT).id,
    )
    row = session.scalars(own.execution_options(populate_existing=True)).first()
    return Mark(row.status, row.version, row.source, row.minutes) if row else None


def acts(session: Session, held: UUID) -> list[str]:
    own = select(col(AuditLine.act)).where(col(AuditLine.object_id) == str(held))
    return list(session.scalars(own.order_by(col(AuditLine.id))))


@pytest.mark.parametrize(
    ("minutes", "status", "known"),
    [
        (-10, Status.PRESENT, None),
        (10, Status.PRESENT, None),
        (11, Status.LATE, 49),
        (59, Status.PARTIAL, 1),
    ],
)
def test_a_check_in_stands_with_its_mark(
    session: Session, cast: Cast, held: UUID, minutes: float, status: Status, known: int | None
) -> None:
    now = at(cast, minutes)
    done = come(session, cast, "ada", now, way=CheckInWay.CODE, device="d")
    assert (done.way, done.checked_in_at, done.by) == (CheckInWay.CODE, now, cast.id("ada"))
    assert mark_of(session, cast, held) == Mark(status, 1, AttendanceSource.CHECK_IN, known)
    changes = session.scalars(select(AttendanceChange).where(col(AttendanceChange.at) == now)).all()
    assert [change.by for change in changes] == [cast.id("ada")]
    assert acts(session, held) == ["check_in.marked", "check_in.made"]
    assert list(all_disagreements(session)) == []


def test_who_is_in_stays_in_and_nothing_is_written_again(
    session: Session, cast: Cast, held: UUID
) -> None:
    first = come(session, cast, "ada", at(cast, 1))
    again = come(session, cast, "ada", at(cast, 30), code="what ever")
    assert again == first
    assert len(acts(session, held)) == 2
    assert session.scalars(select(CheckIn)).all() == [session.get(CheckIn, first.id)]


def test_codes_that_ran_out_are_another_session_s_or_no_codes_are_refused(
    session: Session, cast: Cast, held: UUID
) -> None:
    now = at(cast, 5)
    codes = {
        "expired": shown_code(SECRET, now - timedelta(seconds=90)).text,
        "of another session": shown_code("another secret", now).text,
        "of later": shown_code(SECRET, now + timedelta(seconds=45)).text,
        "none": "",
        "a guess": "ABC DEF",
    }
    for code in codes.values():
        with refuses(rules.WRONG_CODE):
            come(session, cast, "ada", now, code=code)
    assert mark_of(session, cast, held) is None
    assert acts(session, held) == []
    come(session, cast, "ada", now, code=shown_code(SECRET, now - timedelta(seconds=45)).text)


def test_a_code_of_an_earlier_day_is_worth_nothing_although_it_was_right(
    session: Session, cast: Cast
) -> None:
    code = shown_code(SECRET, at(cast, 0) - timedelta(days=7)).text
    with refuses(rules.WRONG_CODE):
        come(session, cast, "ada", at(cast, 0), code=code)


def test_only_while_it_is_open_and_only_who_is_enrolled(session: Session, cast: Cast) -> None:
    with refuses(rules.OVER):
        come(session, cast, "ada", at(cast, 60))
    cast.fall.archived_at = at(cast, 0)
    session.flush()
    with refuses(ARCHIVED):
        come(session, cast, "ada", at(cast, 0))
    cast.fall.archived_at = None
    session.flush()
    learner = cast.learner("ada")
    cast.withdraw("ada")
    with refuses(LEFT):
        actions.check_in(
            session,
            learner,
            cast.case_session(COHORT, POSITION).id,
            actions.Shown(CheckInWay.QR, shown_code(SECRET, at(cast, 0)).text),
            secret=SECRET,
            save_marks=save_marks,
            now=at(cast, 0),
        )


def test_joining_checks_in_only_where_the_cohort_says_so(
    session: Session, cast: Cast, held: UUID
) -> None:
    with refuses(rules.NOT_BY_LINK):
        come(session, cast, "ada", at(cast, 0), way=CheckInWay.LINK, code="")
    actions.let_link_check_in(session, cast.fall, on=True, by=cast.id("cora"), now=at(cast, 0))
    actions.let_link_check_in(session, cast.fall, on=True, by=cast.id("cora"), now=at(cast, 0))
    assert (
        come(session, cast, "ada", at(cast, 0), way=CheckInWay.LINK, code="").way is CheckInWay.LINK
    )
    lines = select(AuditLine).where(col(AuditLine.act) == "cohort.check_in_by_link_switched")
    (line,) = session.scalars(lines)
    assert (line.actor_id, line.facts["link_checks_in"]) == (cast.id("cora"), True)


def test_joining_checks_in_only_where_there_is_a_meeting_whoever_asks(
    session: Session, cast: Cast, held: UUID
) -> None:
    """Also where the page was loaded while there was one: what counts is the locked session."""
    actions.let_link_check_in(session, cast.fall, on=True, by=cast.id("cora"), now=at(cast, 0))
    cast.case_session(COHORT, POSITION).link = ""
    session.flush()
    with refuses(rules.NOT_BY_LINK):
        come(session, cast, "ada", at(cast, 0), way=CheckInWay.LINK, code="")
    assert mark_of(session, cast, held) is None
    assert come(session, cast, "ada", at(cast, 0)).way is CheckInWay.QR


def test_a_mark_by_hand_stays_whatever_the_code_says(
    session: Session, cast: Cast, held: UUID
) -> None:
    place, fay = cast.enrollment("ada").id, cast.id("fay")
    wanted = {place: Submitted(Status.ABSENT)}
    save_marks(session, held, wanted, by=fay, now=at(cast, 1))
    come(session, cast, "ada", at(cast, 5))
    assert mark_of(session, cast, held) == Mark(Status.ABSENT, 1, AttendanceSource.MANUAL)
    assert acts(session, held) == ["attendance.saved", "check_in.made"]


def test_a_file_may_say_more_later(session: Session, cast: Cast, held: UUID) -> None:
    come(session, cast, "ada", at(cast, 1))
    place, before = cast.enrollment("ada").id, mark_of(session, cast, held)
    assert before
    wanted = {place: Submitted(Status.PARTIAL, before, minutes=20)}
    by, file = cast.id("fay"), AttendanceSource.IMPORT
    save_marks(session, held, wanted, by=by, now=at(cast, 90), source=file)
    assert mark_of(session, cast, held) == Mark(Status.PARTIAL, 2, file, 20)


def test_nobody_relies_on_a_check_in_before_the_session_that_it_is_about(
    session: Session, cast: Cast, held: UUID
) -> None:
    """Who was in at 11:59 is read in a file, corrected and given back, as who was in at 12:01."""
    come(session, cast, "ada", at(cast, -1))
    ada, later = cast.enrollment("ada", COHORT).id, at(cast, 70)
    file = {ada: Submitted(Status.PARTIAL, Mark(Status.PRESENT, 1), 30)}
    source = AttendanceSource.IMPORT
    read = save_marks(session, held, file, by=cast.id("fay"), now=later, source=source)
    assert (read.saved, read.adjusted) == (1, [])
    wanted = Correction((ada,), {POSITION: Status.LATE})
    seen = looked_at(
        session, cast.fall.id, wanted, built_on=nothing_built, by=cast.id("fay"), now=later
    )
    assert [own.relied for own in seen.adjusted] == [Relied()]
    assert read.save_id is not None
    assert undo_save(session, held, read.save_id, by=cast.id("fay"), now=later).undone == 1


def nothing_built(*_: object) -> dict[OfSession, Sequence[Built]]:
    return {}


def test_a_strike_takes_the_mark_along_and_adding_gives_both_back(
    session: Session, cast: Cast, held: UUID
) -> None:
    fay, place = cast.id("fay"), cast.enrollment("ada").id
    made = come(session, cast, "ada", at(cast, 5), device="d")
    take = partial(strike, session, held, made.id, save_marks=save_marks, by=fay)
    give = partial(add, session, cast.learner("ada"), held, place, save_marks=save_marks, by=fay)
    assert take(now=at(cast, 20)) == place
    assert mark_of(session, cast, held) == Mark(Status.NOT_RECORDED, 2, AttendanceSource.CHECK_IN)
    with refuses(rules.NOT_IN):
        take(now=at(cast, 21))
    with refuses(rules.STRUCK):
        come(session, cast, "ada", at(cast, 21))
    anew = give(now=at(cast, 100))
    assert (anew.edition, anew.way, anew.arrived_at) == (2, CheckInWay.ADDED, at(cast, 5))
    mark = mark_of(session, cast, held)
    assert mark
    assert mark.status is Status.PRESENT  # by when they came, not by when they were added
    with refuses(rules.ALREADY_IN):
        give(now=at(cast, 100))
    with pytest.raises(NotFoundError):  # another one followed it
        take(now=at(cast, 101))
    assert acts(session, held)[2:] == [
        *("check_in.marked", "attendance.check_in_struck"),
        *("check_in.marked", "attendance.check_in_added"),
    ]
    assert list(all_disagreements(session)) == []


def test_a_strike_leaves_what_somebody_recorded_since(
    session: Session, cast: Cast, held: UUID
) -> None:
    made, place, fay = come(session, cast, "ada", at(cast, 5)), cast.enrollment("ada").id, "fay"
    seen = mark_of(session, cast, held)
    assert seen
    wanted = {place: Submitted(Status.LATE, seen)}
    save_marks(session, held, wanted, by=cast.id(fay), now=at(cast, 20))
    strike(session, held, made.id, save_marks=save_marks, by=cast.id(fay), now=at(cast, 21))
    assert mark_of(session, cast, held) == Mark(Status.LATE, 2, AttendanceSource.MANUAL)


def test_nobody_adds_or_strikes_themselves(session: Session, cast: Cast, held: UUID) -> None:
    ada, place = cast.id("ada"), cast.enrollment("ada").id
    with refuses(NOT_FOR_ONESELF):
        add(
            session,
            cast.learner("ada"),
            held,
            place,
            save_marks=save_marks,
            by=ada,
            now=at(cast, 0),
        )
    made = come(session, cast, "ada", at(cast, 5))
    with refuses(NOT_FOR_ONESELF):
        strike(session, held, made.id, save_marks=save_marks, by=ada, now=at(cast, 6))


def test_nobody_is_added_who_is_elsewhere(session: Session, cast: Cast, held: UUID) -> None:
    fay, door = cast.id("fay"), save_marks
    here, other = cast.learner("ada"), cast.enrollment("ben").id
    with pytest.raises(NotFoundError):
        add(session, here, held, other, save_marks=door, by=fay, now=at(cast, 0))
    with pytest.raises(NotFoundError):
        strike(session, held, uuid4(), save_marks=door, by=fay, now=at(cast, 0))


def test_no_check_in_changes_what_a_certificate_stands_on(
    session: Session, cast: Cast, held: UUID
) -> None:
    """A file marked her absent, she was certified by that, and only then she types the code."""
    place, fay = cast.enrollment("ada"), cast.id("fay")
    absent, file = {place.id: Submitted(Status.ABSENT)}, AttendanceSource.IMPORT
    save_marks(session, held, absent, by=fay, now=at(cast, 1), source=file)
    issue_certificate(session, place, at=at(cast, 2))
    with refuses(rules.RELIED_ON):
        come(session, cast, "ada", at(cast, 3))
    here, door = cast.learner("ada"), save_marks
    with refuses(rules.STAYS):
        add(session, here, held, place.id, save_marks=door, by=fay, now=at(cast, 3))
    assert queries.newest_of(session, held, place.id) is None
    assert acts(session, held) == ["attendance.saved"]


def test_no_strike_changes_what_a_certificate_stands_on(
    session: Session, cast: Cast, held: UUID
) -> None:
    made, place, fay = come(session, cast, "ada", at(cast, 4)), cast.enrollment("ada"), "fay"
    issue_certificate(session, place, at=at(cast, 5))
    with refuses(rules.STAYS):
        strike(session, held, made.id, save_marks=save_marks, by=cast.id(fay), now=at(cast, 6))
    assert queries.newest_of(session, held, place.id) == made
    assert mark_of(session, cast, held) == Mark(Status.PRESENT, 1, AttendanceSource.CHECK_IN)


def test_what_was_certified_before_stands_on_no_check_in(
    session: Session, cast: Cast, held: UUID
) -> None:
    issue_certificate(session, cast.enrollment("ada"), at=at(cast, -100))
    made = come(session, cast, "ada", at(cast, 4))
    strike(session, held, made.id, save_marks=save_marks, by=cast.id("fay"), now=at(cast, 6))


def test_a_check_in_is_not_undone_as_a_save(session: Session, cast: Cast, held: UUID) -> None:
    come(session, cast, "ada", at(cast, 5))
    (save_id,) = session.scalars(
        select(col(AttendanceChange.save_id)).where(col(AttendanceChange.at) == at(cast, 5))
    )
    with refuses(CHECK_IN_STAYS):
        undo_save(session, held, save_id, by=cast.id("fay"), now=at(cast, 6))


def test_the_roll_is_everybody_with_their_newest_check_in(
    session: Session, cast: Cast, held: UUID
) -> None:
    empty = queries.pulse(session, cast.fall.id, held)
    made = come(session, cast, "ada", at(cast, 5))
    rows = {own.person_id: own for own in queries.roll(session, cast.fall.id, held)}
    assert rows[cast.id("ada")].check_in == made
    assert rows[cast.id("ada")].status is Status.PRESENT
    assert rows[cast.id("nan")].check_in is None
    assert cast.id("ben") not in rows
    assert queries.pulse(session, cast.fall.id, held) == empty._replace(made=1)
    strike(session, held, made.id, save_marks=save_marks, by=cast.id("fay"), now=at(cast, 6))
    assert queries.pulse(session, cast.fall.id, held) == empty._replace(made=1, struck=1)


def test_what_was_held_since_the_page_was_loaded_is_refused_under_the_lock(
    session: Session, cast: Cast, held: UUID
) -> None:
    cast.case_session(COHORT, POSITION).held_at = at(cast, -60 * 24)
    session.flush()
    with refuses(HELD):
        come(session, cast, "ada", at(cast, 3))
    assert mark_of(session, cast, held) is None
    cast.case_session(COHORT, POSITION).held_at = None
    session.flush()
    come(session, cast, "ada", at(cast, 3))
    assert mark_of(session, cast, held) is not None
