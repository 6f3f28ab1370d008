"""The schedule of a published cohort: what it shows, canceling, restoring, and links."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.demo import work
from app.demo.work import UnitWork
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.cohorts.changes.changing import cancel, let_lead, letters, move, unit

COHORT = "/manage/cohorts/fall-2026"
SCHEDULE = f"{COHORT}/schedule"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def doors(position: int) -> str:
    acts = ("Move", "Cancel the session", "Link", "Who leads")
    return " ".join(f"Week {position}: {act}" for act in acts)


def test_every_unit_stands_with_session_opening_leaders_and_its_doors(
    cora: Browser, session: Session, cast: Cast
) -> None:
    let_lead(cast, 3, "lead", "fay")
    session.commit()
    assert cora.page(COHORT).link("Schedule") == SCHEDULE
    page = cora.page(SCHEDULE)
    assert page.rows == [
        "Week 1 Module 1 title Thu, Nov 12, 12:00 – 1:00 PM Link of Week 1 "
        "Open since Mon, Nov 9 Nobody was named Week 1: It was not held",
        "Week 2 Module 2 title Thu, Nov 19, 12:00 – 1:00 PM Link of Week 2 "
        f"Open since Mon, Nov 16 Nobody yet {doors(2)}",
        "Week 3 Module 3 title Thu, Nov 26, 12:00 – 1:00 PM Thanksgiving Day No link yet "
        f"Mon, Nov 23, 6:00 AM Fay Fuentes, PhD {doors(3)}",
        "Week 4 Module 4 title Thu, Dec 3, 12:00 – 1:00 PM Link of Week 4 "
        f"Mon, Nov 30, 6:00 AM Nobody yet {doors(4)}",
    ]
    assert page.link("Fay Fuentes, PhD") == f"/manage/people/{cast.id('fay')}"
    assert page.link("Add a session") == f"{SCHEDULE}/new"
    assert page.link("Change the dates") == f"{SCHEDULE}/dates"
    assert page.link("What changed") == f"{COHORT}/history?about=cohort"


def test_moved_and_canceled_sessions_say_so_with_who_and_why(
    cora: Browser, session: Session, cast: Cast
) -> None:
    move(cast, 3, date(2026, 12, 1))
    cancel(cast, 4)
    session.commit()
    page = cora.page(SCHEDULE)
    assert (
        "Tue, Dec 1, 12:00 – 1:00 PM Moved From Thu, Nov 26, 12:00 PM: The building is closed."
    ) in page.row("Week 3 Module 3 title").text
    last = page.row("Week 4 Module 4 title")
    assert "Canceled The building is closed." in last.text
    assert last.link("Week 4: Take the cancellation back") == f"{SCHEDULE}/4/restoration"
    assert "Week 4: Move" not in last.text
    canceled, moved = cora.page(page.link("What changed")).rows[:2]
    assert "Session canceled" in canceled
    assert "Session moved from Thu, Nov 26, 12:00 PM, to Tue, Dec 1, 12:00 PM" in moved
    for said in ("Week 3", "Cora Castellano, MPH", "The building is closed."):
        assert said in moved


def test_canceling_says_what_follows_and_can_be_taken_back(
    cora: Browser, session: Session, cast: Cast
) -> None:
    page = cora.page(f"{SCHEDULE}/3/cancellation")
    follows = page.section("What follows").text
    assert "2 enrolled people are told by mail, with your reason." in follows
    assert "It goes into the letter, and stays in the history." in page.text
    assert "so 1 facilitator of the cohort is told, too." in follows
    assert "The policy still asks for 3 to count; 3 sessions are left." in follows
    assert "Its unit opens as planned, Mon, Nov 23, 6:00 AM Mountain Time." in follows
    form = page.form("Cancel the session of Week 3")
    answer = cora.post(form.action, data=form.data(reason="Snow."))
    assert answer.headers["location"] == f"{SCHEDULE}?done=canceled&at=3#unit-3"
    after = cora.page(answer.headers["location"])
    assert after.rows[3] == "The session is canceled Take the cancellation back"
    assert after.link("Take the cancellation back") == f"{SCHEDULE}/3/restoration"
    assert len(letters(session, "session_canceled")) == 3

    back = cora.page(f"{SCHEDULE}/3/restoration").form("Let Week 3 take place")
    answer = cora.post(back.action, data=back.data(reason="It thawed."))
    assert answer.headers["location"] == f"{SCHEDULE}?done=restored&at=3#unit-3"
    assert not unit(cast, 3).canceled
    row = cora.page(SCHEDULE).row("Week 3 Module 3 title").text
    assert "It was canceled, and takes place after all: It thawed." in row


def test_guest_leads_nobody(cora: Browser, session: Session, cast: Cast) -> None:
    let_lead(cast, 3, "guest", "ben")
    session.commit()
    row = cora.page(SCHEDULE).row("Week 3 Module 3 title")
    guest = "with Ben Begay, MD, guest from Sonoran"
    assert f"Nobody yet {guest}" in row.text
    assert cora.get(row.link(guest)).status_code == 200


def test_canceling_names_how_many_could_no_longer_complete(
    cora: Browser, session: Session, cast: Cast
) -> None:
    address = f"{SCHEDULE}/3/cancellation"
    assert cora.page(address).notices == []
    cancel(cast, 4)
    session.commit()
    assert cora.page(address).notices == [
        "Look at this first 2 people could no longer complete with the sessions that are left. "
        "Adding a session would restore it."
    ]
    named = cora.page(address).section("Whose standing changes")
    assert named.text.startswith("Whose standing changes Can no longer complete 2 people")
    assert cast.person("ada").sort_name in named.text
    cancel(cast, 2)
    session.commit()
    assert cora.page(address).notices == []  # they are out of reach before it


def test_a_refused_cancellation_keeps_what_was_typed(
    cora: Browser, session: Session, cast: Cast
) -> None:
    address = f"{SCHEDULE}/3/cancellation"
    answer = cora.post(address, data={"seen": "0", "reason": " "})
    assert answer.status_code == 422
    assert answer.page.field_errors == {"reason": "Say why. The reason stays in the history."}
    assert answer.page.title.startswith("Error:")
    stale = cora.post(address, data={"seen": "7", "reason": "Snow."})
    assert stale.status_code == 422
    assert stale.page.errors == ["This session has changed since you opened the page. Look again."]
    assert stale.page.form("Cancel the session of Week 3").fields == {
        "seen": "0",
        "reason": "Snow.",
    }
    begun = cora.post(f"{SCHEDULE}/1/cancellation", data={"seen": "0", "reason": "Snow."})
    assert begun.page.errors == ["This session has begun. Its time stays as it is."]
    assert begun.page.form("Cancel the session of Week 1").is_disabled(
        "Cancel the session of Week 1"
    )
    assert not unit(cast, 1).canceled


def test_a_link_is_for_one_session_or_for_all_that_are_not_over(
    cora: Browser, session: Session, cast: Cast
) -> None:
    address = f"{SCHEDULE}/2/link"
    form = cora.page(address).form("Change the link")
    assert form.choices("which") == {
        "one": "This session only",
        "all": "All 3 sessions that are not over",
    }
    assert form.values("which") == []
    typed = {"seen": "0", "link": "zoom.example", "which": "all", "reason": "Moved."}
    refused = cora.post(address, data=typed)
    assert refused.page.field_errors == {"link": "Enter a whole address that begins with https://"}
    assert refused.page.form("Change the link").fields == typed
    answer = cora.post(address, data=typed | {"link": "https://zoom.example/j/9"})
    assert answer.headers["location"] == f"{SCHEDULE}?done=link&at=2#unit-2"
    after = cora.page(SCHEDULE)
    assert after.link("Link of Week 4") == "https://zoom.example/j/9"
    assert "Link to join the session changed" in cora.page(after.link("What changed")).rows[0]
    unchosen = cora.post(address, data={"seen": "1", "link": "", "reason": "Moved."})
    assert "which" in unchosen.page.field_errors


def test_a_drafts_schedule_leads_to_its_setup(cora: Browser) -> None:
    cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    draft = "/manage/cohorts/spring-2027"
    assert cora.get(f"{draft}/schedule").headers["location"] == f"{draft}/setup/dates"
    for address in ("new", "dates", "1/move", "1/cancellation", "1/link", "1/leaders"):
        assert cora.get(f"{draft}/schedule/{address}").status_code == 409, address
    assert cora.post(f"{draft}/schedule/1/cancellation").status_code == 409


def test_an_archived_cohort_is_shown_and_offers_no_change(
    cora: Browser, session: Session, cast: Cast
) -> None:
    cast.fall.archived_at = NOW
    session.commit()
    page = cora.page(SCHEDULE)
    said = "This cohort is archived. Nothing in it can change anymore."
    assert said in page.text
    assert "Move" not in page.row("Week 3 Module 3 title").text
    assert "Add a session" not in page.text
    answer = cora.post(f"{SCHEDULE}/3/cancellation", data={"seen": "0", "reason": "Snow."})
    assert answer.page.errors == [said]


def test_a_unit_without_a_session_has_no_doors(cora: Browser) -> None:
    for address in ("move", "cancellation", "restoration", "link", "leaders"):
        assert cora.get(f"{SCHEDULE}/9/{address}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/3/cancellation",
        "/3/move?day=2026-12-01&at=12:00&minutes=60",
        "/3/link",
        "/3/leaders",
        "/new?title=More&day=2026-12-10&at=12:00&minutes=60",
        "/dates?closes=2027-12-01",
    ],
)
def test_more_people_and_units_need_no_more_statements(
    cora: Browser, session: Session, cast: Cast, statements: Statements, path: str
) -> None:
    cora.page(f"{SCHEDULE}{path}")
    with statements() as few:
        cora.page(f"{SCHEDULE}{path}")
    before = few.total
    enroll_crowd(session, cast.fall, 40)
    session.commit()
    if not path.startswith("/new"):
        add = {"title": "More", "day": "2026-12-10", "at": "12:00", "minutes": "60"}
        answer = cora.post(f"{SCHEDULE}/new", data=add | {"seen": "4", "reason": "One more."})
        assert answer.status_code == 303
    with statements() as many:
        cora.page(f"{SCHEDULE}{path}")
    assert many.total == before <= 16


def test_canceling_names_who_becomes_at_risk(cora: Browser, session: Session, cast: Cast) -> None:
    """Ada missed week 1, has signed what is due, and could do without a make-up until now."""
    ada, week_1 = cast.enrollment("ada"), cast.unit("fall-2026", 1)
    absent = {ada.id: Submitted(AttendanceStatus.ABSENT)}
    work.mark_session(session, week_1, absent, by=cast.id("cora"))
    learner = cast.learner("ada")
    done = UnitWork(work.required_readings(work.module_of(session, week_1)), "I thought about it.")
    work.do_unit(session, learner, week_1, done, now=NOW)
    work.sign_unit(session, learner, week_1, now=NOW)
    session.commit()
    page = cora.page(f"{SCHEDULE}/4/cancellation")
    assert page.notices == [
        "Look at this first 1 person becomes at risk: what is left completes them only with a "
        "make-up, or with a module that is overdue."
    ]
    named = page.section("Whose standing changes").text
    name = cast.person("ada").sort_name
    assert named == f"Whose standing changes Become at risk 1 person {name}"


def test_link_that_lacks_its_choice_says_which(cora: Browser) -> None:
    answer = cora.post(f"{SCHEDULE}/3/link", data={"seen": "0", "link": "", "reason": "New."})
    assert answer.page.errors == ["Choose which sessions the link is for."]
