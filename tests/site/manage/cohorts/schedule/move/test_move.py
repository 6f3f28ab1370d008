"""Moving a session: the form, its check page, and the way back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.changes.queries import schedule
from app.cohorts.joining.actions import invite
from app.cohorts.models import SessionPart
from app.people.models import InstitutionBreak
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.cohorts.changes.changing import let_lead, letters, move, unit

SCHEDULE = "/manage/cohorts/fall-2026/schedule"
MOVE = f"{SCHEDULE}/3/move"
TO = {"day": "2026-12-01", "at": "12:00", "minutes": "60"}


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def test_the_form_holds_the_time_as_it_is_and_leads_to_what_follows(cora: Browser) -> None:
    form = cora.page(MOVE).form("See what follows")
    assert form.fields == {"day": "2026-11-26", "at": "12:00", "minutes": "60"}
    assert form.method == "get"
    page = cora.page(form.action, params=form.fields | TO)
    assert page.heading == "Move the session to Tue, Dec 1?"
    follows = page.section("What follows").text
    assert "2 enrolled people are told by mail, with your reason." in follows
    assert (
        "Week 3 opens Mon, Nov 30, 6:00 AM Mountain Time instead of "
        "Mon, Nov 23, 6:00 AM Mountain Time."
    ) in follows
    assert page.form("Move the session of Week 3").hidden == TO | {"seen": "0"}
    again = cora.page(page.link("Enter something else")).form("See what follows")
    assert again.fields == TO


def test_a_move_is_confirmed_with_the_way_back(cora: Browser, session: Session, cast: Cast) -> None:
    form = cora.page(MOVE, params=TO).form("Move the session of Week 3")
    answer = cora.post(form.action, data=form.data(reason="A conference."))
    assert answer.headers["location"] == f"{SCHEDULE}?done=moved&at=3#unit-3"
    after = cora.page(answer.headers["location"])
    assert after.rows[3] == "The session is moved Move it back"
    assert len(letters(session, "session_moved")) == 3
    back = cora.page(after.link("Move it back"))
    assert back.heading == "Move the session to Thu, Nov 26?"
    form = back.form("Move the session of Week 3")
    assert cora.post(form.action, data=form.data(reason="No conference.")).status_code == 303
    assert unit(cast, 3).starts_at == datetime(2026, 11, 26, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"day": ""}, "day", "Enter the day of the session."),
        ({"day": "soon"}, "day", "Enter a date, such as 2027-01-14."),
        ({"day": "3000-01-01"}, "day", "Enter a year from 2000 to 2099."),
        ({"at": "noon"}, "at", "Enter a time of day, such as 12:00."),
        ({"minutes": "1"}, "minutes", "Enter at least 5 for “Minutes”."),
        ({"day": "2026-11-17"}, "day", "Choose a time in the future."),
        ({"day": "2026-11-26"}, "day", "The session is already at this time."),
        (
            {"day": "2027-11-26"},
            "day",
            "The cohort closes Fri, Nov 12, 2027, 5:00 AM Mountain Time, before the session ends. "
            "Close it later first.",
        ),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field_and_kept(
    cora: Browser, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = cora.get(MOVE, params=TO | typed)
    assert answer.status_code == 422
    assert answer.page.field_errors == {field: sentence}
    assert answer.page.form("See what follows").fields == TO | typed
    assert answer.page.title.startswith("Error:")


def test_a_refused_move_keeps_the_time_and_the_reason(
    cora: Browser, session: Session, cast: Cast
) -> None:
    empty = cora.post(MOVE, data=TO | {"seen": "0", "reason": ""})
    assert empty.status_code == 422
    assert empty.page.field_errors == {"reason": "Say why. The reason stays in the history."}
    move(cast, 3, date(2026, 12, 2))
    session.commit()
    stale = cora.post(MOVE, data=TO | {"seen": "0", "reason": "A conference."})
    assert stale.page.errors == ["This session has changed since you opened the page. Look again."]
    fields = stale.page.form("Move the session of Week 3").fields
    assert fields == TO | {"seen": "1", "reason": "A conference."}
    bad = cora.post(MOVE, data=TO | {"day": "x", "seen": "1", "reason": "A conference."})
    assert bad.status_code == 422
    assert unit(cast, 3).starts_at == datetime(2026, 12, 2, 19, tzinfo=UTC)


def test_a_session_that_has_begun_offers_no_move(cora: Browser) -> None:
    page = cora.page(f"{SCHEDULE}/1/move")
    assert page.form("See what follows").is_disabled("See what follows")
    assert "This session has begun. Its time stays as it is." in page.text


def test_holidays_collisions_and_the_order_of_units_are_shown_before(
    cora: Browser, session: Session, cast: Cast
) -> None:
    let_lead(cast, 3, "lead", "fay")
    elsewhere = next(
        unit for unit in schedule(session, cast.cohort("coach-2026").id) if unit.position == 4
    )
    assert elsewhere.session_id is not None
    session.add(
        SessionPart(case_session_id=elsewhere.session_id, person_id=cast.id("fay"), part="lead")
    )
    sonoran = cast.person("nan").institution_id
    session.add(
        InstitutionBreak(
            institution_id=sonoran,
            first=date(2026, 12, 21),
            last=date(2027, 1, 4),
            name="Winter recess",
        )
    )
    session.commit()
    page = cora.page(MOVE, params=TO | {"day": "2026-12-25"})
    (notice,) = page.notices
    assert "Fri, Dec 25 is Christmas Day." in notice
    assert "Fri, Dec 25 is Winter recess in Sonoran." in notice
    assert "Week 4 would be on the other side of it." in notice
    page = cora.page(MOVE, params=TO | {"day": "2026-12-03", "at": "12:30"})
    assert "Week 4 is at that time, too." in page.notices[0]
    assert "Fay Fuentes, PhD leads Week 4 of Coaching 2026 at that time, too." in page.notices[0]
    assert "Its leaders are told, too: Fay Fuentes, PhD." in page.section("What follows").text


def test_an_open_unit_stays_open_and_one_that_comes_forward_opens_at_once(cora: Browser) -> None:
    page = cora.page(f"{SCHEDULE}/2/move", params=TO)
    assert "Week 2 is open and stays open." in page.section("What follows").text
    page = cora.page(f"{SCHEDULE}/4/move", params=TO | {"day": "2026-11-20"})
    assert (
        "Week 4 opens at once: by its rule it would be open by now."
        in page.section("What follows").text
    )


def test_reason_that_is_too_long_is_answered_where_it_was_typed(cora: Browser, cast: Cast) -> None:
    why = "x" * 501
    answer = cora.post(MOVE, data=TO | {"seen": "0", "reason": why})
    assert answer.status_code == 422
    assert answer.page.heading == "Move the session to Tue, Dec 1?"
    assert answer.page.field_errors == {"reason": "Shorten “Why” to at most 500 characters."}
    form = answer.page.form("Move the session of Week 3")
    assert form.fields == TO | {"seen": "0", "reason": why}
    wrong = cora.post(MOVE, data=TO | {"seen": "0", "reason": why, "day": "soon"})
    assert wrong.page.heading == "Move the session"
    assert unit(cast, 3).sequence == 0


def test_move_says_that_nobody_stands_otherwise(cora: Browser) -> None:
    page = cora.page(MOVE, params=TO)
    assert "everybody stands as before" in page.section("Whose standing changes").text


def test_a_session_on_the_day_on_which_its_module_opens_is_to_be_looked_at(cora: Browser) -> None:
    said = "Its module opens only 6 hours before the session."
    monday = cora.page(MOVE, params=TO | {"day": "2026-11-30"})
    assert said in monday.text
    assert said not in cora.page(MOVE, params=TO).text


@pytest.mark.parametrize("page", ["move", "cancellation"])
def test_whom_a_seat_is_held_for_is_said_not_to_be_told(
    cora: Browser, session: Session, cast: Cast, page: str
) -> None:
    said = "1 person for whom a seat is held is not told"
    params = TO if page == "move" else {}
    assert said not in cora.page(f"{SCHEDULE}/3/{page}", params=params).text
    until = NOW + timedelta(days=7)
    invite(session, cast.fall, cast.id("lee"), until=until, by=cast.id("cora"), now=NOW)
    session.commit()
    assert said in cora.page(f"{SCHEDULE}/3/{page}", params=params).text
