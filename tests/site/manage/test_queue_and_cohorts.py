"""The coordinator's queue and cohorts, and who may not see any of the desk."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance, AttendanceChange
from app.certificates.enums import EventKind
from app.certificates.models import CertificateEvent
from app.cohorts.rules import WATCHED_FOR
from app.core import queue
from app.core.models import Job
from app.people.enums import Profession
from app.people.models import RoleGrant
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.credit.claims import certificate_for, claim_for
from tests.issued import issue_certificate
from tests.site.manage.settled import settle

QUEUE, COHORTS = "/manage", "/manage/cohorts"
SPRING, FALL, FOREIGN = (f"{COHORTS}/{slug}" for slug in ("spring-2026", "fall-2026", "coach-2026"))
OF_A_COHORT = ("", "/people", "/people?format=csv", "/certificates", "/certificates/issue")


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
    task = queue.enqueue(session, "certificate.issue", key="1", payload={}, now=now, job=job)
    session.flush()
    queue.fail(session, task, "No.", now=now, final=True)
    session.commit()
    page = sign_in("cora").page(QUEUE)
    assert page.waits == [
        "Try again what failed: Issuing 2 certificates Spring 2026 1 failed",
        "Record attendance of Week 1 Fall 2026 · held Thu, Nov 12 2 of 2 not marked",
        "Issue 1 certificate for 1 person Spring 2026 1 person ready",
        "1 person has completed and not claimed credit Spring 2026 1 person",
    ]
    assert page.one("ul.tasks").addresses == [
        f"/manage/jobs/{job.id}",
        "/teach/fall-2026/sessions/1/attendance",
        f"{SPRING}/certificates/issue",
        f"{SPRING}/people?show=unclaimed",
        f"{SPRING}/messages/new?to=unclaimed&days=7&template=claim-your-credit",
    ]


def test_every_link_of_the_queue_leads_somewhere(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    links = cora.page(QUEUE).one("ul.tasks").addresses
    assert len(links) == 4
    assert [cora.get(link).status_code for link in links] == [200] * 4


def test_queue_says_so_when_nothing_waits(sign_in: SignIn, session: Session, cast: Cast) -> None:
    settle(session, cast)
    page = sign_in("cora").page(QUEUE)
    assert "Nothing waits" in page.text
    assert page.waits == []


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


def test_queue_names_the_next_session_of_each_cohort(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    section = sign_in("cora").page(QUEUE).section("Next sessions")
    assert [(link.text, link.href) for link in section.links] == [
        ("Week 2 of Fall 2026, Thu, Nov 19, 12:00 PM Mountain Time", "/teach/fall-2026/sessions/2")
    ]
    cast.case_session("fall-2026", 2).canceled_at = now
    session.commit()
    assert "Week 3 of Fall 2026" in sign_in("cora").page(QUEUE).section("Next sessions").text


def test_canceled_session_waits_for_no_attendance(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.case_session("fall-2026", 1).canceled_at = now
    session.commit()
    assert "Record attendance" not in sign_in("cora").page(QUEUE).text


# ----------------------------------------------------------------------------- cohorts


# -------------------------------------------------------------------------- statements


@pytest.mark.parametrize(
    ("path", "at_most"),
    [
        (QUEUE, 41),  # the last ones read whose credit, disclosures and professions wait
        (COHORTS, 12),
        (SPRING, 22),
        (f"{SPRING}/people", 12),
        (f"{SPRING}/people?format=csv", 12),
        (f"{SPRING}/certificates", 17),
        (f"{SPRING}/certificates/register", 4),
        (f"{SPRING}/certificates/issue", 14),
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


# ------------------------------------------------------------------- professions to verify


def test_queue_leads_to_whose_profession_is_to_be_verified(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    link = f"a[href='{SPRING}/people/professions']"
    assert cora.page(QUEUE).texts(link) == []
    cast.person("ben").profession_verified_at = None
    session.commit()
    (row,) = cora.page(QUEUE).texts(link)
    assert row.startswith("1 profession to verify")
    assert cora.page(f"{SPRING}/people/professions").row_headers == ["Begay, Ben"]
    cast.person("ben").profession = Profession.NURSE
    session.commit()
    assert cora.page(QUEUE).texts(link) == [], "no credit of nurses is designated here"


# -------------------------------------- what the records no longer say, though it was certified


def disagreements(cora: Browser) -> list[str]:
    rows = cora.page(QUEUE).texts("a[href*='show=unsupported-']")
    return [row for row in rows if "records" in row]


def test_queue_says_nothing_of_certificates_that_the_records_support(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    cora = sign_in("cora")
    assert disagreements(cora) == []
    text = cora.page(f"{SPRING}/people").text
    assert "Certified, but not completed" not in text
    assert "Claimed more than is recorded" not in text


def test_queue_says_who_is_certified_and_has_not_completed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ada"))
    revoked = issue_certificate(session, cast.enrollment("nan"))
    session.add(
        CertificateEvent(
            certificate_id=revoked.id,
            kind=EventKind.REVOKED,
            reason_class="error",
            at=NOW,
            by=cast.id("cora"),
        )
    )
    session.commit()
    cora = sign_in("cora")
    said = "1 attestation of completion is not borne out by the records"
    assert [said in row for row in disagreements(cora)] == [True]
    page = cora.page(f"{FALL}/people?show=unsupported-completions")
    assert page.texts("tbody th") == ["Alvarez, Ada"]


def test_queue_says_whose_claim_is_above_what_is_earned_now(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Seven months later a save was undone, and nobody was asked."""
    issue_certificate(session, cast.enrollment("ben"))
    certificate_for(session, claim_for(session, cast, "ben", 24, NOW), NOW)
    mark_off(session, cast)
    session.commit()
    cora = sign_in("cora")
    said = "1 claim of credit is above what the records say was earned"
    assert any(said in row for row in disagreements(cora))
    assert "Begay, Ben" in cora.page(f"{SPRING}/people?show=unsupported-claims").text


def mark_off(session: Session, cast: Cast) -> None:
    """Ben's mark is taken away as it could be until December 2026."""
    held = cast.case_session("spring-2026", 4).id
    row = session.scalars(select(Attendance).where(col(Attendance.case_session_id) == held)).one()
    row.status, row.version = AttendanceStatus.ABSENT, 2
    session.add(
        AttendanceChange(
            attendance_id=row.id,
            save_id=uuid4(),
            version=2,
            from_status=AttendanceStatus.PRESENT,
            to_status=AttendanceStatus.ABSENT,
            source=AttendanceSource.MANUAL,
            by=cast.id("cora"),
            at=NOW,
        )
    )
