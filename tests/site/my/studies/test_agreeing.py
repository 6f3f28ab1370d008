"""Whoever agrees while a wave is open is asked at once, and reads when the next one opens."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage
from app.settings import DEMO_SECRET
from app.studies.enums import WaveAnchor
from app.studies.waves.actions import count_from
from app.studies.waves.planning.actions import plan_wave
from app.studies.waves.planning.rules import Planned
from app.studies.waves.queries import waves_of
from app.surveys.enums import IdentityMode
from app.surveys.models import SurveyInvitation
from app.surveys.tokens import token_for
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.studies.projects_of import agree, make_project, place_of, refuse
from tests.studies.waves.world import LEARNERS, WaveWorld, make_world

PATH = "/my/studies/mentoring-outcomes"
LATER = frozenset({LEARNERS})


def plan(world: WaveWorld, months: int, first: int, last: int) -> None:
    by, planned = world.cast.id("cora"), Planned(months, first, last, LATER)
    known = waves_of(world.session, [world.project.id])[world.project.id]
    is_there = months in [own.wave.months for own in known]
    of = months if is_there else None
    plan_wave(world.session, world.project.id, planned, months=of, by=by, now=NOW)


def say_yes(browser: Browser) -> str:
    """Where who takes part is led."""
    fields = browser.page(PATH).form("Take part").fields
    shown = {name: str(fields[name]) for name in ("text", "terms")}
    said = {"link": "yes", "recontact": "no", "share": "no", "mentee": "no"}
    sent = said | shown | {"edition": "0", "do": "agree"}
    return browser.post(f"{PATH}/consent", data=sent).headers["location"]


def invitations(session: Session) -> list[SurveyInvitation]:
    return list(session.scalars(select(SurveyInvitation)))


@pytest.mark.both_databases
@pytest.mark.parametrize("mode", [IdentityMode.CONFIDENTIAL, IdentityMode.UNLINKED])
def test_who_agrees_in_its_time_is_asked_in_the_same_click(
    sign_in: SignIn, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    make_world(session, cast, mode=mode)
    session.commit()
    ada = sign_in("ada")
    page = ada.page(say_yes(ada))
    (own,) = invitations(session)
    path = f"/surveys/{token_for(DEMO_SECRET, own.id)}"
    assert own.enrollment_id == cast.enrollment("ada").id
    assert page.section("What you are asked").link("Answer now: Every kind") == path
    assert ada.page("/home").section("Your answers to a study").link("Mentoring outcomes")
    (letter,) = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == "wave_open"))
    assert (letter.person_id, letter.secrets) == (cast.id("ada"), {"survey_paths": path})


def test_the_worker_asks_them_no_second_time(sign_in: SignIn, session: Session, cast: Cast) -> None:
    world = make_world(session, cast)
    session.commit()
    say_yes(sign_in("ada"))
    session.expire_all()
    assert world.ask() == 0
    assert len(invitations(session)) == 1


def test_nobody_else_is_asked_with_them(sign_in: SignIn, session: Session, cast: Cast) -> None:
    world = make_world(session, cast)
    agree(session, cast, world.project, "nan")
    session.commit()
    say_yes(sign_in("ada"))
    assert [own.enrollment_id for own in invitations(session)] == [cast.enrollment("ada").id]


def test_who_says_no_and_who_agrees_too_late_is_asked_nothing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    plan(world, 0, -21, 0)
    refuse(session, cast, world.project, "nan")
    session.commit()
    ada = sign_in("ada")
    card = ada.page(say_yes(ada)).section("What you are asked")
    assert invitations(session) == []
    assert card.text.endswith("No other survey of this study is to come.")


def test_who_takes_part_reads_when_the_next_wave_opens_and_until_when(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    plan(world, 12, -45, 45)
    session.commit()
    ada = sign_in("ada")
    assert "Next:" not in ada.page(PATH).text
    assert "After 12 months: from September 28, 2027, 6:00 AM" in ada.page(PATH).text
    card = ada.page(say_yes(ada)).section("What you are asked")
    assert (
        "Next: After 12 months. It opens for you on September 28, 2027, 6:00 AM Mountain Time, and "
        "is open until December 27, 2027, 5:00 PM Mountain Time."
    ) in card.text
    line = ada.page("/my/studies").main.text
    assert "1 survey is open for you until Thu, Dec 3, 5:00 PM" in line
    own = invitations(session)[0]
    own.is_done = True
    session.commit()
    line = ada.page("/my/studies").main.text
    assert "Next: After 12 months. It opens for you on September 28, 2027" in line


def test_whose_group_is_not_drawn_reads_from_when_its_days_count(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast, anchor=WaveAnchor.RANDOMIZED)
    plan(world, 3, -21, 21)
    session.commit()
    ada = sign_in("ada")
    words = "After 3 months: days −21 to +21, counted from 3 months after your group is drawn"
    assert f"Next: {words}" in ada.page(say_yes(ada)).section("What you are asked").text
    place = place_of(session, cast, world.project, "ada")
    day = date(2026, 11, 18)
    count_from(session, world.project.id, place.enrollment.id, day, now=NOW)
    session.commit()
    assert "It opens for you on January 28, 2027" in ada.page(PATH).text


def test_a_survey_that_is_closed_lets_nobody_wait_whose_own_time_is_later(
    session: Session, cast: Cast
) -> None:
    world = make_world(session, cast, anchor=WaveAnchor.RANDOMIZED)
    plan(world, 3, -21, 21)
    ada, place = (agree(session, cast, world.project, name) for name in ("ada", "nan"))
    count_from(session, world.project.id, ada.enrollment.id, date(2026, 11, 2), now=NOW)
    world.ask(NOW + timedelta(days=80))
    (survey,) = [own for own in world.surveys() if "-m3-" in own.key]
    survey.closed_at = survey.closes_at
    count_from(session, world.project.id, place.enrollment.id, date(2027, 4, 2), now=NOW)
    assert world.ask(NOW + timedelta(days=220)) == 1
    own = [own for own in world.invitations() if own.enrollment_id == place.enrollment.id][-1]
    assert own.closes_at is not None
    assert own.closes_at > survey.closes_at


def test_the_list_takes_as_many_statements_for_several_studies(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    world = make_world(session, cast)
    agree(session, cast, world.project, "ada")
    session.commit()
    ada = sign_in("ada")
    counts: list[Any] = []
    for number in range(2):
        ada.page("/my/studies")
        with statements() as count:
            ada.page("/my/studies")
        counts.append(count.total)
        if not number:
            other = make_project(session, cast, title="Another study")
            plan(WaveWorld(session, cast, other), 12, -45, 45)
            agree(session, cast, other, "ada")
            session.commit()
    assert counts[0] == counts[1]
