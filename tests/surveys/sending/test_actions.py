"""Answers by mode of identity: what is kept on the way, what is sent, and what never changes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.rules import LEFT
from app.cohorts.rules import ARCHIVED
from app.core.models import AuditLine, OutboxMessage, Task
from app.surveys import actions, queries, rules
from app.surveys.answering.queries import own
from app.surveys.codes import hashed
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import AnonymousAnswers, ConfidentialAnswers, Pseudonym, WaitingAnswers
from tests.cast import NOW, Cast
from tests.refusals import refuses
from tests.surveys.asking import (
    OPENED,
    SECRET,
    WHOLE,
    add_instrument,
    answers_of,
    invite_people,
    put_survey,
    send,
)

MINUTE = timedelta(minutes=1)
NAMED = [IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL]
ANONYMOUS = [IdentityMode.LINKED, IdentityMode.UNLINKED]


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("mode", NAMED)
def test_what_is_kept_on_the_way_can_be_gone_on_with(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey = put_survey(session, cast.fall, mode)
    (asked,) = invite_people(session, survey, 1)
    assert own(session, survey, asked) is None
    actions.save(session, asked, {"trust": 2}, NOW)
    actions.save(session, asked, {"trust": 3, "plan": "none"}, NOW + MINUTE)
    row = own(session, survey, asked)
    assert row is not None
    assert (row.answers, row.started_at) == ({"trust": 3, "plan": "none"}, NOW)
    assert (row.saved_at, row.sent_at) == (NOW + MINUTE, None)
    assert not asked.is_done
    assert queries.answer_sets(session, [survey.id]) == {survey.id: []}
    send(session, asked, WHOLE, now=NOW + 2 * MINUTE)
    (sheet,) = queries.answer_sets(session, [survey.id])[survey.id]
    assert (sheet.answers, sheet.sent_at) == (WHOLE, NOW + 2 * MINUTE)
    assert asked.is_done


def test_identified_answers_name_the_place_and_leave_a_line(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.IDENTIFIED)
    (asked,) = invite_people(session, survey, 1)
    send(session, asked)
    (sheet,) = queries.answer_sets(session, [survey.id])[survey.id]
    assert sheet.link == str(asked.enrollment_id)
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "survey.answered")).one()
    assert (line.object_id, line.facts) == (str(asked.enrollment_id), {"survey": "every-kind"})


def test_confidential_answers_name_a_pseudonym_alone(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.CONFIDENTIAL)
    first, second = invite_people(session, survey, 2)
    lines = count(session, AuditLine)
    send(session, first)
    send(session, second)
    found = queries.answer_sets(session, [survey.id])[survey.id]
    links = {sheet.link for sheet in found}
    assert links == set(session.scalars(select(col(Pseudonym.pseudonym))))
    assert len(links) == 2
    row = session.scalars(select(ConfidentialAnswers)).first()
    assert row is not None
    ids = {str(first.id), str(first.enrollment_id), str(second.id), str(second.enrollment_id)}
    assert not any(id_ in str(row.model_dump()) for id_ in ids)
    assert count(session, AuditLine) == lines


def test_a_pseudonym_is_the_same_in_every_survey_of_a_study(session: Session, cast: Cast) -> None:
    ada = cast.enrollment("ada").id
    links, version = [], add_instrument(session)
    for key, scope_id in (("one", cast.program.id), ("two", cast.program.id), ("three", None)):
        survey = put_survey(
            session,
            cast.fall,
            IdentityMode.CONFIDENTIAL,
            key=key,
            version=version,
            scope_id=scope_id,
        )
        (asked,) = actions.invite(session, survey, enrollment_ids=[ada], now=OPENED)
        send(session, asked)
        (sheet,) = queries.answer_sets(session, [survey.id])[survey.id]
        links.append(sheet.link)
    assert links[0] == links[1] != links[2]


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_of_an_anonymous_sending_nothing_is_left_but_the_flag(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey = put_survey(session, cast.fall, mode)
    people = invite_people(session, survey, 12)
    before = {table: count(session, table) for table in (AuditLine, Task, OutboxMessage)}
    for number, asked in enumerate(people):
        send(session, asked, answers_of(number), f"C{number}" if mode is ANONYMOUS[0] else None)
        assert asked.is_done
    after = {table: count(session, table) for table in (AuditLine, Task, OutboxMessage)}
    assert after == before | {AuditLine: before[AuditLine] + 1}
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "survey.came"))
    assert (line.facts, line.actor_id) == ({"survey": "every-kind", "count": 5}, None)
    assert len(session.get_one(AnonymousAnswers, survey.id).sheets) == 5
    with refuses(rules.DONE):
        actions.save(session, people[0], {}, NOW)


def test_anonymous_answers_are_not_kept_on_the_way(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.UNLINKED)
    (asked,) = invite_people(session, survey, 1)
    with refuses(rules.NOT_SAVED_IN_PART):
        actions.save(session, asked, {"trust": 2}, NOW)
    assert own(session, survey, asked) is None


def test_what_waits_says_nothing_and_is_as_long_whatever_was_written(
    session: Session, cast: Cast
) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.UNLINKED)
    first, second = invite_people(session, survey, 2)
    send(session, first, {"why": "Bee, no more"})
    short = str(session.get_one(WaitingAnswers, survey.id).sheets)
    send(session, second, {"why": "A long story. " * 200})
    long = str(session.get_one(WaitingAnswers, survey.id).sheets)
    assert "Bee, no more" not in short
    assert len(short) == len(long)
    assert short != long


def test_a_linked_sheet_has_the_hash_of_the_code(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.LINKED)
    people = invite_people(session, survey, 5)
    with refuses(rules.CODE_FIRST):
        send(session, people[0])
    for asked in people:
        send(session, asked, code=f"E-{asked.id}")
    actions.close(session, survey, secret=SECRET, by=None, now=NOW)
    links = {sheet.link for sheet in queries.answer_sets(session, [survey.id])[survey.id]}
    assert links == {hashed(SECRET, cast.fall.id, f"E-{asked.id}") for asked in people}


@pytest.mark.parametrize("mode", IdentityMode)
def test_nobody_sends_twice_or_early_or_after_leaving(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    survey = put_survey(session, cast.fall, mode)
    (asked, other) = actions.invite(
        session,
        survey,
        enrollment_ids=[cast.enrollment("ada").id, cast.enrollment("nan").id],
        now=OPENED,
    )
    with refuses(rules.NOT_OPEN):
        send(session, asked, code="A", now=OPENED - MINUTE)
    send(session, asked, code="A")
    with refuses(rules.DONE):
        send(session, asked, code="A")
    cast.withdraw("nan")
    with refuses(LEFT):
        send(session, other, code="B")
    assert not other.is_done


def test_who_left_still_answers_a_wave(session: Session, cast: Cast) -> None:
    wave = put_survey(session, cast.fall, IdentityMode.UNLINKED, purpose=Purpose.WAVE)
    ada = cast.enrollment("ada").id
    (asked,) = actions.invite(session, wave, enrollment_ids=[ada], now=OPENED)
    cast.withdraw("ada")
    send(session, asked)
    assert asked.is_done


def test_an_archived_cohort_takes_no_evaluation_and_goes_on_with_its_waves(
    session: Session, cast: Cast
) -> None:
    version = add_instrument(session)
    survey = put_survey(session, cast.fall, IdentityMode.UNLINKED, version=version)
    ada = cast.enrollment("ada").id
    (asked,) = actions.invite(session, survey, enrollment_ids=[ada], now=OPENED)
    wave = put_survey(
        session,
        cast.fall,
        IdentityMode.UNLINKED,
        key="wave",
        purpose=Purpose.WAVE,
        version=version,
    )
    (later,) = actions.invite(session, wave, enrollment_ids=[ada], now=OPENED)
    cast.fall.archived_at = NOW
    session.flush()
    with refuses(ARCHIVED):
        send(session, asked)
    send(session, later)
    assert later.is_done
