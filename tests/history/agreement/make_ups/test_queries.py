"""Make-ups that were changed behind the application."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.models import MakeUp
from app.casework.rules import Mark, Submitted
from app.certificates.marks.actions import save_marks
from app.core.agreement import Problem
from tests.cast import NOW, Cast
from tests.tampering import drop_guards, found

MADE, ENDED = "make-up", "make-up taken back"
ALTERED, GONE, UNTOLD = Problem.ALTERED, Problem.GONE, Problem.UNTOLD
ATTACKS = {
    "UPDATE make_up SET reason = 'Other.'": (MADE, ALTERED),
    "UPDATE make_up SET by = NULL": (MADE, ALTERED),
    "UPDATE make_up_withdrawal SET reason = 'Other.'": (ENDED, ALTERED),
    "DELETE FROM make_up_withdrawal": (ENDED, GONE),
}


@pytest.fixture
def tampered(session: Session, cast: Cast) -> Session:
    """A session was missed, made up, and that was taken back; the database has no guards."""
    held, ada = cast.case_session("fall-2026", 1).id, cast.enrollment("ada").id
    missed = AttendanceStatus.ABSENT
    for status, made_up in (
        (missed, False),
        (AttendanceStatus.MADE_UP, False),
        (missed, True),
    ):
        before = session_mark(cast, status, made_up)
        save_marks(session, held, {ada: Submitted(status, before)}, by=cast.id("fay"), now=NOW)
    drop_guards(session)
    return session


def session_mark(cast: Cast, status: AttendanceStatus, made_up: bool) -> Mark:
    """What the page said before the save."""
    if status is AttendanceStatus.ABSENT and not made_up:
        return Mark()
    mark = cast.mark(cast.enrollment("ada").id, cast.case_session("fall-2026", 1).id)
    return Mark(mark.status, mark.version, mark.source, mark.minutes, made_up=made_up)


def test_nothing_is_found_where_nothing_was_changed(tampered: Session) -> None:
    assert found(tampered) == set()


@pytest.mark.parametrize("attack", ATTACKS)
def test_change_behind_the_application_is_found(tampered: Session, attack: str) -> None:
    tampered.execute(text(attack.replace(" by =", ' "by" =')))
    assert ATTACKS[attack] in found(tampered)


def test_make_up_that_was_put_in_or_taken_out_is_found(tampered: Session, cast: Cast) -> None:
    held, ada = cast.case_session("fall-2026", 2).id, cast.enrollment("ada").id
    tampered.add(MakeUp(enrollment_id=ada, case_session_id=held, edition=1, made_at=NOW))
    assert found(tampered) == {(MADE, UNTOLD)}
    tampered.execute(text("DELETE FROM make_up_withdrawal"))
    tampered.execute(text("DELETE FROM make_up"))
    assert {(MADE, GONE), (ENDED, GONE)} <= found(tampered)
