"""The check page before a cohort is archived, what is read of it then, and taking it back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements

SPRING = "/manage/cohorts/spring-2026"
ARCHIVE = f"{SPRING}/archive"


@pytest.fixture
def closed(session: Session, cast: Cast) -> Cast:
    """Spring 2026 has closed; claims are open still."""
    cast.spring.closes_at = NOW - timedelta(days=1)
    session.commit()
    return cast


def test_what_is_open_still_is_said_with_its_links(
    sign_in: SignIn, session: Session, closed: Cast
) -> None:
    closed.take_back_marks("ben", "spring-2026", 2)
    session.commit()
    page = sign_in("cora").page(ARCHIVE)
    part = page.section("Still open")
    assert "Attendance of Week 2: 1 mark is missing." in part.text
    assert part.link("Attendance of Week 2: 1 mark is missing.").endswith("/sessions/2/attendance")
    assert "1 person has completed and not claimed." in part.text
    assert "1 certificate for 1 person is due and not issued." in part.text


def test_it_is_archived_listed_and_taken_back(
    sign_in: SignIn, session: Session, closed: Cast
) -> None:
    cora = sign_in("cora")
    assert cora.page(SPRING).link("Archive it") == ARCHIVE
    refused = cora.post(ARCHIVE, data={"reason": " "})
    assert (refused.status_code, set(refused.page.field_errors)) == (422, {"reason"})
    assert cora.post(ARCHIVE, data={"reason": "The term is over."}).status_code == 303
    session.expire_all()
    assert closed.spring.archived_at == NOW
    assert "Archived" in cora.page("/manage/cohorts").main.text
    assert "Nothing in it can change anymore." in " ".join(cora.page(SPRING).notices)
    assert "Spring 2026" not in cora.page("/manage").main.text
    assert cora.post(ARCHIVE, data={"reason": "Again."}).status_code == 303
    assert cora.post(f"{ARCHIVE}/undo", data={"reason": "A mark is missing."}).status_code == 303
    session.expire_all()
    assert closed.cohort("spring-2026").archived_at is None
    acts = select(col(AuditLine.act), col(AuditLine.reason)).order_by(col(AuditLine.id).desc())
    assert [tuple(line) for line in session.execute(acts.limit(2))] == [
        ("cohort.archive-undone", "A mark is missing."),
        ("cohort.archived", "The term is over."),
    ]


def test_every_page_of_an_archived_cohort_says_why_nothing_can_be_changed(
    sign_in: SignIn, session: Session, closed: Cast
) -> None:
    closed.spring.archived_at = NOW
    session.commit()
    cora, ben = sign_in("cora"), sign_in("ben")
    person = f"{SPRING}/people/{closed.id('ben')}"
    for path in (
        f"{SPRING}/seats",
        f"{SPRING}/policy",
        f"{SPRING}/people/import",
        f"{SPRING}/certificates/issue",
        f"{person}/withdrawal",
        "/teach/spring-2026/sessions/1/attendance",
    ):
        assert "This cohort is archived." in cora.page(path).main.text, path
    assert "This cohort is archived." in ben.page("/cohorts/spring-2026/claim").main.text
    assert ben.get("/cohorts/spring-2026/units/1").status_code == 200
    assert ben.get("/my/record").status_code == 200


def test_cohort_that_runs_is_not_archived(sign_in: SignIn) -> None:
    page = sign_in("cora").page("/manage/cohorts/fall-2026/archive")
    assert page.all("form[action$=archive]") == []
    assert "What follows" not in page.main.text
    assert "It can be archived from then on." in page.main.text
    assert page.link("Back to Fall 2026") == "/manage/cohorts/fall-2026"


def test_statements_are_as_many_for_any_number_of_people(
    sign_in: SignIn, session: Session, closed: Cast, statements: Statements
) -> None:
    cora = sign_in("cora")
    counts = []
    for _ in range(2):
        with statements() as count:
            cora.page(ARCHIVE)
        counts.append(count.total)
        enroll_crowd(session, closed.spring, 30)
        session.commit()
    assert counts[0] == counts[1] <= 14
