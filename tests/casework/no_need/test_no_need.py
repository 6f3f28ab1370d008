"""What waits for an answer only as long as the session is missed: the rule, and what is read."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.excuses import actions as excuse_actions
from app.casework.excuses import queries as excuses
from app.casework.excuses import rules as excuse_rules
from app.casework.excuses.enums import ExcuseState, ExcuseStep
from app.casework.make_up_requests import actions, queries, reasons
from app.casework.make_up_requests.answers import actions as answers
from app.casework.make_up_requests.enums import RequestState
from app.casework.make_up_requests.queries import RequestRow
from app.casework.models import MakeUp
from app.casework.no_need.enums import NoNeed
from app.casework.no_need.rules import why_no_need
from app.casework.rules import COUNTED
from tests.casework.absences import approve, ask, miss, submit
from tests.cast import NOW, Cast
from tests.refusals import refuses

LATER = NOW + timedelta(days=2)
"""The second session is over."""


def about(session: Session, cast: Cast, request_id: object) -> RequestRow:
    found = [
        row
        for waiting in (True, False)
        for row in queries.requests_in(session, cast.fall.id, waiting=waiting, limit=9)
    ]
    assert [row.id for row in found] == [request_id], "it is in one of both lists"
    return found[0]


def is_waiting(session: Session, cast: Cast) -> bool:
    """By each of the reads of what waits."""
    listed = queries.requests_in(session, cast.fall.id, waiting=True, limit=9)
    told = {
        bool(listed),
        bool(queries.requests_waiting(session, cast.fall.id)),
        bool(queries.waiting_requests(session, [cast.fall.id])),
    }
    (waits,) = told
    return waits


@pytest.mark.parametrize("status", Status)
def test_what_counts_needs_no_answer_and_what_is_missed_does(status: Status) -> None:
    made_up = status is Status.MADE_UP
    assert (why_no_need(status, off=False, made_up=made_up) is None) == (status not in COUNTED)
    assert why_no_need(status, off=True) is NoNeed.NOT_HELD


@pytest.mark.parametrize("status", [own for own in Status if own is not Status.MADE_UP])
@pytest.mark.parametrize("off", [False, True])
def test_queue_and_rule_say_the_same_of_every_mark(
    session: Session, cast: Cast, status: Status, off: bool
) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    excuse = ask(session, cast)
    miss(session, cast, status=status)
    miss(session, cast, status=status, position=2, now=LATER)
    for position in (1, 2):
        held = cast.case_session("fall-2026", position)
        held.canceled_at = held.not_held_at = NOW if off else None
    session.flush()
    needed = why_no_need(status, off=off) is None
    assert is_waiting(session, cast) is needed
    assert (about(session, cast, request_id).state is RequestState.SUBMITTED) is needed
    asked = excuses.excuse_in(session, cast.fall.id, excuse.id)
    assert asked is not None
    assert (asked.state is ExcuseState.ASKED) is needed
    assert bool(excuses.waiting_excuses(session, [cast.fall.id])) is needed
    listed = excuses.excuses_in(session, cast.fall.id, waiting=True, limit=9)
    assert [row.id for row in listed] == ([excuse.id] if needed else [])
    over = excuses.excuses_in(session, cast.fall.id, waiting=False, limit=9)
    assert [row.id for row in over] == ([] if needed else [excuse.id])


def test_make_up_leaves_the_queue_by_itself_and_comes_back_with_the_absence(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    here, by = cast.learner("ada"), cast.id("fay")
    miss(session, cast, status=Status.PRESENT)
    found = about(session, cast, request_id)
    assert (found.state, found.no_need) == (RequestState.UNNEEDED, NoNeed.PRESENT)
    with refuses(reasons.UNNEEDED):
        approve(session, cast, request_id)
    with refuses(reasons.UNNEEDED):
        answers.send_back(session, here, request_id, "More.", by=by, now=NOW)
    with refuses(reasons.NOT_MISSED):
        submit(session, cast)
    miss(session, cast)
    assert is_waiting(session, cast)
    approve(session, cast, request_id)
    assert about(session, cast, request_id).state is RequestState.APPROVED
    assert len(session.scalars(select(MakeUp)).all()) == 1


def test_what_was_returned_is_not_needed_either_and_can_still_be_withdrawn(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    here = cast.learner("ada")
    answers.send_back(session, here, request_id, "More.", by=cast.id("fay"), now=NOW)
    miss(session, cast, status=Status.LATE)
    assert about(session, cast, request_id).state is RequestState.UNNEEDED
    actions.withdraw(session, here, cast.unit("fall-2026", 1), now=NOW)
    miss(session, cast)
    assert about(session, cast, request_id).state is RequestState.WITHDRAWN


def test_make_up_that_somebody_recorded_beside_the_mark_leaves_nothing_to_answer(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    miss(session, cast, status=Status.MADE_UP)
    found = about(session, cast, request_id)
    assert (found.state, found.no_need) == (RequestState.UNNEEDED, NoNeed.MADE_UP)
    assert not is_waiting(session, cast)


def test_cleared_mark_leaves_it_waiting_and_says_what_to_do_first(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    miss(session, cast, status=Status.NOT_RECORDED)
    assert is_waiting(session, cast)
    with refuses(reasons.NO_MARK):
        approve(session, cast, request_id)


def test_excuse_of_who_came_anyway_waits_for_nobody(session: Session, cast: Cast) -> None:
    excuse = ask(session, cast)
    here, by = cast.learner("ada"), cast.id("fay")
    miss(session, cast, status=Status.PRESENT, position=2, now=LATER)
    for step in (ExcuseStep.GRANTED, ExcuseStep.DECLINED):
        with refuses(excuse_rules.UNNEEDED):
            excuse_actions.answer(session, here, excuse.id, step, "No.", by=by, now=LATER)
    miss(session, cast, position=2, now=LATER)
    excuse_actions.answer(session, here, excuse.id, ExcuseStep.DECLINED, "No.", by=by, now=LATER)
    found = excuses.excuse_in(session, cast.fall.id, excuse.id)
    assert found is not None
    assert (found.state, found.no_need) == (ExcuseState.DECLINED, None)
