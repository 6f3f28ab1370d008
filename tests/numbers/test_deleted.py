"""Numbers over cohorts, once the records of one were deleted: it is left out, and that is said."""

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.cohorts.deleted.queries import DONE, deleted_among
from app.cohorts.institutions.models import CohortSnapshot
from app.core.db import Database
from app.core.models import AuditLine
from app.credit.tallies.actions import take_snapshots
from app.outcomes.leadership.facts.queries import begun_cohorts, deleted_of
from app.people.enums import Scope
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.history.retention.announced import LATER
from tests.issued import issue_certificate
from tests.site.deleted import SPRING, delete_spring, years_after

LEFT_OUT = "1 cohort is left out: its records were deleted, as the retention policy says."


@pytest.fixture
def deleted(session: Session, cast: Cast) -> Certificate:
    certificate = issue_certificate(session, cast.enrollment("ben"))
    delete_spring(session, cast)
    return certificate


@pytest.fixture
def later(database: Database) -> FastAPI:
    return years_after(database)


def test_history_tells_which_they_are(session: Session, cast: Cast, deleted: Certificate) -> None:
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "deletion.done")).one()
    assert (DONE, str(cast.spring.id)) == (line.act, line.object_id)
    both = [cast.spring, cast.fall]
    assert deleted_among(session, both, LATER) == {cast.spring.id}
    assert deleted_among(session, both, NOW) == set(), "no policy lets records go so soon"


@pytest.mark.usefixtures("deleted")
def test_credit_of_the_years_leaves_it_out(later: FastAPI) -> None:
    cora = Browser(later).sign_in("cora")
    page = cora.page("/manage/credit")
    assert "The records of 1 cohort were deleted" in page.main.text
    assert "It is left out, in every year" in page.main.text
    assert "Spring 2026" not in page.main.text
    told = cora.get("/manage/credit?format=csv").text
    assert "Spring 2026" not in told
    assert "It is left out, in every year" in told
    assert cora.get("/manage/credit?format=xlsx").status_code == 200


@pytest.mark.usefixtures("deleted")
def test_reports_to_leaders_leave_it_out(session: Session, cast: Cast, later: FastAPI) -> None:
    begun = begun_cohorts(session, cast.program.id, LATER)
    assert cast.spring.id not in {own.here.cohort.id for own in begun}
    assert deleted_of(session, cast.program.id, LATER) == 1
    page = Browser(later).sign_in("cora").page("/manage/outcomes/report/mentor-development")
    assert LEFT_OUT in page.main.text


@pytest.mark.usefixtures("deleted")
def test_no_numbers_are_kept_of_what_is_left(session: Session, cast: Cast) -> None:
    count = select(func.count()).where(col(CohortSnapshot.cohort_id) == cast.spring.id)
    before = session.scalar(count)
    take_snapshots(session, now=LATER)
    assert session.scalar(count) == before


def test_lead_is_told_that_it_is_left_out(session: Session, cast: Cast, later: FastAPI) -> None:
    sonoran = cast.person("ben").institution_id
    cast.grant("lee", Role.LEAD, Scope.INSTITUTION, sonoran)
    issue_certificate(session, cast.enrollment("ben"))
    delete_spring(session, cast)
    lee = Browser(later).sign_in("lee")
    for path in ("/institution", "/institution/report"):
        page = lee.page(path)
        assert LEFT_OUT in page.main.text
        assert "Spring 2026" not in page.main.text
        assert lee.get(f"{path}?cohort={SPRING}").status_code == 404


@pytest.mark.usefixtures("deleted")
def test_list_of_cohorts_has_the_numbers_of_then(later: FastAPI) -> None:
    table = (
        Browser(later)
        .sign_in("cora")
        .page("/manage/cohorts")
        .table("Cohorts of your programs, the newest first")
    )
    (row,) = [own for own in table.records if "Spring 2026" in own["Cohort"]]
    assert "Records deleted" in row["Cohort"]
    assert row["Enrolled"].startswith("1 of")


def test_learner_keeps_certificates_and_no_numbers(later: FastAPI, deleted: Certificate) -> None:
    ben = Browser(later).sign_in("ben")
    for path in ("/home", "/my/record", "/my/certificates"):
        answer = ben.get(path)
        assert f"/cohorts/{SPRING}" not in answer.text, path
        assert "of 2" not in answer.page.main.text, path
    assert deleted.number in ben.page("/my/certificates").text
    for path in ("/home", "/my/record"):
        told = ben.page(path).section("Records deleted")
        assert "The records of Spring 2026 were deleted on April 2, 2036" in told.text, path
        assert told.link(deleted.number) == f"/my/certificates#{deleted.number}", path


def test_learner_without_a_certificate_has_no_link_to_it(
    session: Session, cast: Cast, later: FastAPI
) -> None:
    delete_spring(session, cast)
    ben = Browser(later).sign_in("ben")
    assert ben.get(f"/cohorts/{SPRING}").status_code == 404
    for path in ("/home", "/my/record", "/my/certificates", "/my/calendar"):
        assert SPRING not in ben.get(path).text, path


def test_page_of_a_person_has_certificates_and_no_standing(
    cast: Cast, later: FastAPI, deleted: Certificate
) -> None:
    cora = Browser(later).sign_in("cora")
    answer = cora.get(f"/manage/people/{cast.id('ben')}")
    assert answer.status_code == 200
    assert deleted.number in answer.text
    assert "Not completed" not in answer.page.main.text
