"""An officer's desk."""

from sqlalchemy.orm import Session

from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.credit.approving import ask_for_fall
from tests.credit.disclosures.cleared import give, need

DESK = "/manage/activities"


def test_desk_has_what_waits_first_and_then_every_activity(
    sign_in: SignIn, session: Session
) -> None:
    opal = sign_in("opal")
    assert opal.get("/home").headers["location"] == DESK
    assert "Nothing waits for your approval." in opal.page(DESK).text
    ask_for_fall(session, now=NOW)
    session.commit()
    page = opal.page(DESK)
    assert page.tables[0].records == [
        {
            "Activity": "Mentor Development Program, Fall 2026 Fall 2026 of Mentor Development "
            "Program",
            "Waits since": "Wed, Nov 18, 10:00 AM Mountain Standard Time",
            "Provider": "Example Office of Continuing Professional Learning",
        }
    ]
    activities = [row["Activity"] for row in page.table("All activities").records]
    assert len(activities) == 2, "of both cohorts, and not of the other program"


def test_disclosures_that_wait_for_a_review_are_named_with_their_way(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    opal = sign_in("opal")
    assert "Waits for your review" not in opal.page(DESK).text
    need(session, cast)
    give(session, cast, "fay")
    session.commit()
    way = opal.page(DESK).link("Review 1 disclosure")
    assert way == "/manage/cohorts/fall-2026/credit/disclosures?show=review"
    assert opal.get(way).status_code == 200


def test_nobody_else_has_it(sign_in: SignIn) -> None:
    for persona in ("ada", "fay", "cora", "lee", "abe"):
        assert sign_in(persona).get(DESK).status_code == 403


def test_desk_takes_the_same_statements_however_much_waits(
    sign_in: SignIn, session: Session, statements: Statements
) -> None:
    opal = sign_in("opal")
    with statements() as few:
        opal.page(DESK)
    ask_for_fall(session, now=NOW)
    session.commit()
    with statements() as many:
        opal.page(DESK)
    assert many.total == few.total <= 5
