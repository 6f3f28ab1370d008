"""The page of a study: numbers of people that are not too few, and nobody’s name."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import OutboxMessage
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.records import to_json
from app.outcomes.projects.turnout.tasks import count_turnout
from app.studies.enums import ConsentScope, WaveAnchor
from app.studies.models import Wave
from app.studies.waves.planning.actions import plan_wave, remove_wave
from app.studies.waves.planning.rules import Planned
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.outcomes.sharing.taken import allowed
from tests.page import Page
from tests.site.manage.outcomes.analysis.trials import a_trial
from tests.studies.projects_of import agree, agree_in, make_project, refuse
from tests.studies.waves.world import BOTH, LEARNERS, MENTEES, make_world, release
from tests.surveys.asking import EVERY_KIND, add_people

PATH = "/manage/outcomes/mentoring-outcomes"


def test_few_people_are_not_told_of(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    world = make_world(session, cast)
    refuse(session, cast, world.project, "ada")
    agree(session, cast, world.project, "nan")
    add_people(session, cast.fall, 40)
    session.commit()
    page = sign_in("cora").page(PATH)
    assert "Answers are counted once a day, and were not yet." in page.text
    count_turnout(database, NOW)
    page = sign_in("cora").page(PATH)
    told = dict(page.table("How people answered the consent").cells)
    assert told["Enrolled now"] == "42"
    assert {told[own] for own in ("Agreed to take part", "Declined")} == {"Not shown"}
    assert "told in steps of 5" in page.text
    assert "Alvarez" not in page.main.text


def test_each_page_says_what_it_counts_and_leads_to_the_one_explanation(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    asked = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.add(
        ProjectAnalysis(
            project_id=asked.project.id,
            number=1,
            cut_off=NOW,
            code_version="1",
            found=to_json(a_trial()),
            made_at=NOW,
        )
    )
    session.commit()
    cora = sign_in("cora")
    study = cora.page(PATH)
    explained = study.section("How these numbers are counted").text
    for word in ("Enrolled", "Agreed", "Answered a wave", "In a file", "In the analysis"):
        assert word in explained
    assert "about 40 can be 36 or 44" in explained
    assert "Enrolled is exact and of now" in study.text
    for page, said in (
        ("/data", "a file that is made now has these people"),
        ("/analysis", "of a change those who answered both times"),
    ):
        own = cora.page(f"{PATH}{page}")
        assert said in own.text
        assert own.link("How these numbers are counted") == f"{PATH}#counted"


def test_how_many_allow_what_is_told_in_steps_with_what_a_no_costs(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    world = make_world(session, cast)
    people = add_people(session, cast.fall, 21)
    for number, place in enumerate(people):
        scopes = {ConsentScope.USE, ConsentScope.LINK} if number < 11 else {ConsentScope.USE}
        agree_in(session, world.project, place, scopes)
    session.commit()
    count_turnout(database, NOW)
    page = sign_in("cora").page(PATH)
    told = dict(page.table("How people answered the consent").cells)
    assert told["Agreed to take part"] == "About 15"
    assert told["Their answers of different times may be linked"] == "About 10"
    assert told["Their answers may be passed on"] == "Not shown"
    assert "no paired change, no comparison of arms" in page.section("Who takes part").text
    assert page.link("What each No costs") == f"{PATH}/text#scopes"
    words = sign_in("cora").page(f"{PATH}/text").section("What people say Yes or No to").text
    assert "no paired change, no comparison of arms" in words
    assert "REDCap" in words


def test_of_linking_that_nobody_is_asked_for_nothing_is_told(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    make_world(session, cast, mode=IdentityMode.UNLINKED)
    session.commit()
    count_turnout(database, NOW)
    cora = sign_in("cora")
    page = cora.page(PATH)
    assert "linked" not in str(page.table("How people answered the consent").cells)
    assert "paired" not in page.main.text
    assert "paired" not in cora.page(f"{PATH}/text").main.text


def test_who_is_asked_and_who_is_not_stands_on_no_list_of_mail(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    agree(session, cast, world.project, "ada")
    world.ask()
    session.commit()
    (letter,) = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == "wave_open"))
    for staff in ("cora", "abe"):
        browser = sign_in(staff)
        assert str(letter.id) not in browser.get("/manage/outbox").text
        assert browser.get(f"/manage/outbox/{letter.id}").status_code == 404
    history = sign_in("cora").get("/manage/cohorts/fall-2026/history?coursework=true").text
    assert "survey" not in history.lower()


def test_the_list_leads_to_it(sign_in: SignIn, session: Session, cast: Cast) -> None:
    make_world(session, cast)
    session.commit()
    page = sign_in("cora").page("/manage/outcomes")
    assert page.link("Mentoring outcomes") == PATH
    assert page.link("Make a study") == "/manage/outcomes/new?program=mentor-development"


def test_statements_are_as_many_for_a_crowd(
    sign_in: SignIn, session: Session, cast: Cast, database: Database, statements: Statements
) -> None:
    world = make_world(session, cast)
    agree(session, cast, world.project, "ada")
    world.ask()
    session.commit()
    count_turnout(database, NOW)
    cora = sign_in("cora")
    cora.page(PATH)
    with statements() as count:
        cora.page(PATH)
        few = count.total
    add_people(session, cast.fall, 30)
    session.commit()
    with statements() as count:
        cora.page(PATH)
    assert count.total == few <= 14, count.seen


ASKING = "What it lacks: people are asked already"


def lacking(page: Page, heading: str = "Before it asks anybody") -> dict[str, bool]:
    """What the list says is done, and what is not."""
    section = page.section(heading)
    return {
        row.one(".task-title").text: "Not done" not in row.text for row in section.all("li.task")
    }


def test_what_a_study_lacks_is_a_list_with_the_way_to_each(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND, {**EVERY_KIND, "key": MENTEES, "title": "Of mentees"})
    project = make_project(session, cast, texts=(), anchor=WaveAnchor.RANDOMIZED)
    by = cast.id("cora")
    plan_wave(session, project.id, Planned(0, -21, 21, BOTH), months=0, by=by, now=NOW)
    session.commit()
    cora = sign_in("cora")
    assert lacking(cora.page(PATH)) == {
        "What it was determined to be": True,
        "Cohorts that it studies": True,
        "Text that learners agree to": False,
        "Text that mentees read": False,
        "Instruments of a wave: Baseline": True,
        "Instruments of a wave: After 3 months": False,
        "Instruments of a wave: After 12 months": False,
        "Instruments of a wave: After 24 months": False,
        "Arms of the trial": False,
        "Sealed list of the trial": False,
    }
    links = cora.page(PATH).section("Before it asks anybody")
    assert links.link("Instruments of a wave: After 3 months") == f"{PATH}/waves/3"
    assert links.link("Text that mentees read") == f"{PATH}/text"
    assert links.link("Sealed list of the trial") == f"{PATH}/trial"
    assert "Fall 2026" in links.text
    assert cora.page(PATH).link("Trial") == f"{PATH}/trial"


def test_the_list_is_gone_once_everything_is_done(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast, settled=False)
    session.commit()
    cora = sign_in("cora")
    assert lacking(cora.page(PATH))["Instruments of a wave: After 3 months"] is False
    for months in (3, 12, 24):
        by = cast.id("cora")
        remove_wave(session, world.project.id, months, by=by, now=NOW)
    session.commit()
    assert "Before it asks anybody" not in cora.page(PATH).text


def test_what_can_change_no_more_is_not_asked_for(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    agree(session, cast, world.project, "ada")
    session.add(Wave(project_id=world.project.id, months=60, first_day=0, last_day=9))
    session.commit()
    page = sign_in("cora").page(PATH)
    assert "Before it asks anybody" not in page.text
    words = "It asks nothing, and can no more be given anything to ask"
    assert words in page.section("After 60 months").text
    assert words in sign_in("cora").page(f"{PATH}/waves").section("After 60 months").text


def test_what_cannot_be_asked_stays_on_the_list_of_a_running_study(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    unworded = [{**EVERY_KIND["items"][0], "text": None}, *EVERY_KIND["items"][1:]]
    release(session, cast, {**EVERY_KIND, "items": unworded})
    project = make_project(session, cast)
    asks = frozenset({LEARNERS})
    plan_wave(session, project.id, Planned(0, -21, 21, asks), months=0, by=cast.id("cora"), now=NOW)
    agree(session, cast, project, "ada")
    session.commit()
    found = lacking(sign_in("cora").page(PATH), ASKING)
    assert found["Instruments of a wave: Baseline"] is False
    assert "Instruments of a wave: After 3 months" not in found


def test_the_dates_of_a_wave_stand_beside_how_they_are_counted(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_world(session, cast, settled=False)
    session.commit()
    text = sign_in("cora").page(PATH).main.text
    assert "Fall 2026: open since October 22, 2026, until December 3, 2026." in text
    assert "Fall 2026: opens January 22, 2027, closes March 5, 2027." in text
    assert "the day it counts to" not in text
