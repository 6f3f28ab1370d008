"""The coordinator's queue and cohorts, and who may not see any of the desk."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.overview.queries import WATCHED_FOR
from app.cohorts.models import Program
from app.core import jobs
from app.core.models import Job
from app.people.models import RoleGrant
from app.site.manage.cohorts.pages import PAGE_OF
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast, make_cohort
from tests.client import Browser, SignIn, Statements
from tests.issued import issue_certificate

QUEUE, COHORTS = "/manage", "/manage/cohorts"
SPRING, FALL, FOREIGN = (f"{COHORTS}/{slug}" for slug in ("spring-2026", "fall-2026", "coach-2026"))
OF_A_COHORT = ("", "/people", "/people?format=csv", "/certificates", "/certificates/issue")


def settle(session: Session, cast: Cast) -> None:
    """Take away everything that waits: nobody is in fall, Ben has all he can get."""
    for persona in ("ada", "nan", "ben"):
        cast.withdraw(persona)
    session.commit()


# ---------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "lee", "abe"])
@pytest.mark.parametrize("path", [QUEUE, COHORTS])
def test_desk_is_for_coordinators_only(sign_in: SignIn, persona: str, path: str) -> None:
    assert sign_in(persona).get(path).status_code == 403


@pytest.mark.parametrize("page", OF_A_COHORT)
def test_cohort_is_refused_to_its_learner_and_its_facilitator(sign_in: SignIn, page: str) -> None:
    assert sign_in("ada").get(FALL + page).status_code == 403
    assert sign_in("fay").get(FALL + page).status_code == 403


@pytest.mark.parametrize("page", OF_A_COHORT)
def test_cohort_does_not_exist_for_outsiders(sign_in: SignIn, page: str) -> None:
    assert sign_in("lee").get(FALL + page).status_code == 404
    assert sign_in("fay").get(SPRING + page).status_code == 404


@pytest.mark.parametrize("page", OF_A_COHORT)
def test_cohort_of_another_program_does_not_exist_for_a_coordinator(
    sign_in: SignIn, page: str
) -> None:
    cora = sign_in("cora")
    assert cora.get(FALL + page).status_code == 200
    assert cora.get(FOREIGN + page).status_code == 404


@pytest.mark.parametrize("path", [QUEUE, COHORTS, *(FALL + page for page in OF_A_COHORT)])
def test_nobody_signed_in_is_asked_to_sign_in(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Fmanage")


def test_role_that_was_revoked_ends_with_the_next_click(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cora = sign_in("cora")
    assert cora.get(FALL).status_code == 200
    for grant in session.query(RoleGrant).filter(col(RoleGrant.person_id) == cast.id("cora")):
        grant.revoked_at = now
    session.commit()
    assert cora.get(FALL).status_code == 404
    assert cora.get(QUEUE).status_code == 403


# ------------------------------------------------------------------------------- queue


def test_queue_names_every_kind_of_thing_that_waits(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    job = Job(
        kind="certificates.issue",
        title="Issuing 2 certificates",
        scope_id=cast.spring.id,
        back_path=f"{SPRING}/certificates",
        started_at=now,
    )
    session.add(job)
    session.flush()
    task = jobs.enqueue(session, "certificate.issue", key="1", payload={}, now=now, job=job)
    session.flush()
    jobs.fail(session, task, "No.", now=now, final=True)
    session.commit()
    page = sign_in("cora").page(QUEUE)
    assert page.tasks == [
        "Try again what failed: Issuing 2 certificates Spring 2026 1 failed",
        "Record attendance of Week 1 Fall 2026 · held Thu Nov 12 2 of 2 not marked",
        "Issue 1 certificate Spring 2026 1 ready",
        "1 person has completed and not claimed credit Spring 2026 1 person",
    ]
    assert page.one("ul.tasks").addresses == [
        f"/manage/jobs/{job.id}",
        "/teach/fall-2026/sessions/1/attendance",
        f"{SPRING}/certificates/issue",
        f"{SPRING}/people?show=unclaimed",
    ]


def test_every_link_of_the_queue_leads_somewhere(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    links = cora.page(QUEUE).one("ul.tasks").addresses
    assert len(links) == 3
    assert [cora.get(link).status_code for link in links] == [200, 200, 200]


def test_queue_says_so_when_nothing_waits(sign_in: SignIn, session: Session, cast: Cast) -> None:
    settle(session, cast)
    page = sign_in("cora").page(QUEUE)
    assert "Nothing waits" in page.text
    assert page.tasks == []


def test_queue_forgets_a_cohort_long_after_its_close(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.spring.closes_at = now - WATCHED_FOR + timedelta(seconds=1)
    session.commit()
    cora = sign_in("cora")
    assert "Spring 2026" in cora.page(QUEUE).text
    cast.spring.closes_at = now - WATCHED_FOR
    session.commit()
    assert "Spring 2026" not in cora.page(QUEUE).text


def test_canceled_session_waits_for_no_attendance(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.case_session("fall-2026", 1).canceled_at = now
    session.commit()
    assert "Record attendance" not in sign_in("cora").page(QUEUE).text


# ----------------------------------------------------------------------------- cohorts


def test_cohorts_show_dates_seats_and_how_many_completed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    assert sign_in("cora").page(COHORTS).rows == [
        "Fall 2026 Mentor Development Program November 12 – December 3, 2026 2 of 600 0 0",
        "Spring 2026 Mentor Development Program April 9–30, 2026 1 of 600 1 1",
    ]


def test_cohorts_come_in_pages_the_newest_first(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    program = session.get_one(Program, cast.fall.program_id)
    for year in range(2010, 2010 + PAGE_OF):
        days = [date(year, 4, 1) + timedelta(weeks=week) for week in range(4)]
        make_cohort(session, program, f"spring-{year}", f"Spring {year}", days)
    session.commit()
    cora = sign_in("cora")
    first, second = cora.page(COHORTS), cora.page(f"{COHORTS}?page=2")
    assert len(first.rows) == PAGE_OF
    assert first.rows[0].startswith("Fall 2026")
    assert [row[:11] for row in second.rows] == ["Spring 2011", "Spring 2010"]
    assert first.link("Next") == "/manage/cohorts?page=2"
    assert second.link("Previous") == "/manage/cohorts"
    assert "Next" not in second.text


@pytest.mark.parametrize(("page", "status"), [("0", 200), ("9" * 30, 200), ("x", 404)])
def test_page_that_cannot_be_breaks_nothing(sign_in: SignIn, page: str, status: int) -> None:
    assert sign_in("cora").get(f"{COHORTS}?page={page}").status_code == status


def test_cohort_shows_sessions_with_the_attendance_recorded(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.take_back_marks("ben", "spring-2026", 2)
    session.commit()
    cora = sign_in("cora")
    page = cora.page(SPRING)
    assert page.rows[:2] == [
        "Week 1 Module 1 title Thu Apr 9, 12:00–1:00 pm Attendance of Week 1: 1 of 1 recorded",
        "Week 2 Module 2 title Thu Apr 16, 12:00–1:00 pm Attendance of Week 2: 0 of 1 recorded",
    ]
    assert "Mountain (America/Denver)" in page.text
    assert cora.page(FALL).rows[1] == ("Week 2 Module 2 title Thu Nov 19, 12:00–1:00 pm To come")


def test_cohort_shows_how_far_its_people_are(sign_in: SignIn, session: Session, cast: Cast) -> None:
    enroll_crowd(session, cast.spring, 4)
    session.commit()
    cora = sign_in("cora")

    assert list(cora.page(SPRING).figures.items()) == [
        ("Enrolled", "4"),
        ("Active", "1"),
        ("Completed", "1"),
        ("Claimed credit", "0"),
        ("Have a certificate", "0"),
    ]
    claimed = sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "24"})
    assert claimed.status_code == 303
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    after = cora.page(SPRING).figures
    assert (after["Claimed credit"], after["Have a certificate"]) == ("1", "1")


def test_cohort_without_people_says_so(sign_in: SignIn, session: Session, cast: Cast) -> None:
    settle(session, cast)
    cora = sign_in("cora")
    assert "Nobody is enrolled yet." in cora.page(FALL).text
    assert "Nobody is enrolled yet" in cora.page(f"{FALL}/people").text
    assert "Nobody is enrolled yet" in cora.page(f"{FALL}/certificates/issue").text
    assert "No certificates yet" in cora.page(f"{FALL}/certificates").text


# -------------------------------------------------------------------------- statements


@pytest.mark.parametrize(
    ("path", "at_most"),
    [
        (QUEUE, 19),
        (COHORTS, 12),
        (SPRING, 11),
        (f"{SPRING}/people", 12),
        (f"{SPRING}/people?format=csv", 12),
        (f"{SPRING}/certificates", 4),
        (f"{SPRING}/certificates/issue", 12),
    ],
)
def test_page_takes_no_more_statements_for_500_people_than_for_50(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    statements: Statements,
    path: str,
    at_most: int,
) -> None:
    cora, counts = sign_in("cora"), []
    for size in (50, 500):
        enroll_crowd(session, cast.spring, size)
        session.commit()
        with statements() as count:
            assert cora.get(path).status_code == 200
        counts.append(count.total)
    assert counts[0] == counts[1] <= at_most
