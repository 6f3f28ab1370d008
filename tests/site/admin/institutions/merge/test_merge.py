"""Two institutions become one: chosen, looked at, agreed to."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.cohorts.rules import WHY
from tests.cast import Cast
from tests.client import Answer, Browser, SignIn
from tests.named import institution_named


@pytest.fixture
def abe(sign_in: SignIn) -> Browser:
    return sign_in("abe")


def id_of(session: Session, name: str) -> UUID:
    found = institution_named(session, name)
    assert found is not None
    return found.id


def merge(abe: Browser, session: Session, reason: str = "One school now.") -> Answer:
    """High Desert into Sonoran, as the page shows it at this moment."""
    path = f"/admin/institutions/{id_of(session, 'High Desert')}/merge"
    form = abe.page(f"{path}?into={id_of(session, 'Sonoran')}").form("Merge into Sonoran")
    return abe.post(form.action, data=form.data(reason=reason))


def test_page_says_what_moves_and_what_stays(abe: Browser, session: Session) -> None:
    path = f"/admin/institutions/{id_of(session, 'High Desert')}"
    start = abe.page(abe.page(path).link("Merge into another institution"))
    choose = start.form("Show what would move")
    assert list(choose.choices("into").values()) == ["Choose one", "Sonoran School of Medicine"]
    unchosen = abe.page(f"{path}/merge?into=")
    again = unchosen.form("Show what would move").choices("into")
    assert again == choose.choices("into"), "who chose none is asked again"
    page = abe.page(f"{path}/merge?into={id_of(session, 'Sonoran')}")
    said = page.section("What would happen").text
    assert "4 people will belong to Sonoran School of Medicine." in said
    assert "Lee Lindqvist, MD will lead Sonoran School of Medicine" in said
    assert "This cannot be undone" in said


def test_merge_moves_the_people_and_leads_to_the_other_one(
    abe: Browser, session: Session, cast: Cast
) -> None:
    old, new = id_of(session, "High Desert"), id_of(session, "Sonoran")
    answer = merge(abe, session)
    assert answer.headers["location"] == f"/admin/institutions/{new}?saved=true"
    page = abe.page(answer.headers["location"])
    assert "8 people" in page.section("Who belongs to it").text
    assert "Led by Lee Lindqvist, MD" in page.section("Who belongs to it").text
    assert "High Desert School of Medicine" in page.section("Who belongs to it").text
    gone = abe.page(f"/admin/institutions/{old}")
    assert gone.link("Sonoran School of Medicine") == f"/admin/institutions/{new}"
    assert gone.forms[-1].action != f"/admin/institutions/{old}/leaving"
    session.expire_all()
    assert cast.person("ada").institution_id == new
    answer = abe.post(f"/admin/institutions/{old}", data={"name": "x"})
    assert answer.status_code == 422


def test_lead_of_the_merged_one_sees_the_people_of_both(
    abe: Browser, sign_in: SignIn, session: Session
) -> None:
    merge(abe, session)
    people = sign_in("lee").page("/institution/people")
    assert "Begay" in people.text
    assert "Alvarez" in people.text


def test_reason_is_needed(abe: Browser, session: Session) -> None:
    answer = merge(abe, session, reason=" ")
    assert (answer.status_code, answer.page.field_errors) == (422, {"reason": str(WHY)})
    assert answer.page.form("Merge into Sonoran").hidden["people"] == "4"


def test_merge_of_other_numbers_is_shown_again(abe: Browser, session: Session) -> None:
    path = f"/admin/institutions/{id_of(session, 'High Desert')}/merge"
    form = abe.page(f"{path}?into={id_of(session, 'Sonoran')}").form("Merge into Sonoran")
    answer = abe.post(form.action, data=form.data(reason="One.") | {"people": "3"})
    assert answer.status_code == 409
    assert "High Desert School of Medicine has 4 people now." in answer.page.text


def test_merge_into_itself_is_refused(abe: Browser, session: Session) -> None:
    own = id_of(session, "Sonoran")
    path = f"/admin/institutions/{own}/merge"
    said = "An institution is not merged into itself."
    assert said in abe.page(f"{path}?into={own}").text
    answer = abe.post(path, data={"into": str(own), "people": "3", "reason": "x"})
    assert answer.status_code == 409
    assert said in answer.page.text
