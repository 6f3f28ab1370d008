"""Asking to be excused, answering, and what becomes of it once attendance is recorded."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.excuses import actions, queries, rules
from app.casework.excuses.enums import ExcuseState as State
from app.casework.excuses.enums import ExcuseStep as Step
from app.casework.excuses.models import Excuse
from app.cohorts.enrollments.rules import LEFT
from app.cohorts.rules import ARCHIVED
from app.core.errors import NotFoundError
from app.core.models import AuditLine, OutboxMessage
from app.people.rules import NOT_FOR_ONESELF
from tests.casework.absences import ask, miss
from tests.cast import NOW, Cast
from tests.refusals import refuses


def answer(
    session: Session, cast: Cast, excuse: Excuse, step: Step, word: str = "", by: str = "fay"
) -> None:
    here = cast.learner("ada")
    actions.answer(session, here, excuse.id, step, word, by=cast.id(by), now=NOW)


def state_of(session: Session, cast: Cast, excuse: Excuse) -> State:
    found = queries.excuse_in(session, cast.fall.id, excuse.id)
    assert found is not None
    return found.state


def test_excuse_is_granted_with_a_line_and_a_letter(session: Session, cast: Cast) -> None:
    excuse = ask(session, cast)
    assert queries.waiting_excuses(session, [cast.fall.id]) == {cast.fall.id: [excuse.id]}
    answer(session, cast, excuse, Step.GRANTED, "Get well.")
    assert state_of(session, cast, excuse) is State.GRANTED
    assert queries.waiting_excuses(session, [cast.fall.id]) == {}
    acts = session.scalars(select(AuditLine).where(col(AuditLine.act).startswith("excuse."))).all()
    assert [line.act for line in acts] == ["excuse.asked", "excuse.granted"]
    assert "clinic" not in str([line.facts for line in acts])
    (letter,) = session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.kind) == "excuse_answered")
    )
    assert letter.person_id == cast.id("ada")
    assert (letter.facts["granted"], letter.facts["word"]) == (True, "Get well.")


def test_only_the_newest_one_is_answered_or_taken_back(session: Session, cast: Cast) -> None:
    declined = ask(session, cast)
    answer(session, cast, declined, Step.DECLINED, "We need you there.")
    again = ask(session, cast)
    with refuses(rules.ASKED_ANEW):
        answer(session, cast, declined, Step.TAKEN_BACK)
    with refuses(rules.ANSWERED):
        answer(session, cast, declined, Step.GRANTED)
    assert state_of(session, cast, declined) is State.DECLINED
    answer(session, cast, again, Step.GRANTED)
    answer(session, cast, again, Step.TAKEN_BACK)
    assert queries.waiting_excuses(session, [cast.fall.id]) == {cast.fall.id: [again.id]}


def test_one_waits_at_a_time_and_the_next_is_another_edition(session: Session, cast: Cast) -> None:
    excuse = ask(session, cast)
    with refuses(rules.WAITS):
        ask(session, cast)
    actions.withdraw(session, cast.learner("ada"), cast.unit("fall-2026", 2), now=NOW)
    assert state_of(session, cast, excuse) is State.WITHDRAWN
    again = ask(session, cast)
    assert again.edition == 2
    with refuses(rules.ENDED):
        answer(session, cast, excuse, Step.GRANTED)


def test_nobody_answers_for_themselves(session: Session, cast: Cast) -> None:
    excuse = ask(session, cast)
    with refuses(NOT_FOR_ONESELF):
        answer(session, cast, excuse, Step.GRANTED, by="ada")


def test_excuse_of_another_cohort_is_not_there(session: Session, cast: Cast) -> None:
    excuse = ask(session, cast)
    with pytest.raises(NotFoundError):
        actions.answer(
            session, cast.learner("ben"), excuse.id, Step.GRANTED, "", by=cast.id("cora"), now=NOW
        )


def test_nothing_happens_in_an_archived_cohort_or_for_who_has_left(
    session: Session, cast: Cast
) -> None:
    excuse = ask(session, cast)
    cast.withdraw("ada")
    with refuses(LEFT):
        answer(session, cast, excuse, Step.GRANTED)
    cast.fall.archived_at = NOW
    session.flush()
    with refuses(ARCHIVED):
        ask(session, cast, "nan")


def test_answer_is_taken_back_until_a_mark_rests_on_it(session: Session, cast: Cast) -> None:
    excuse = ask(session, cast, now=NOW.replace(day=11), position=1)
    answer(session, cast, excuse, Step.GRANTED)
    answer(session, cast, excuse, Step.TAKEN_BACK)
    assert state_of(session, cast, excuse) is State.ASKED
    answer(session, cast, excuse, Step.GRANTED)
    miss(session, cast)
    with refuses(rules.MARKED):
        answer(session, cast, excuse, Step.TAKEN_BACK)


def test_declined_one_is_answered_once(session: Session, cast: Cast) -> None:
    excuse = ask(session, cast)
    answer(session, cast, excuse, Step.DECLINED, "We need you.")
    with refuses(rules.ANSWERED):
        answer(session, cast, excuse, Step.GRANTED)
    assert ask(session, cast).edition == 2
