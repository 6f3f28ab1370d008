"""Waves are put once, to who allows it, with a letter each; and to mentees who agreed."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine
from app.studies.consent.actions import withdraw
from app.studies.enums import (
    ConsentScope,
    Determination,
    KeptData,
    RaterStep,
    Respondent,
    WaveAnchor,
)
from app.studies.models import Project, WaveSurvey
from app.studies.waves.actions import count_from
from app.studies.waves.asking.actions import ask
from app.studies.waves.planning.actions import plan_wave
from app.studies.waves.planning.rules import Planned
from app.studies.waves.queries import cohorts_at_work
from app.studies.waves.tasks import EVERY, WaveKeeping, keep_waves
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    SurveyInvitation,
    WaitingAnswers,
)
from app.surveys.tokens import token_for
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.races import at_once
from tests.studies.projects_of import agree, make_project, place_of, refuse, settle
from tests.studies.waves.world import BOTH, LATER, WaveWorld, make_world
from tests.surveys.asking import SECRET, add_people, send


@pytest.fixture
def world(session: Session, cast: Cast) -> WaveWorld:
    return make_world(session, cast)


def test_who_agreed_is_asked_once_and_nobody_else(world: WaveWorld) -> None:
    agree(world.session, world.cast, world.project, "ada")
    refuse(world.session, world.cast, world.project, "nan")
    assert world.ask() == 1
    assert world.ask() == 0
    (survey,) = world.surveys()
    assert survey.key == "mentoring-outcomes-m0-every-kind-learner"
    assert (survey.purpose, survey.mode) == (Purpose.WAVE, IdentityMode.CONFIDENTIAL)
    assert survey.scope_id == world.project.id
    assert survey.opens_at == datetime(2026, 10, 22, 12, tzinfo=UTC), "summer time"
    assert survey.closes_at == datetime(2026, 12, 4, 0, tzinfo=UTC), "17:00 in winter time"
    (invitation,) = world.invitations()
    assert invitation.enrollment_id == world.cast.enrollment("ada").id
    (letter,) = world.letters("wave_open")
    assert letter.person_id == world.cast.id("ada")
    assert letter.secrets == {"survey_paths": f"/surveys/{token_for(SECRET, invitation.id)}"}
    assert letter.facts["count"] == 1


def test_who_agrees_later_is_asked_then_and_in_the_same_survey(world: WaveWorld) -> None:
    agree(world.session, world.cast, world.project, "ada")
    world.ask()
    agree(world.session, world.cast, world.project, "nan")
    assert world.ask() == 1
    assert len(world.surveys()) == 1
    assert len(world.invitations()) == 2


def test_out_of_its_time_a_wave_asks_nobody(world: WaveWorld) -> None:
    agree(world.session, world.cast, world.project, "ada")
    assert world.ask(NOW - timedelta(days=40)) == 0
    assert world.ask(LATER) == 0
    assert world.surveys() == []


def test_who_withdrew_is_asked_no_more(world: WaveWorld) -> None:
    place = agree(world.session, world.cast, world.project, "ada")
    withdraw(world.session, place, KeptData.KEEP, now=NOW)
    assert world.ask() == 0


def test_who_left_the_course_is_asked_still(world: WaveWorld) -> None:
    agree(world.session, world.cast, world.project, "ada")
    world.cast.withdraw("ada")
    assert world.ask() == 1


def test_quality_improvement_can_ask_who_has_not_objected(session: Session, cast: Cast) -> None:
    own: dict[str, Any] = {"determination": Determination.QUALITY, "asks_consent": False}
    world = make_world(session, cast, **own)
    refuse(session, cast, world.project, "nan")
    assert world.ask() == 1
    (invitation,) = world.invitations()
    assert invitation.enrollment_id == cast.enrollment("ada").id


def test_who_came_when_it_was_over_is_not_asked(world: WaveWorld) -> None:
    plan_wave(
        world.session,
        world.project.id,
        Planned(0, -28, 0, BOTH),
        months=0,
        by=world.cast.id("cora"),
        now=NOW,
    )
    agree(world.session, world.cast, world.project, "ada")
    assert world.ask() == 0


def test_a_mentee_is_asked_once_they_agreed_and_only_then(world: WaveWorld) -> None:
    place = agree(world.session, world.cast, world.project, "ada")
    rater = world.name(place)
    world.ask()
    assert world.letters("wave_mentee") == []
    world.says(rater, RaterStep.AGREED)
    world.ask()
    world.ask()
    (letter,) = world.letters("wave_mentee")
    assert (letter.person_id, letter.cohort_id, letter.recipient) == (rater.id, None, None)
    asked = [own for own in world.invitations() if own.rater_id]
    assert [own.rater_id for own in asked] == [rater.id]
    assert "Max" not in str(letter.facts)


@pytest.mark.parametrize("step", [RaterStep.DECLINED, None])
def test_a_mentee_who_said_no_or_nothing_is_not_asked(
    world: WaveWorld, step: RaterStep | None
) -> None:
    rater = world.name(agree(world.session, world.cast, world.project, "ada"))
    if step:
        world.says(rater, step)
    world.ask()
    assert world.letters("wave_mentee") == []


def test_a_mentee_of_who_withdrew_is_asked_no_more(world: WaveWorld) -> None:
    place = agree(world.session, world.cast, world.project, "ada")
    world.says(world.name(place), RaterStep.AGREED)
    withdraw(world.session, place, KeptData.KEEP, now=NOW)
    assert world.ask() == 0


def test_an_allocated_person_has_a_time_of_their_own(session: Session, cast: Cast) -> None:
    world = make_world(session, cast, settled=False, anchor=WaveAnchor.RANDOMIZED)
    plan_wave(
        session, world.project.id, Planned(3, -21, 21, BOTH), months=3, by=cast.id("cora"), now=NOW
    )
    for name, day in (("ada", 3), ("nan", 9)):
        place = agree(session, cast, world.project, name)
        own = datetime(2026, 11, day, tzinfo=UTC).date()
        count_from(session, world.project.id, place.enrollment.id, own, now=NOW)
    assert world.ask() == 2, "the baseline counts from the start"
    later = datetime(2027, 2, 1, tzinfo=UTC)
    assert world.ask(later) == 2
    survey = next(own for own in world.surveys() if "-m3-" in own.key)
    own_days = sorted(
        str(own.opens_at or survey.opens_at)[:10]
        for own in world.invitations()
        if own.survey_id == survey.id
    )
    assert own_days == ["2027-01-13", "2027-01-19"]


def test_what_a_wave_asked_first_it_asks_always(world: WaveWorld) -> None:
    agree(world.session, world.cast, world.project, "ada")
    world.ask()
    (survey,) = world.surveys()
    plan = next(plan for plan in world.session.scalars(select(WaveSurvey)))
    assert plan.survey_id == survey.id
    assert plan.cohort_id == world.cast.fall.id


@pytest.mark.parametrize(
    ("mode", "kept"),
    [
        (IdentityMode.IDENTIFIED, IdentifiedAnswers),
        (IdentityMode.CONFIDENTIAL, ConfidentialAnswers),
    ],
)
@pytest.mark.parametrize("data", KeptData)
def test_answers_of_who_withdraws_stay_or_go_as_they_say(
    session: Session, cast: Cast, mode: IdentityMode, kept: Any, data: KeptData
) -> None:
    world = make_world(session, cast, mode=mode)
    places = [agree(session, cast, world.project, name) for name in ("ada", "nan")]
    world.ask()
    for invitation in world.invitations():
        send(session, invitation)
    assert len(session.scalars(select(kept)).all()) == 2
    withdraw(session, places[0], data, now=NOW)
    left = session.scalars(select(kept)).all()
    assert len(left) == (2 if data is KeptData.KEEP else 1)


def test_anonymous_answers_of_who_withdraws_stay_among_the_others(
    session: Session, cast: Cast
) -> None:
    world = make_world(session, cast, mode=IdentityMode.UNLINKED)
    place = agree(session, cast, world.project, "ada")
    world.ask()
    send(session, world.invitations()[0])
    before = session.scalars(select(WaitingAnswers)).one().model_dump()
    withdraw(session, place, KeptData.REMOVE, now=NOW)
    assert session.scalars(select(WaitingAnswers)).one().model_dump() == before


def test_statements_are_as_many_for_a_crowd_until_letters_are_written(
    session: Session, cast: Cast, statements: Statements
) -> None:
    world = make_world(session, cast)
    here = world.here
    with statements():
        ask(session, here, secret=SECRET, now=NOW)
        few = statements.total
    add_people(session, cast.fall, 30)
    session.flush()
    with statements():
        ask(session, here, secret=SECRET, now=NOW)
        assert statements.total == few


def test_the_worker_looks_at_every_cohort_and_every_ten_minutes(real_database: Database) -> None:
    with real_database.write() as session:
        world = make_world(session, Cast(session))
        agree(session, world.cast, world.project, "ada")
    keeping = WaveKeeping(SECRET)
    keeping(real_database, NOW)
    with real_database.write() as session:
        cast = Cast(session)
        project = session.scalars(select(Project)).one()
        agree(session, cast, project, "nan")
    keeping(real_database, NOW + EVERY / 2)
    with real_database.read() as session:
        assert len(session.scalars(select(SurveyInvitation)).all()) == 1
    keeping(real_database, NOW + EVERY)
    with real_database.read() as session:
        assert len(session.scalars(select(SurveyInvitation)).all()) == 2
        acts = session.scalars(select(col(AuditLine.act)).where(col(AuditLine.act) == "survey.put"))
        assert len(acts.all()) == 1


def test_two_workers_at_once_ask_everybody_once(real_database: Database) -> None:
    with real_database.write() as session:
        world = make_world(session, Cast(session))
        for name in ("ada", "nan"):
            agree(session, world.cast, world.project, name)
    at_once(*[partial(keep_waves, real_database, SECRET, NOW) for _worker in range(2)])
    with real_database.read() as session:
        assert len(session.scalars(select(SurveyInvitation)).all()) == 2
        assert len(cohorts_at_work(session)) == 1


def test_a_project_that_told_its_people_nothing_asks_nobody(session: Session, cast: Cast) -> None:
    make_project(session, cast, texts=[Respondent.MENTEE])
    assert cohorts_at_work(session) == []
    project = make_project(session, cast)
    assert cohorts_at_work(session) == [], "its waves ask nothing yet"
    settle(session, project)
    assert [here.project.id for here in cohorts_at_work(session)] == [project.id]
    assert place_of(session, cast, project, "ada").cohort.id == cast.fall.id
    assert ConsentScope.USE in ConsentScope
