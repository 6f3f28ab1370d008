"""The page of a study: numbers of people that are not too few, and nobody’s name."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import OutboxMessage
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.records import to_json
from app.outcomes.projects.turnout.tasks import count_turnout
from app.studies.enums import ConsentScope
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.outcomes.sharing.taken import allowed
from tests.site.manage.outcomes.analysis.trials import a_trial
from tests.studies.projects_of import agree, agree_in, refuse
from tests.studies.waves.world import make_world
from tests.surveys.asking import add_people

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
    assert {told[own] for own in ("Agreed to take part", "Declined")} == {"Too few to show"}
    assert "in steps of 5 people" in page.text
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
    assert told["Their answers may be passed on"] == "Too few to show"
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
