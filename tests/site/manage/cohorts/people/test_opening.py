"""Opening a unit early for one person, on the page of their place."""

from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn

FALL = "/manage/cohorts/fall-2026/people"


def test_unit_is_opened_from_the_page_of_the_place(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, ada = sign_in("cora"), sign_in("ada")
    place = f"{FALL}/{cast.id('ada')}"
    assert "Opens" in ada.page("/cohorts/fall-2026/units/4").main.text
    link = cora.page(place).link("Open a unit early for them")
    page = cora.page(link)
    choices = page.form("Open it for them").choices("unit")
    assert set(choices) == {"3", "4"}
    assert "It would open" in choices["4"]
    assert "It cannot be taken back: what has opened never closes." in page.main.text
    nothing = cora.post(link, data={"reason": "A leave."})
    assert nothing.page.field_errors == {"unit": "Choose the unit to open."}
    assert cora.post(link, data={"unit": "4", "reason": "A leave."}).status_code == 303
    (opened, _enrolled) = cora.page(place).table("What happened to this place").records
    assert opened["What"] == "Week 4 opened early"
    assert opened["Why"] == "A leave."
    assert "Sign" in " ".join(ada.page("/cohorts/fall-2026/units/4").main.headings)
    assert set(cora.page(link).form("Open it for them").choices("unit")) == {"3"}
    history = cora.page(f"/manage/cohorts/fall-2026/history?person={cast.id('ada')}")
    assert "Opened early for them" in history.main.text


def test_all_that_is_missing_is_said_at_once(sign_in: SignIn, cast: Cast) -> None:
    cora = sign_in("cora")
    path = f"/manage/cohorts/fall-2026/people/{cast.id('ada')}/opening"
    answer = cora.post(path, data={"reason": " "})
    assert answer.status_code == 422
    assert list(answer.page.field_errors) == ["unit", "reason"]
    why = "x" * 501
    answer = cora.post(path, data={"reason": why})
    assert answer.page.field_errors == {
        "unit": "Choose the unit to open.",
        "reason": "Shorten “Why” to at most 500 characters.",
    }
    assert answer.page.form("Open it for them").values("reason") == [why]
