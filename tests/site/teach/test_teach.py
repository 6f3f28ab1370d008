"""The facilitator's desk: own sessions, the roster, a session's room, and who may see which."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.cohorts.rules import WATCHED_FOR
from app.core.db import Database
from app.demo import work
from app.main import create_app
from app.people.enums import Scope
from app.policy.table import Role
from app.settings import Settings
from app.site.teach.page import PAGE_OF
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast, make_cohort
from tests.client import Browser, SignIn, Statements, content_of
from tests.course import UNITS
from tests.page import Page
from tests.site.teach.acts import guest, mark_all, prepare, sign

TEACH, ROSTER = "/teach", "/teach/fall-2026"
ROOM, NEXT_ROOM = f"{ROSTER}/sessions/1", f"{ROSTER}/sessions/2"
HTMX = {"HX-Request": "true"}


def test_teach_shows_the_next_session_first(sign_in: SignIn) -> None:
    coming = sign_in("fay").page(TEACH).one("#next")
    assert "Thu 12:00 – 1:00 PM Mountain Time" in coming.text
    assert "Case: “Case 2”" in coming.text
    assert "Fall 2026" in coming.text
    assert NEXT_ROOM in coming.addresses


def test_teach_says_for_how_many_attendance_is_not_recorded(sign_in: SignIn) -> None:
    page = sign_in("fay").get(TEACH).text
    assert "attendance not recorded for 2 people" in page
    assert f'href="{ROOM}/attendance"' in page


def test_teach_waits_for_nothing_when_everybody_is_marked(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    mark_all(session, cast, 1)
    page = sign_in("fay").get(TEACH).text
    assert "Attendance is recorded for every session that was held." in page
    assert ">recorded<" in page


AT_RISK = re.compile(r"\d+ (?:person completes|people complete) only by catching up")


@pytest.fixture
def missed(session: Session, cast: Cast, now: datetime) -> None:
    """Ada and Nan have signed week 1, missed its session, and one of the others is canceled."""
    absent = Submitted(AttendanceStatus.ABSENT)
    marks = {cast.enrollment(name).id: absent for name in ("ada", "nan")}
    work.mark_session(session, cast.unit("fall-2026", 1), marks, by=cast.id("cora"))
    for name in ("ada", "nan"):
        sign(session, cast, name, 1, now)
    cast.case_session("fall-2026", 4).canceled_at = now
    session.commit()


@pytest.mark.usefixtures("missed")
def test_teach_names_who_completes_only_by_catching_up_as_the_coordinator_sees_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    waits = sign_in("fay").page(TEACH).one("#waiting")
    said = {"2 people complete only by catching up"}
    assert set(AT_RISK.findall(waits.text)) == said
    assert set(AT_RISK.findall(sign_in("cora").page("/manage").text)) == said
    assert "Alvarez, Ada: 1 session" in waits.text
    assert f"{ROSTER}/standing?show=at-risk#everybody" in waits.addresses
    cast.withdraw("nan")
    session.commit()
    fewer = {"1 person completes only by catching up"}
    assert set(AT_RISK.findall(sign_in("fay").page(TEACH).text)) == fewer
    assert set(AT_RISK.findall(sign_in("cora").page("/manage").text)) == fewer


@pytest.mark.usefixtures("missed")
def test_teach_names_nobody_at_risk_where_one_is_a_guest_or_the_cohort_is_over(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    guest(session, cast, "lee")
    assert AT_RISK.findall(sign_in("lee").page(TEACH).text) == []
    cast.fall.archived_at = now
    session.commit()
    assert AT_RISK.findall(sign_in("fay").page(TEACH).text) == []


def test_teach_does_not_wait_for_who_enrolled_afterwards(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.enrollment("nan").enrolled_at = now
    session.commit()
    assert "attendance not recorded for 1 person" in sign_in("fay").get(TEACH).text


def test_teach_does_not_wait_for_a_canceled_session(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.case_session("fall-2026", 1).canceled_at = now
    session.commit()
    page = sign_in("fay").get(TEACH).text
    assert "not recorded" not in page
    assert ">canceled<" in page


def test_teach_leads_with_the_readers_time(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cast.person("fay").zone = "Pacific/Honolulu"
    session.commit()
    page = sign_in("fay").page(TEACH).text
    assert "9:00 – 10:00 AM Hawaii Time" in page
    assert "12:00 PM by the cohort’s clock (Mountain Time)" in page


def test_teach_without_sessions_says_why(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.grant("lee", Role.FACILITATOR, Scope.COHORT, cast.id("lee"))
    session.commit()
    assert "No sessions yet" in sign_in("lee").get(TEACH).text


def test_teach_shows_a_guest_single_sessions_and_no_roster(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    guest(session, cast, "ben")
    page = sign_in("ben").get(TEACH).text
    assert f'href="{ROOM}"' in page
    assert NEXT_ROOM not in page
    assert f'href="{ROSTER}"' not in page


@pytest.mark.parametrize("persona", ["ada", "cora", "lee", "abe"])
def test_teach_is_for_facilitators(sign_in: SignIn, persona: str) -> None:
    assert sign_in(persona).get(TEACH).status_code == 403


def test_roster_sorts_by_family_name(sign_in: SignIn) -> None:
    page = sign_in("fay").get(ROSTER).text
    assert Page(page).row_headers == ["Alvarez, Ada", "Nakai, Nan"]
    assert 'aria-sort="ascending"' in page


def test_roster_shows_progress_and_preparation(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    sign(session, cast, "ada", 1, now)
    prepare(session, cast, "ada", 2, now)
    mark_all(session, cast, 1)
    page = sign_in("fay").get(ROSTER).text
    ada = page.split("Alvarez, Ada")[1].split("</tr>")[0]
    assert "1 of 4" in ada
    assert "1 of 3</td>" in ada
    assert ">1 of 3<" in ada.split('data-label="Week 2"')[1]
    assert "Week 2 pre-work" in page


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sort=name&order=desc", "Nakai, Nan"),
        ("sort=site", "Alvarez, Ada"),
        ("sort=site&order=desc", "Nakai, Nan"),
        ("sort=preparation", "Nakai, Nan"),
        ("sort=preparation&order=desc", "Alvarez, Ada"),
        ("sort=nonsense", "Alvarez, Ada"),
    ],
)
def test_roster_sorts_as_asked(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime, query: str, first: str
) -> None:
    prepare(session, cast, "ada", 2, now)
    session.commit()
    assert sign_in("fay").page(f"{ROSTER}?{query}").row_headers[0] == first


def test_roster_leaves_out_who_withdrew(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.withdraw("nan")
    session.commit()
    assert sign_in("fay").page(ROSTER).row_headers == ["Alvarez, Ada"]


def test_roster_links_rooms_with_their_days_and_the_way_back(sign_in: SignIn) -> None:
    page = sign_in("fay").page(ROSTER)
    rooms = page.link("Session 1, Thu, Nov 12"), page.link("Session 2, Thu, Nov 19")
    assert rooms == (ROOM, NEXT_ROOM)
    assert page.link("Your sessions") == TEACH


def test_room_and_attendance_link_roster_and_other_rooms(sign_in: SignIn) -> None:
    fay = sign_in("fay")
    page = fay.page(ROOM)
    assert page.link("Roster") == page.link("Fall 2026") == ROSTER
    assert page.link("Session 2, Thu, Nov 19") == NEXT_ROOM
    sheet = fay.page(f"{ROOM}/attendance")
    assert (sheet.link("Fall 2026"), sheet.link("Session 1")) == (ROSTER, ROOM)


def test_guest_is_led_to_no_roster_and_no_other_room(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    guest(session, cast, "ben")
    addresses = sign_in("ben").page(ROOM).main.addresses
    assert not {ROSTER, NEXT_ROOM} & set(addresses)


def test_names_lead_to_people_with_their_address_for_whoever_may_see_them(
    sign_in: SignIn, cast: Cast
) -> None:
    ada = f"/manage/people/{cast.id('ada')}"
    cora, fay = sign_in("cora"), sign_in("fay")
    page = cora.page(ROSTER)
    assert page.link("Alvarez, Ada") == ada
    assert page.link("ada@example.org") == "mailto:ada@example.org"
    assert cora.page(f"{ROOM}/attendance").link("Alvarez, Ada") == ada
    for path in (ROSTER, f"{ROOM}/attendance"):
        told = [a for a in fay.page(path).main.addresses if "/people/" in a or "mailto" in a]
        assert told == []


def test_session_on_a_holiday_is_marked_wherever_staff_see_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    thanksgiving = cast.case_session("fall-2026", 3)
    assert thanksgiving.local_date == date(2026, 11, 26)
    fay, cora = sign_in("fay"), sign_in("cora")
    for browser, path in (
        (fay, TEACH),
        (fay, f"{ROSTER}/sessions/3"),
        (fay, f"{ROSTER}/sessions/3/attendance"),
        (cora, "/manage/cohorts/fall-2026"),
        (cora, "/manage/cohorts/fall-2026/schedule"),
    ):
        assert browser.page(path).main.text.count("Thanksgiving Day") >= 1, path
    assert "Thanksgiving" not in fay.page(ROOM).main.text


def test_roster_is_open_to_the_coordinator(sign_in: SignIn) -> None:
    assert sign_in("cora").get(ROSTER).status_code == 200


def test_roster_is_closed_to_a_guest(sign_in: SignIn, session: Session, cast: Cast) -> None:
    guest(session, cast, "ben")
    assert sign_in("ben").get(ROSTER).status_code == 404


def test_roster_of_a_finished_cohort_has_no_preparation(sign_in: SignIn) -> None:
    page = sign_in("cora").get("/teach/spring-2026").text
    assert "pre-work" not in page
    assert "4 of 3</td>" in page


@pytest.mark.parametrize("path", [ROSTER, ROOM])
@pytest.mark.parametrize(("persona", "status"), [("ada", 403), ("ben", 404), ("lee", 404)])
def test_who_does_not_teach_the_cohort_is_refused(
    sign_in: SignIn, path: str, persona: str, status: int
) -> None:
    answer = sign_in(persona).get(path)
    assert answer.status_code == status
    assert "Guide only" not in answer.text


@pytest.mark.parametrize("path", ["/teach/spring-2026", "/teach/spring-2026/sessions/1"])
def test_a_facilitator_of_another_cohort_finds_nothing(sign_in: SignIn, path: str) -> None:
    assert sign_in("fay").get(path).status_code == 404


@pytest.mark.parametrize("path", [TEACH, ROSTER, ROOM])
def test_signed_out_is_asked_to_sign_in(browser: Browser, path: str) -> None:
    assert browser.get(path).headers["location"].startswith("/sign-in?next=")
    assert "HX-Redirect" in browser.get(path, headers=HTMX).headers


@pytest.mark.parametrize("path", [TEACH, ROSTER, ROOM])
def test_htmx_gets_the_same_content_without_the_frame(sign_in: SignIn, path: str) -> None:
    fay = sign_in("fay")
    part = content_of(fay.get(path, headers=HTMX).text)
    assert "<html" not in part
    assert part in fay.get(path).text


@pytest.mark.parametrize("path", [TEACH, ROSTER, ROOM])
@pytest.mark.parametrize("size", [50, 500])
def test_statements_do_not_grow_with_the_cohort(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    statements: Statements,
    path: str,
    size: int,
) -> None:
    enroll_crowd(session, cast.fall, size)
    session.commit()
    fay = sign_in("fay")
    with statements() as count:
        answer = fay.get(path)
    assert count.total <= {TEACH: 14, ROSTER: 14, ROOM: 15}[path]  # two name the coordinator
    assert answer.status_code == 200


def test_teach_offers_attendance_while_the_session_runs(
    database: Database, session: Session, cast: Cast
) -> None:
    starts = cast.case_session("fall-2026", 2).starts_at
    app: FastAPI = create_app(
        Settings(demo=True), database=database, clock=lambda: starts + timedelta(minutes=5)
    )
    coming = Browser(app).sign_in("fay").get(TEACH).text.split('id="next"')[1]
    assert f'href="{NEXT_ROOM}/attendance"' in coming.split("</section>")[0]


# ------------------------------------------------------------------------------- scopes


def grant(
    session: Session, cast: Cast, persona: str, role: Role, scope: Scope, scope_id: UUID | None
) -> None:
    cast.grant(persona, role, scope, scope_id)
    session.commit()


@pytest.mark.parametrize("scope", [Scope.PROGRAM, Scope.INSTALLATION])
def test_facilitator_of_more_than_a_cohort_is_one_in_every_cohort_of_it(
    sign_in: SignIn, session: Session, cast: Cast, scope: Scope
) -> None:
    whole = cast.fall.program_id if scope is Scope.PROGRAM else None
    grant(session, cast, "lee", Role.FACILITATOR, scope, whole)
    browser = sign_in("lee")
    desk = browser.get(TEACH).text
    for slug in ("fall-2026", "spring-2026"):
        assert f'href="/teach/{slug}"' in desk, "the roster of the whole cohort"
        assert f'href="/teach/{slug}/sessions/1"' in desk
        room = f"/teach/{slug}/sessions/1"
        assert f'href="/teach/{slug}?sort=preparation"' in browser.get(room).text
        for path in (f"/teach/{slug}", room, f"{room}/attendance", f"{room}/history"):
            assert browser.get(path).status_code == 200, path
    of_another_program = browser.get("/teach/coach-2026").status_code
    assert of_another_program == (200 if scope is Scope.INSTALLATION else 404)
    assert ("/teach/coach-2026" in desk) == (scope is Scope.INSTALLATION)


def test_older_cohorts_are_on_the_next_page_and_what_waits_is_of_the_last_year(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    for number in range(PAGE_OF):
        days = [date(2027, 1, 7) + timedelta(weeks=number + week) for week in range(UNITS)]
        make_cohort(session, cast.program, f"later-{number}", f"Later {number}", days)
    cast.take_back_marks("ben", "spring-2026", 1)
    grant(session, cast, "fay", Role.FACILITATOR, Scope.PROGRAM, cast.fall.program_id)
    fay, unmarked = sign_in("fay"), "/teach/spring-2026/sessions/1/attendance"
    titles = [f"Later {number}" for number in reversed(range(PAGE_OF))]
    assert fay.page(TEACH).texts(".card-head h2")[-PAGE_OF:] == titles
    older = fay.page(f"{TEACH}?page=2")
    assert older.texts(".card-head h2")[-2:] == ["Fall 2026", "Spring 2026"]
    assert unmarked in fay.get(TEACH).text
    cast.spring.closes_at = now - WATCHED_FOR
    session.commit()
    assert unmarked not in fay.get(TEACH).text
    assert unmarked in fay.get(f"{TEACH}?page=2").text, "its own line says so still"


def test_facilitator_of_a_program_takes_attendance_in_a_cohort_of_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    grant(session, cast, "lee", Role.FACILITATOR, Scope.PROGRAM, cast.fall.program_id)
    lee = sign_in("lee")
    mark = f"mark-{cast.enrollment('ada').id}"
    saved = lee.post(f"{ROOM}/attendance", data={"seen": "", mark: "present"})
    assert saved.status_code == 303
    assert lee.get("/manage/cohorts/fall-2026").status_code == 403, (
        "facilitates, does not coordinate"
    )


def test_coordinator_of_one_cohort_sees_that_one_and_no_pack(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    grant(session, cast, "lee", Role.COORDINATOR, Scope.COHORT, cast.fall.id)
    lee = sign_in("lee")
    listed = lee.get("/manage/cohorts").text
    assert "/manage/cohorts/fall-2026" in listed
    assert "/manage/cohorts/spring-2026" not in listed
    assert lee.get("/manage/cohorts/fall-2026/people").status_code == 200
    assert lee.get("/manage/cohorts/spring-2026").status_code == 404
    assert lee.get("/manage/content/mentor-development").status_code == 404


def test_marks_to_be_made_are_the_same_number_on_every_page(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    """Somebody is marked, one came afterwards, one is left."""
    people = enroll_crowd(session, cast.fall, 7)
    people[-1].enrolled_at = now
    mark_all(session, cast, 1)
    later = enroll_crowd(session, cast.fall, 10)
    session.commit()
    assert len(later) == 10
    fay, cora = sign_in("fay"), sign_in("cora")
    sheet = set(fay.page(f"{ROOM}/attendance").texts("[data-count=not_recorded]"))
    assert sheet == {"7"}
    assert "attendance not recorded for 7 people" in fay.page(TEACH).text
    assert "7 not marked" in fay.page(TEACH).text
    assert "7 of 10 not marked" in cora.page("/manage").text
