"""The numbers of a study as its page shows them, from day to day."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.outcomes.disclosure.models import ShownTable
from app.outcomes.projects.turnout import tasks
from app.outcomes.projects.turnout.tasks import count_turnout
from app.studies.consent import actions as consent
from app.studies.consent.queries import newest_texts
from app.studies.enums import KeptData, Respondent
from app.studies.models import Project
from app.studies.queries import Studied, project_ids, studied_places
from app.studies.waves.standing.overview import ProjectOverview, overview
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.outcomes.projects.turnout.looking import Between, single_out
from tests.studies.projects_of import ALL, make_project, said
from tests.studies.waves.world import LATER, WaveWorld, make_world
from tests.surveys.asking import add_people, send

PATH = "/manage/outcomes/mentoring-outcomes"
WAVE = "How people stand to this wave: Baseline, Learners"
CONSENT = "How people answered the consent"
PEOPLE = 40

ANSWERED = "Answered, in whole or in part"
SO_FAR = "Answered so far, in whole or in part"


def agreed(world: WaveWorld, count: int = PEOPLE) -> list[Studied]:
    """So many people who take part, and are asked."""
    session, project = world.session, world.project
    text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    found = [
        studied_places(session, place.person_id, project.key)[0]
        for place in add_people(session, world.cast.fall, count)
    ]
    for place in found:
        consent.give(session, place, said(ALL), text_id=text.id, edition=0, now=NOW)
    world.ask()
    session.commit()
    return found


def told(sign_in: SignIn, caption: str) -> dict[str, str]:
    return dict(sign_in("cora").page(PATH).table(caption).cells)


def test_twenty_looks_while_people_answer_one_by_one_tell_of_nobody(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    """Though it is counted before each of them."""
    world = make_world(session, cast)
    agreed(world)
    said, of = [], PEOPLE + 2
    for at, invitation in enumerate(world.invitations()[:21]):
        count_turnout(database, NOW + timedelta(minutes=at))
        said.append(told(sign_in, WAVE))
        send(session, invitation)
        session.commit()
    assert all(shown.keys() == {SO_FAR} for shown in said)
    numbers = [shown[SO_FAR] for shown in said]
    assert list(dict.fromkeys(numbers)) == [
        "Not shown",
        *(f"About {step}" for step in (5, 10, 15, 20)),
    ]
    steps = [int(number.removeprefix("About ")) if "About" in number else 0 for number in numbers]
    looks = [Between(step, step + 4) for step in steps]
    assert max(looks[-1]) < of - 5, "no look was at the highest step, which has no end"
    assert single_out(looks) == []


def test_looks_between_two_counts_see_the_same(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    world = make_world(session, cast)
    agreed(world)
    count_turnout(database, NOW)
    before = told(sign_in, WAVE)
    for invitation in world.invitations()[:12]:
        send(session, invitation)
    session.commit()
    assert told(sign_in, WAVE) == before


def test_who_withdraws_shows_in_no_number(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    world = make_world(session, cast)
    places = agreed(world, 20)
    count_turnout(database, NOW)
    before = told(sign_in, CONSENT)
    assert before == {
        "Enrolled now": "22",
        "Agreed to take part": "About 15",
        "Their answers of different times may be linked": "About 10",
        "They may be asked about later studies": "About 10",
        "Their answers may be passed on": "About 10",
        "Somebody whom they mentor may be asked": "About 10",
        "Declined": "Not shown",
        "Withdrew": "Not shown",
    }
    now = before
    for day, place in enumerate(places[:5], 1):
        current = studied_places(session, place.enrollment.person_id, world.project.key)[0]
        consent.withdraw(session, current, KeptData.KEEP, now=NOW)
        session.commit()
        count_turnout(database, NOW + timedelta(days=day))
        now = told(sign_in, CONSENT)
        assert now["Agreed to take part"] == before["Agreed to take part"]
        assert (now == before) == (day < 5)
    assert told(sign_in, CONSENT)["Withdrew"] == "About 5"


def test_a_wave_that_is_over_is_told_in_full_and_nobody_late_shows(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    world = make_world(session, cast)
    agreed(world)
    asked = world.invitations()
    for invitation in asked[:17]:
        send(session, invitation)
    session.commit()
    count_turnout(database, NOW)
    assert told(sign_in, WAVE) == {SO_FAR: "About 15"}
    count_turnout(database, LATER)
    full = told(sign_in, WAVE)
    assert full == {"People whom it asks": "40", ANSWERED: "17", "Did not answer": "23"} | {
        "No answer in time": "23"
    }
    for day, invitation in enumerate(asked[17:21], 1):
        send(session, invitation, now=LATER + timedelta(days=day))
        session.commit()
        count_turnout(database, LATER + timedelta(days=day))
        assert told(sign_in, WAVE) == full


def test_where_few_did_not_answer_the_last_step_stands(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    world = make_world(session, cast)
    agreed(world, 20)
    for invitation in world.invitations()[:18]:
        send(session, invitation)
    session.commit()
    count_turnout(database, LATER)
    assert told(sign_in, WAVE) == {
        "People whom it asks": "20",
        ANSWERED: "About 15",
        "Did not answer": "Not shown",
        "No answer in time": "Not shown",
    }


def test_a_study_that_cannot_be_counted_keeps_no_other_from_it(
    session: Session,
    cast: Cast,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for title in ("One", "Two", "Three"):
        make_project(session, cast, title=title)
    session.commit()
    first, *others = project_ids(session)

    def fails_once(own: Session, project: Project, now: datetime) -> ProjectOverview:
        if project.id == first:
            raise ValueError(project.key)
        return overview(own, project, now)

    monkeypatch.setattr(tasks, "overview", fails_once)
    count_turnout(database, NOW)
    told_of = set(session.scalars(select(col(ShownTable.scope))))
    assert told_of == {str(own) for own in others}
    assert str(first) in caplog.text


def test_nothing_new_is_written_where_nothing_changed(
    session: Session, cast: Cast, database: Database
) -> None:
    world = make_world(session, cast)
    agreed(world)
    count_turnout(database, NOW)
    rows = session.scalars(select(ShownTable)).all()
    assert {row.cut_off for row in rows} == {NOW}
    for day in (1, 2):
        count_turnout(database, NOW + timedelta(days=day))
    count_turnout(database, LATER)
    count_turnout(database, LATER + timedelta(days=1))
    names = session.scalars(select(col(ShownTable.name))).all()
    assert len(set(names)) == len(names)
