"""What a study asks of somebody stands on their own pages: open, missed and answered surveys."""

from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.cohorts.arms.models import ArmAccess
from app.cohorts.enrollments.actions import withdraw as leave
from app.core.db import Database
from app.main import create_app
from app.settings import DEMO_SECRET, Settings
from app.site.my.studies.own import arm_card
from app.studies.consent.actions import withdraw
from app.studies.enums import KeptData, Respondent
from app.studies.models import WaveInstrument, WaveSurvey
from app.studies.trials.drawn.rules import own_arm
from app.studies.trials.rules import Arm, sessions_from
from app.studies.waves.queries import waves_of
from app.surveys.actions import send
from app.surveys.enums import IdentityMode
from app.surveys.models import SurveyInvitation
from app.surveys.tokens import token_for
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.studies.projects_of import agree, place_of
from tests.studies.trials.trials_of import draw, make_ready, make_trial
from tests.studies.waves.world import WaveWorld, make_world
from tests.surveys.asking import EVERY_KIND, WHOLE, add_instrument, put_survey

PATH = "/my/studies/mentoring-outcomes"
OVER = NOW + timedelta(days=20)
"""When the wave is over, which asks until December 3."""


FIRST = Arm("A", has_sessions=False, later_months=6)
PROMISED = sessions_from(FIRST, NOW)


@pytest.fixture
def world(session: Session, cast: Cast) -> WaveWorld:
    """Ada takes part, and her first wave is open."""
    made = make_world(session, cast)
    agree(session, cast, made.project, "ada")
    made.ask()
    session.commit()
    return made


def of_ada(world: WaveWorld) -> SurveyInvitation:
    (own,) = world.invitations()
    return own


def path_of(world: WaveWorld) -> str:
    return f"/surveys/{token_for(DEMO_SECRET, of_ada(world).id)}"


def at(database: Database, now: datetime, persona: str = "ada") -> Browser:
    """Somebody at another moment."""
    app: FastAPI = create_app(Settings(demo=True), database=database, clock=lambda: now)
    return Browser(app).sign_in(persona)


def test_an_open_survey_stands_on_the_page_of_the_study_with_a_button(
    sign_in: SignIn, world: WaveWorld
) -> None:
    page = sign_in("ada").page(PATH).section("What you are asked")
    assert page.link("Every kind") == path_of(world)
    assert page.link("Answer now: Every kind") == path_of(world)
    assert "Baseline" in page.text
    assert "Open until Thu, Dec 3, 5:00 PM" in page.text
    assert "It takes about 3 minutes." in page.text
    assert sign_in("ada").page(path_of(world)).link("Begin")


def test_what_is_answered_is_told_and_leads_nowhere(
    sign_in: SignIn, session: Session, world: WaveWorld
) -> None:
    send(session, of_ada(world), WHOLE, secret=DEMO_SECRET, now=NOW)
    session.commit()
    ada = sign_in("ada")
    page = ada.page(PATH).section("What you are asked")
    assert "Answered" in page.text
    assert page.addresses == []
    assert "Your answers to a study" not in ada.page("/home").text


def test_what_was_missed_is_told_and_can_be_answered_late(
    database: Database, world: WaveWorld
) -> None:
    ada = at(database, OVER)
    page = ada.page(PATH).section("What you are asked")
    assert "Missed" in page.text
    assert "It was open until Thu, Dec 3, 5:00 PM" in page.text
    assert page.addresses == [path_of(world)]
    assert ada.page(path_of(world)).link("Begin")
    assert "Your answers to a study" not in ada.page("/home").text


def test_home_leads_to_the_study_that_asks(
    sign_in: SignIn, world: WaveWorld, statements: Statements
) -> None:
    ada = sign_in("ada")
    card = ada.page("/home").section("Your answers to a study")
    assert card.link("Mentoring outcomes") == f"{PATH}#surveys"
    assert "1 survey is open for you until Thu, Dec 3, 5:00 PM" in card.text
    with statements() as count:
        ada.page("/home")
    assert count.total <= 11, count.seen
    assert "Your answers to a study" not in sign_in("ben").page("/home").text


