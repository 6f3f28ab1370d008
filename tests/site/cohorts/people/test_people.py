"""The people of a cohort: who is listed, for whom, and that words of theirs do no harm."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.models import SessionPart
from app.people.introductions.actions import introduce
from app.people.introductions.enums import Part
from app.people.introductions.rules import Told
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.crowds import fill

PATH = "/cohorts/fall-2026/people"
HOSTILE = "<script>alert(1)</script>\r\nBcc: x@example.org {{ 7*7 }} =HYPERLINK(1)"


def test_members_see_each_other_by_family_name_with_their_institutions(sign_in: SignIn) -> None:
    page = sign_in("ada").page(PATH)
    assert page.main.tables[0].column("Name") == [
        "Alvarez, Ada (you)",
        "Castellano, Cora Coordinator",
        "Fuentes, Fay Facilitator",
        "Nakai, Nan",
    ]
    assert page.main.tables[0].column("Institution")[0] == "High Desert School of Medicine"
    for persona in ("fay", "cora"):
        assert sign_in(persona).get(PATH).status_code == 200


@pytest.mark.parametrize("persona", ["ben", "lee", "abe"])
def test_for_others_it_does_not_exist(sign_in: SignIn, persona: str) -> None:
    assert sign_in(persona).get(PATH).status_code == 404


def test_leader_who_came_as_a_guest_is_among_them(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    held = cast.case_session("fall-2026", 3).id
    session.add(SessionPart(case_session_id=held, person_id=cast.id("lee"), part="guest"))
    session.commit()
    assert "Lindqvist, Lee (you) Leads a session" in sign_in("lee").page(PATH).main.text


def test_list_is_found_in_and_narrowed_to_an_institution(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    told = Told(interests="Rural health", offers="Statistics", shown=frozenset({Part.INTERESTS}))
    introduce(session, cast.id("nan"), told, now=NOW)
    session.commit()
    ada = sign_in("ada")
    found = ada.page(f"{PATH}?q=rural")
    assert found.main.tables[0].column("Name") == ["Nakai, Nan"]
    assert "Nobody here matches that." in ada.page(f"{PATH}?q=statistics").main.text
    own = ada.page(f"{PATH}?institution=Sonoran+School+of+Medicine")
    assert own.main.tables[0].column("Name") == ["Fuentes, Fay Facilitator", "Nakai, Nan"]
    assert len(ada.page(f"{PATH}?institution=x").main.tables[0].rows) == 4


def test_after_the_end_only_those_are_listed_who_agreed_and_for_each_other(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.fall.closes_at = NOW - timedelta(days=1)
    introduce(session, cast.id("fay"), Told(after_end=True), now=NOW)
    session.commit()
    ada = sign_in("ada").page(PATH)
    assert "Fuentes" not in ada.main.text
    assert "You are not listed any more" in ada.main.text
    own = sign_in("fay").page(PATH).main.tables[0].column("Name")
    assert own == ["Fuentes, Fay (you) Facilitator"]
    introduce(session, cast.id("ada"), Told(after_end=True), now=NOW)
    cast.fall.archived_at = NOW
    session.commit()
    names = sign_in("ada").page(PATH).main.tables[0].column("Name")
    assert names == ["Alvarez, Ada (you)", "Fuentes, Fay Facilitator"]


def test_who_withdrew_loses_the_page_and_is_gone_from_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.withdraw("ada")
    session.commit()
    assert sign_in("ada").get(PATH).status_code == 404
    assert "Alvarez" not in sign_in("fay").page(PATH).main.text


def test_words_of_others_are_shown_as_they_are_and_do_nothing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    texts = Told(HOSTILE, HOSTILE, HOSTILE, frozenset(Part))
    introduce(session, cast.id("nan"), texts, now=NOW)
    session.commit()
    answer = sign_in("ada").get(PATH)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Bcc: x@example.org {{ 7*7 }}" in answer.text


@pytest.mark.parametrize("people", [50, 1000])
def test_statements_stay_the_same_however_many_they_are(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, people: int
) -> None:
    fill(session, cast.fall, people, now=NOW)
    session.commit()
    ada = sign_in("ada")
    with statements():
        answer = ada.get(PATH)
    assert f"{people} of" not in answer.page.main.text
    assert statements.total == 5


def test_it_is_led_to_from_the_cohort_its_sessions_and_home(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    for path in ("/cohorts/fall-2026", "/cohorts/fall-2026/sessions/2", "/home"):
        assert ada.page(path).main.link("The people of this cohort") == PATH
    assert sign_in("fay").page("/teach/fall-2026").main.link("The people of this cohort") == PATH
