"""Putting what is due, once; asking everybody; moving with the deadlines."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import enroll
from app.core.db import Database
from app.core.models import OutboxMessage
from app.credit.evaluations.actions import attend_to
from app.credit.evaluations.queries import Wanted, cannot_be_put, due_cohorts
from app.credit.evaluations.rules import LEAST, NO_WORDING, NOT_IN_CONTENT
from app.credit.evaluations.tasks import attend_to_evaluations
from app.credit.queries import activity_of
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.tokens import read_token
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.credit.evaluations.gated import EVALUATION, KEY, ask_in_policy, gate, load_instrument
from tests.races import at_once
from tests.surveys.asking import SECRET


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def letters(session: Session) -> list[OutboxMessage]:
    own = col(OutboxMessage.kind) == "evaluation_open"
    return list(session.scalars(select(OutboxMessage).where(own).order_by(col(OutboxMessage.key))))


def test_due_evaluation_is_put_for_everybody_who_is_in(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 3)
    survey = found.survey
    assert (survey.purpose, survey.mode) == (Purpose.EVALUATION, IdentityMode.UNLINKED)
    assert survey.opens_at == NOW, "the last session was over for months when it was asked for"
    assert survey.closes_at >= NOW + LEAST
    invited = session.scalars(select(SurveyInvitation)).all()
    assert {own.enrollment_id for own in invited} == {place.id for place in found.places}
    assert not any(own.is_done for own in invited)
    posted = letters(session)
    assert {letter.person_id for letter in posted} == {place.person_id for place in found.places}
    paths = [letter.secrets["path"] for letter in posted]
    ids = {read_token(SECRET, path.removeprefix("/surveys/")) for path in paths}
    assert ids == {own.id for own in invited}
    assert posted[0].facts == {
        "cohort": "Spring 2026",
        "title": "Evaluation of the program",
        "minutes": 3,
        "closes": survey.closes_at.isoformat(),
    }


def test_looking_again_changes_nothing(session: Session, cast: Cast) -> None:
    gate(session, cast, 3)
    assert due_cohorts(session, NOW) == []
    attend_to(session, cast.spring.id, secret=SECRET, now=NOW + timedelta(hours=1))
    assert (count(session, Survey), count(session, SurveyInvitation)) == (1, 3)
    assert len(letters(session)) == 3


def test_who_comes_later_is_asked_then(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 2)
    enroll(session, cast.spring, cast.id("nan"), by=None, now=NOW)
    assert due_cohorts(session, NOW) == [cast.spring.id]
    attend_to(session, cast.spring.id, secret=SECRET, now=NOW)
    assert count(session, SurveyInvitation) == 3
    assert letters(session)[-1].person_id in {cast.id("nan"), *(p.person_id for p in found.places)}
    assert len(letters(session)) == 3


def test_it_closes_later_where_the_claims_do(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 2)
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.claims_close_at = NOW + timedelta(days=200)
    session.flush()
    assert due_cohorts(session, NOW) == [cast.spring.id]
    attend_to(session, cast.spring.id, secret=SECRET, now=NOW)
    assert found.survey.closes_at == NOW + timedelta(days=200)
    assert due_cohorts(session, NOW) == []


def test_nothing_is_put_before_the_last_session_is_over(session: Session, cast: Cast) -> None:
    load_instrument(session)
    ask_in_policy(session, cast.fall)
    last = cast.unit("fall-2026", 4)
    assert last.starts_at is not None
    over = last.starts_at + timedelta(minutes=last.minutes)
    before = over - timedelta(minutes=1)
    assert due_cohorts(session, before) == []
    attend_to(session, cast.fall.id, secret=SECRET, now=before)
    assert count(session, Survey) == 0
    assert due_cohorts(session, over) == [cast.fall.id]
    attend_to(session, cast.fall.id, secret=SECRET, now=over + timedelta(minutes=1))
    survey = session.scalars(select(Survey)).one()
    assert survey.opens_at == over


def test_cohort_whose_policy_asks_for_none_is_left_alone(session: Session, cast: Cast) -> None:
    load_instrument(session)
    assert due_cohorts(session, NOW) == []
    attend_to(session, cast.spring.id, secret=SECRET, now=NOW)
    assert count(session, Survey) == 0


def test_in_an_archived_cohort_nobody_is_asked(session: Session, cast: Cast) -> None:
    load_instrument(session)
    ask_in_policy(session, cast.spring)
    cast.spring.archived_at = NOW
    session.flush()
    assert due_cohorts(session, NOW) == []
    attend_to(session, cast.spring.id, secret=SECRET, now=NOW)
    assert count(session, Survey) == 0


def test_what_the_content_lacks_is_not_put_and_said(session: Session, cast: Cast) -> None:
    ask_in_policy(session, cast.spring, ("missing", KEY))
    wanted = [Wanted(cast.spring.id, "mentor-development", ("missing", KEY))]
    bare = EVALUATION | {"redistribution": "ask"}
    bare["items"] = [{**item, "text": None} for item in EVALUATION["items"]]
    load_instrument(session, bare)
    assert due_cohorts(session, NOW) == [], "nobody tries each minute what cannot be"
    attend_to(session, cast.spring.id, secret=SECRET, now=NOW)
    assert count(session, Survey) == 0
    why = [NOT_IN_CONTENT(survey="missing"), NO_WORDING(survey=KEY, count=6)]
    assert cannot_be_put(session, wanted) == {cast.spring.id: why}


def test_looking_costs_one_statement_where_no_policy_asks(
    session: Session, cast: Cast, statements: Statements
) -> None:
    with statements() as count_:
        assert due_cohorts(session, NOW) == []
    assert count_.total == 1
    gate(session, cast, 2)
    with statements() as few:
        due_cohorts(session, NOW)
    enrolled = [cast.id(name) for name in ("nan", "fay", "lee")]
    for person_id in enrolled:
        enroll(session, cast.spring, person_id, by=None, now=NOW)
    ask_in_policy(session, cast.fall)
    session.flush()
    with statements() as more:
        due_cohorts(session, NOW)
    assert more.total == few.total == 5


@pytest.mark.both_databases
def test_two_workers_put_one(real_database: Database) -> None:
    with real_database.write() as session:
        load_instrument(session)
        cast = Cast(session)
        ask_in_policy(session, cast.spring)
        cohort_id = cast.spring.id
    work = attend_to_evaluations(SECRET)
    at_once(*[lambda: work(real_database, NOW)] * 4)
    with real_database.read() as session:
        assert (count(session, Survey), count(session, SurveyInvitation)) == (1, 1)
        assert len(letters(session)) == 1
        assert session.scalars(select(Survey)).one().cohort_id == cohort_id