def test_home_counts_the_surveys_of_a_study_and_says_when_the_first_closes(
    session: Session, cast: Cast, sign_in: SignIn, world: WaveWorld
) -> None:
    first = of_ada(world)
    version = add_instrument(session, {**EVERY_KIND, "key": "second", "title": "The second"})
    survey = put_survey(session, cast.fall, world.project.mode, key="second", version=version)
    plan = waves_of(session, [world.project.id])[world.project.id][0]
    asks = WaveInstrument(wave_id=plan.wave.id, instrument="second", respondent=Respondent.LEARNER)
    session.add(asks)
    session.flush()
    put = WaveSurvey(survey_id=survey.id, wave_instrument_id=asks.id, cohort_id=cast.fall.id)
    own = SurveyInvitation(survey_id=survey.id, enrollment_id=first.enrollment_id)
    session.add_all([put, own])
    session.commit()
    card = sign_in("ada").page("/home").section("Your answers to a study")
    assert "2 surveys are open for you. The first one closes Mon, Nov 30" in card.text


def test_who_withdraws_is_asked_nothing_anywhere(
    sign_in: SignIn, session: Session, cast: Cast, world: WaveWorld
) -> None:
    place = place_of(session, cast, world.project, "ada")
    withdraw(session, place, KeptData.KEEP, now=NOW)
    session.commit()
    ada = sign_in("ada")
    assert "What you are asked" not in ada.page(PATH).text
    assert "Your answers to a study" not in ada.page("/home").text


def test_who_left_the_course_is_asked_still(
    sign_in: SignIn, session: Session, cast: Cast, world: WaveWorld
) -> None:
    leave(session, cast.enrollment("ada"), reason="She left.", by=cast.id("cora"), now=NOW)
    session.commit()
    ada = sign_in("ada")
    card = ada.page("/home").section("Your answers to a study")
    assert card.link("Mentoring outcomes") == f"{PATH}#surveys"
    assert ada.page(PATH).link("Answer now: Every kind") == path_of(world)


def test_whose_time_has_not_come_is_told_of_nothing(
    sign_in: SignIn, session: Session, world: WaveWorld
) -> None:
    of_ada(world).opens_at = NOW + timedelta(days=1)
    of_ada(world).closes_at = NOW + timedelta(days=9)
    session.commit()
    ada = sign_in("ada")
    card = ada.page(PATH).section("What you are asked")
    assert card.addresses == []
    assert "Every kind" not in card.text
    assert "Your answers to a study" not in ada.page("/home").text


@pytest.mark.both_databases
def test_anonymous_answers_are_told_to_whose_they_are(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast, mode=IdentityMode.UNLINKED)
    agree(session, cast, world.project, "ada")
    world.ask()
    send(session, of_ada(world), WHOLE, secret=DEMO_SECRET, now=NOW)
    session.commit()
    assert "Answered" in sign_in("ada").page(PATH).section("What you are asked").text


@pytest.mark.both_databases
def test_the_page_of_the_study_says_which_group_was_drawn(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project, trial = make_trial(session, cast)
    ada = cast.enrollment("ada")
    make_ready(session, project, [ada])
    session.commit()
    browser = sign_in("ada")
    assert "Your group" not in browser.page(PATH).text
    draw(session, project, trial, ada.id, cast)
    session.commit()
    access = session.get_one(ArmAccess, ada.id)
    card = browser.page(PATH).section("Your group").text
    assert access.arm in card
    means = {
        True: "You learn by the modules and the live sessions",
        False: "You learn by the modules alone: no live session is yours",
    }
    assert means[access.has_sessions] in card
    assert means[not access.has_sessions] not in card


@pytest.mark.parametrize(
    ("arm", "given", "later", "words"),
    [
        (Arm("A", has_sessions=True), True, None, "as your cohort’s schedule says"),
        (Arm("A", has_sessions=False), False, None, "you complete by the modules."),
        (FIRST, False, PROMISED, "Live sessions that begin on Tue, May 18"),
        (FIRST, False, OVER, "Since then you were given those that begin on Tue, Dec 8"),
        (Arm("A", False), False, OVER, "Since then you were given those that begin on Tue, Dec 8"),
        (Arm("A", has_sessions=False), True, None, "Since then you were given the live sessions"),
    ],
)
def test_each_kind_of_group_is_told_in_a_sentence(
    arm: Arm, given: bool, later: datetime | None, words: str
) -> None:
    own = own_arm(arm, has_sessions=given, sessions_from=later, drawn_at=NOW)
    card = arm_card(own, reader_zone="America/Denver")
    assert card is not None
    assert words in str(card.means)
    assert arm_card(None, reader_zone="America/Denver") is None
