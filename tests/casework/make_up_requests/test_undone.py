"""An approved make-up that a mark overwrote, and that an undo gave back: all that it earned."""

import contextlib
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.changes.queries import changes
from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.enums import RequestState, Way
from app.casework.make_up_requests.missed.queries import mark_of
from app.casework.make_up_requests.queries import Asked, last_request
from app.casework.make_up_requests.rules import Open, Written
from app.casework.models import MakeUp
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks, undo_save
from app.core.errors import RefusedError
from app.credit.ledger import ApprovedMakeUp, UnitLedger
from app.credit.queries import ledgers
from tests.casework.absences import RESPONSE, approve, miss, sister_cohort, submit
from tests.cast import NOW, Cast


def asked(cast: Cast) -> Asked:
    return Asked(cast.enrollment("ada").id, cast.case_session("fall-2026", 1).id)


def made_up(session: Session, cast: Cast, way: Way) -> None:
    """Ada misses the first session, makes it up this way, and that is approved."""
    miss(session, cast)
    sister = sister_cohort(session, cast).id if way is Way.SISTER_SESSION else None
    there = Open(frozenset({sister} if sister else ()), has_recording=True)
    request_id = submit(session, cast, written=Written(way, RESPONSE, sister), there=there)
    approve(session, cast, request_id, Approval(minutes=50 if sister else None))


def save(session: Session, cast: Cast, status: Status) -> UUID:
    own = asked(cast)
    wanted = {own.enrollment_id: Submitted(status, mark_of(session, own))}
    result = save_marks(session, own.case_session_id, wanted, by=cast.id("cora"), now=NOW)
    assert result.save_id is not None
    return result.save_id


def undo(session: Session, cast: Cast, save_id: UUID) -> UUID:
    held = asked(cast).case_session_id
    undone = undo_save(session, held, save_id, by=cast.id("cora"), now=NOW).save_id
    assert undone is not None
    return undone


def unit_of(session: Session, cast: Cast) -> UnitLedger:
    place = cast.enrollment("ada")
    return ledgers(session, place.cohort_id, [place.id])[place.id].units[0]


def state_of(session: Session, cast: Cast) -> RequestState:
    found = last_request(session, asked(cast))
    assert found is not None
    return found.state


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("status", [Status.PRESENT, Status.ABSENT, Status.NOT_RECORDED])
def test_undo_gives_back_what_was_approved(
    session: Session, cast: Cast, way: Way, status: Status
) -> None:
    made_up(session, cast, way)
    approved = unit_of(session, cast)
    assert approved.make_up is not None
    save_id = save(session, cast, status)
    assert unit_of(session, cast).make_up is None
    assert state_of(session, cast) is RequestState.TAKEN_BACK
    undo(session, cast, save_id)
    assert unit_of(session, cast) == approved
    assert state_of(session, cast) is RequestState.APPROVED


def test_undo_of_an_undo_gives_it_back_again(session: Session, cast: Cast) -> None:
    made_up(session, cast, Way.SISTER_SESSION)
    approved = unit_of(session, cast)
    undo(session, cast, save(session, cast, Status.PRESENT))
    undo(session, cast, save(session, cast, Status.ABSENT))
    assert unit_of(session, cast) == approved
    assert state_of(session, cast) is RequestState.APPROVED


def test_make_up_recorded_by_hand_after_it_earns_nothing_of_it(
    session: Session, cast: Cast
) -> None:
    made_up(session, cast, Way.SISTER_SESSION)
    save(session, cast, Status.ABSENT)
    save(session, cast, Status.MADE_UP)
    assert unit_of(session, cast).status is Status.MADE_UP
    assert unit_of(session, cast).make_up is None
    assert state_of(session, cast) is RequestState.TAKEN_BACK
    undo(session, cast, save(session, cast, Status.PRESENT))
    assert unit_of(session, cast).make_up is None, "what was given back was recorded by hand"
    assert len(session.scalars(select(MakeUp).order_by(col(MakeUp.edition))).all()) == 3


@pytest.mark.parametrize("seed", range(4))
def test_undo_credits_what_stood_before_whatever_was_saved_and_undone(
    session: Session, cast: Cast, seed: int
) -> None:
    """Only the newest change of a mark is undone, so the edition given back is the newest one."""
    chance, saves = Random(seed), [marked_absent(session, cast)]
    stood: list[ApprovedMakeUp | None] = [None, None]
    """What the make-up was after each change; before the first one there was no mark."""
    for number in range(30):
        act = chance.choice(["present", "absent", "absent", "made_up", *2 * ["undo", "approve"]])
        with contextlib.suppress(RefusedError):
            if act == "undo":
                saves.append(undo(session, cast, saves[-1]))
                stood.append(stood[-2])
            elif act == "approve":
                submit(session, cast, now=NOW + timedelta(minutes=number))
                approve(session, cast, last_asked(session, cast))
                saves.append(newest_save(session, cast))
                stood.append(unit_of(session, cast).make_up)
            elif Status(act) is not mark_of(session, asked(cast)).shown:
                saves.append(save(session, cast, Status(act)))
                stood.append(None)
        assert unit_of(session, cast).make_up == stood[-1], (number, act)
        for older in saves[-4:-2]:
            with pytest.raises(RefusedError):
                undo(session, cast, older)
    assert len({own for own in stood if own}) > 1, "several were approved"


def last_asked(session: Session, cast: Cast) -> UUID:
    found = last_request(session, asked(cast))
    assert found is not None
    return found.id


def newest_save(session: Session, cast: Cast) -> UUID:
    held = asked(cast).case_session_id
    return changes(session, held)[0].save_id


def marked_absent(session: Session, cast: Cast) -> UUID:
    miss(session, cast)
    return newest_save(session, cast)
