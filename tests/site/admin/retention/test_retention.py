"""The page of what is due, the policy, and holds on the records of a cohort."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.db import Database
from app.core.models import AuditLine
from app.history.retention.actions import place_hold
from app.history.retention.counts.queries import rows_of
from app.history.retention.models import RetentionHold, RetentionPolicy
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.issued import issue_certificate, issue_teaching
from tests.page import Page

HOME = "/admin/retention"
SPRING = f"{HOME}/spring-2026"
DUE = "January 1, 2035"
"""All cohorts of the cast close in 2027, and seven whole years follow."""
REASON = "The accreditor audits 2026."
At = Callable[[int], Callable[[str], Browser]]


@pytest.fixture
def in_year(database: Database) -> At:
    """Somebody in March of another year."""

    def opened(year: int) -> Callable[[str], Browser]:
        then = datetime(year, 3, 1, 18, tzinfo=UTC)
        app = create_app(Settings(demo=True), database=database, clock=lambda: then)
        return lambda persona: Browser(app).sign_in(persona)

    return opened


def rows(page: Page) -> list[tuple[str, str]]:
    """Each cohort, and how it stands."""
    found = page.table("Cohorts whose records are due or held").records
    return [(row["Cohort"].split(" 20")[0], row["State"]) for row in found]


def test_nothing_is_due_of_a_young_installation(sign_in: SignIn) -> None:
    page = sign_in("abe").page(HOME)
    assert "Nothing is due" in page.text
    assert "Nobody has set it here: it is the usual one." in page.text
    assert "are kept for 7 whole years" in page.text
    assert "Nothing is deleted by itself" in page.text


def test_what_is_due_is_listed_a_year_before(in_year: At) -> None:
    assert "Nothing is due" in in_year(2033)("abe").page(HOME).text
    soon = rows(in_year(2034)("abe").page(HOME))
    assert soon == [(name, "Over at the new year") for name in ("Coaching", "Fall", "Spring")]
    due = in_year(2035)("abe").page(HOME)
    assert {state for _cohort, state in rows(due)} == {"Retention period over"}
    first = due.table("Cohorts whose records are due or held").records[0]
    assert first["Due"] == DUE
    sheet = in_year(2035)("abe").get(f"{HOME}?format=csv").text.splitlines()
    assert sheet[0].lstrip("\ufeff").startswith("Due,Cohort,Program,Last day,People,Certificates")
    assert len(sheet) == 4


def test_coordinator_sees_her_own_programs_and_sets_nothing(in_year: At) -> None:
    cora = in_year(2035)("cora")
    page = cora.page(HOME)
    assert [cohort for cohort, _state in rows(page)] == ["Fall", "Spring"]
    assert [form.action for form in page.forms if form.action == HOME] == []
    assert cora.get(f"{HOME}/coach-2026").status_code == 404
    assert cora.post(HOME, data={"years": "9", "reason": REASON}).status_code == 403


@pytest.mark.parametrize("persona", ["fay", "lee", "opal", "ada"])
def test_nobody_else_sees_it(sign_in: SignIn, persona: str) -> None:
    somebody = sign_in(persona)
    assert somebody.get(HOME).status_code == 403
    assert somebody.get(SPRING).status_code == 404


def test_policy_is_set_with_a_reason_and_never_below_six_years(
    sign_in: SignIn, session: Session
) -> None:
    abe = sign_in("abe")
    form = abe.page(HOME).form("Set the policy")
    few = abe.post(HOME, data=form.data(years="5", reason=REASON))
    assert few.status_code == 422
    least = "Accreditors ask for 6 years at least. Enter 6 or more."
    assert few.page.field_errors == {"years": least}
    assert few.page.form("Set the policy").data()["reason"] == REASON
    both = abe.post(HOME, data=form.data(years="5"))
    assert set(both.page.field_errors) == {"years", "reason"}
    without = abe.post(HOME, data=form.data(years="9"))
    assert list(without.page.field_errors) == ["reason"]
    assert abe.post(HOME, data=form.data(years="x")).page.field_errors.keys() == {"years"}
    done = abe.post(HOME, data=form.data(years="9", reason=REASON))
    assert done.headers["location"] == f"{HOME}?saved=true"
    again = abe.post(HOME, data=form.data(years="9", reason=REASON))
    assert again.headers["location"] == f"{HOME}?saved=false"
    (policy,) = session.scalars(select(RetentionPolicy)).all()
    assert (policy.version, policy.years, policy.reason) == (1, 9, REASON)
    line = session.scalars(
        select(AuditLine).where(AuditLine.act == "retention_policy.changed")  # type: ignore[arg-type]
    ).one()
    assert (line.facts["before"], line.facts["after"]) == ({"years": 7}, {"years": 9})
    page = abe.page(HOME)
    assert "are kept for 9 whole years" in page.text
    assert f"by Abe Abara {REASON}" in page.section("How it was set").text


def test_page_of_a_cohort_says_what_is_due_and_what_stays(
    in_year: At, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    page = in_year(2035)("cora").page(SPRING)
    assert "Last day: April 9, 2027, in Mountain Time." in page.text
    over = "The retention period of its records has been over since January 1, 2035."
    assert over in page.text
    kinds = {
        row["Kind"]: row["Records"]
        for row in page.table("Records that the policy is about, by kind").records
    }
    assert kinds["Signed statements that modules were completed"] == "4"
    stays = page.section("What stays").text
    assert "1 certificate: it can be verified" in stays
    assert "The places of those who have a certificate" in stays
    assert page.link("Credit by year") == "/manage/credit"
    assert page.link("Audit folder") == "/manage/cohorts/spring-2026/credit/audit"
    abe = in_year(2035)("abe").page(SPRING)
    assert "A coordinator of the cohort or an officer" in abe.section("Keep a copy first").text


def test_certificate_of_teaching_is_issued_like_any_other(
    in_year: At, session: Session, cast: Cast
) -> None:
    issue_teaching(session, cast, at=datetime(2028, 2, 1, 18, tzinfo=UTC))
    session.commit()
    page = in_year(2036)("abe").page(SPRING)
    assert "Last day: February 1, 2028, in Mountain Time." in page.text
    assert "1 certificate: it can be verified" in page.section("What stays").text
    places = select(func.count()).select_from(Enrollment)
    due = session.scalar(places.where(*rows_of("enrollment", cast.spring.id)))
    assert due == session.scalar(places.where(col(Enrollment.cohort_id) == cast.spring.id)) != 0


def test_hold_keeps_records_until_an_administrator_ends_it(
    in_year: At, sign_in: SignIn, session: Session
) -> None:
    cora = in_year(2035)("cora")
    form = cora.page(SPRING).form("Hold these records")
    empty = cora.post(f"{SPRING}/hold", data=form.data())
    assert empty.status_code == 422
    assert list(empty.page.field_errors) == ["reason"]
    assert cora.post(f"{SPRING}/hold", data=form.data(reason=REASON)).status_code == 303
    assert ("Spring", "On hold") in rows(cora.page(HOME))
    twice = cora.post(f"{SPRING}/hold", data=form.data(reason=REASON))
    assert twice.status_code == 409
    assert "The records of this cohort are held already." in twice.page.text
    page = cora.page(SPRING)
    assert "An administrator ends it." in page.section("Hold").text
    assert cora.post(f"{SPRING}/hold/end", data={"reason": REASON}).status_code == 403
    history = cora.page("/manage/cohorts/spring-2026/history").text
    assert "Records held, whatever the retention policy says" in history
    abe = in_year(2035)("abe")
    end = abe.page(SPRING).form("End the hold")
    assert abe.post(f"{SPRING}/hold/end", data=end.data(reason="It is over.")).status_code == 303
    again = abe.post(f"{SPRING}/hold/end", data=end.data(reason="It is over."))
    assert "The records of this cohort are not held." in again.page.text
    assert ("Spring", "Retention period over") in rows(abe.page(HOME))
    assert ": It is over." in abe.page(SPRING).section("Hold").text
    (hold,) = session.scalars(select(RetentionHold)).all()
    assert hold.reason == REASON


def test_more_cohorts_need_no_more_statements(
    in_year: At, session: Session, cast: Cast, statements: Statements
) -> None:
    abe = in_year(2033)("abe")
    with statements() as none:
        abe.page(HOME)
    for slug in ("spring-2026", "fall-2026"):
        place_hold(session, cast.cohort(slug).id, REASON, by=cast.id("abe"), now=NOW)
    session.commit()
    with statements() as two:
        abe.page(HOME)
    assert two.total == none.total <= 8
