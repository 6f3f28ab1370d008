"""Step 1: dates."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.cohorts.drafts.queries import planned_units
from app.people.institutions.actions import set_breaks
from app.people.institutions.rules import Break
from app.people.models import Institution
from tests.cast import Cast
from tests.client import Browser
from tests.site.manage.cohorts.setup.drafting import SETUP, dates

BREAK = date(2027, 3, 18)


def test_dates_move_sessions_openings_and_deadlines(
    cora: Browser, session: Session, cast: Cast
) -> None:
    closes = cast.cohort("spring-2027").closes_at
    answer = cora.post(f"{SETUP}/dates", data=dates(skipped="2027-03-18"))
    assert answer.headers["location"] == f"{SETUP}/leaders"
    session.expire_all()
    planned = planned_units(session, cast.cohort("spring-2027").id)
    assert [unit.local_date for unit in planned] == [
        date(2027, 3, 4),
        date(2027, 3, 11),
        date(2027, 3, 25),
        date(2027, 4, 1),
    ]
    assert all(unit.starts_at and unit.opens_at < unit.starts_at for unit in planned)
    moved = cast.cohort("spring-2027").closes_at - closes
    assert moved.days == (date(2027, 4, 1) - date(2027, 6, 3)).days
    page = cora.page(f"{SETUP}/dates")
    assert page.form("Save and go on to who leads").values("skipped") == ["2027-03-18"]


def test_when_a_unit_opens_stands_where_the_days_are_set(cora: Browser) -> None:
    cora.post(f"{SETUP}/dates", data=dates())
    page = cora.page(f"{SETUP}/dates")
    assert "As it is saved, Week 1 opens Mon, " in page.text
    assert "by the program’s rule." in page.text
    monday = dates()
    day = date.fromisoformat(str(monday["first"]))
    cora.post(f"{SETUP}/dates", data=dates(first=str(day - timedelta(days=day.weekday()))))
    assert "Its module opens only 6 hours before the session." in cora.page(f"{SETUP}/dates").text


def test_first_session_that_is_over_is_said_where_the_days_are_set(cora: Browser) -> None:
    assert "Move the dates." not in cora.page(f"{SETUP}/dates").text
    form = dates(first="2026-01-08", title="Winter 2026")
    setup = cora.post(f"{SETUP}/dates", data=form).headers["location"].removesuffix("/leaders")
    page = cora.page(f"{setup}/dates")
    assert "The first session was on Thu, Jan 8. Move the dates." in page.one("#opening").text
    missing = cora.page(f"{setup}/rehearsal").one("#missing")
    assert [link.href for link in missing.links] == [f"{setup}/dates", f"{setup}/credit"]


def test_a_new_name_gives_the_draft_a_new_address(cora: Browser) -> None:
    answer = cora.post(f"{SETUP}/dates", data=dates(title="Winter in Wyoming"))
    assert answer.headers["location"] == "/manage/cohorts/winter-in-wyoming/setup/leaders"


def test_refused_dates_keep_what_was_typed(cora: Browser) -> None:
    answer = cora.post(f"{SETUP}/dates", data=dates(first="soon", zone="Mars", minutes="1"))
    page = answer.page
    assert answer.status_code == 422
    assert set(page.field_errors) == {"first", "zone", "minutes"}
    assert page.form("Save and go on to who leads").fields["first"] == "soon"


def test_breaks_of_institutions_are_named_and_nothing_is_left_out(
    cora: Browser, session: Session, cast: Cast
) -> None:
    set_breaks(session, _institution(session, cast), [Break(BREAK, BREAK, "Spring break")])
    session.commit()
    cora.post(f"{SETUP}/dates", data=dates())
    form = cora.page(f"{SETUP}/dates").form("Save and go on to who leads")
    assert "Thu, Mar 18, 2027: Spring break in High Desert" in form.text
    assert form.values("skipped") == []
    rehearsal = cora.page(f"{SETUP}/rehearsal")
    assert "Spring break in High Desert." in rehearsal.text
    assert rehearsal.form("Skip the week of Week 3").fields == {"day": "2027-03-18"}


def _institution(session: Session, cast: Cast) -> Institution:
    return session.get_one(Institution, cast.person("ada").institution_id)
