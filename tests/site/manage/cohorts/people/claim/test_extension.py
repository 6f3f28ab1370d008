"""More time to claim for one person, as a coordinator gives it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.credit import queries
from app.credit.extensions.queries import live_extension
from app.credit.extensions.rules import (
    HAS_CLAIMED,
    NOTHING_GIVEN,
    PAST,
)
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.credit.claims import claim_for

SPRING = "/manage/cohorts/spring-2026/people"


@pytest.fixture(autouse=True)
def closed(session: Session, cast: Cast) -> None:
    """Claims of spring have closed."""
    approved = queries.activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.claims_close_at = NOW - timedelta(days=1)
    session.commit()


def page_of(cast: Cast, persona: str = "ben") -> str:
    return f"{SPRING}/{cast.id(persona)}/claim"


def day(days: int) -> str:
    return (NOW + timedelta(days=days)).date().isoformat()


def give(cora: Browser, cast: Cast, **other: str) -> int:
    said = {"until": day(20), "reason": "Was ill."} | other
    return cora.post(page_of(cast), data=said).status_code


def test_more_time_is_given_and_shown_to_both(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, ben = sign_in("cora"), sign_in("ben")
    assert "has been given no more than that" in cora.page(page_of(cast)).main.text
    assert "The time for claims is over." in ben.page("/cohorts/spring-2026/claim").main.text
    assert give(cora, cast) == 303
    text = cora.page(page_of(cast)).main.text
    assert "Ben Begay, MD can claim until" in text
    assert "Was ill." in text
    own = ben.page("/cohorts/spring-2026/claim")
    assert "Your coordinator gave you more time" in own.main.text
    assert "Was ill." not in own.main.text
    assert own.all("button[name=quarters]")
    assert ben.post("/cohorts/spring-2026/claim", data={"quarters": "4"}).status_code == 303


def test_person_page_leads_there_and_says_until_when(sign_in: SignIn, cast: Cast) -> None:
    cora = sign_in("cora")
    give(cora, cast)
    page = cora.page(f"/manage/people/{cast.id('ben')}")
    (door,) = (own for own in page.all("a") if own.attribute("href") == page_of(cast))
    assert "Time to claim" in door.text
    assert "for this person" in page.main.text


def test_it_is_taken_back_from_the_same_page(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora = sign_in("cora")
    give(cora, cast)
    given = live_extension(session, cast.enrollment("ben").id)
    assert given is not None
    back = {"extension": str(given.id)}
    assert cora.post(f"{page_of(cast)}/withdrawal", data=back).status_code == 303
    assert "has been given no more than that" in cora.page(page_of(cast)).main.text
    assert cora.post(f"{page_of(cast)}/withdrawal", data=back).status_code == 409


@pytest.mark.parametrize(
    ("sent", "field", "why"),
    [
        ({"until": ""}, "until", "Enter the last day."),
        ({"until": day(-9)}, "until", str(PAST)),
        ({"reason": ""}, "reason", "Say why. The reason stays in the history."),
    ],
)
def test_what_is_wrong_stands_at_its_field_with_all_that_was_typed(
    sign_in: SignIn, session: Session, cast: Cast, sent: dict[str, str], field: str, why: str
) -> None:
    cora = sign_in("cora")
    said = {"until": day(20), "reason": "Was ill.", "waives_completion": "yes"} | sent
    answer = cora.post(page_of(cast), data=said)
    assert answer.status_code == 422
    assert answer.page.field_errors == {field: why}
    assert answer.page.form("Give this and tell them").fields["waives_completion"] == "yes"
    assert live_extension(session, cast.enrollment("ben").id) is None


def test_day_that_everybody_has_gives_nothing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    approved = queries.activity_of(session, cast.spring.id)
    assert approved is not None
    cora = sign_in("cora")
    give(cora, cast)
    given = live_extension(session, cast.enrollment("ben").id)
    assert given is not None
    approved.activity.claims_close_at = given.until
    session.commit()
    answer = cora.post(page_of(cast), data={"until": day(20), "reason": "Again."})
    assert answer.page.field_errors == {"until": str(NOTHING_GIVEN)}


def test_nothing_is_given_to_who_has_claimed(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora = sign_in("cora")
    give(cora, cast)
    claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    page = cora.page(page_of(cast))
    assert str(HAS_CLAIMED) in page.main.text
    assert not page.all("main input[name=until]")
    answer = cora.post(page_of(cast), data={"until": day(30), "reason": "More."})
    assert answer.status_code == 422
    assert str(HAS_CLAIMED) in answer.text


def test_who_is_not_in_the_cohort_has_no_such_page(sign_in: SignIn, cast: Cast) -> None:
    assert sign_in("cora").get(page_of(cast, "ada")).status_code == 404


@pytest.mark.parametrize("persona", ["ben", "fay", "lee"])
def test_only_coordinators_give_time(sign_in: SignIn, cast: Cast, persona: str) -> None:
    browser = sign_in(persona)
    assert browser.get(page_of(cast)).status_code in {403, 404}
    assert give(browser, cast) in {403, 404}
