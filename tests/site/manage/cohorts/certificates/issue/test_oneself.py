"""A coordinator who also completed the cohort: somebody else issues to them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.snapshot import CertificateKind
from app.core import jobs
from app.core.models import Job, Task
from app.people.actions import change_profile
from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from app.site.manage.cohorts.certificates.issue.forms import Picked
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, make_completer
from tests.client import Browser, SignIn

ISSUE = "/manage/cohorts/spring-2026/certificates/issue"


@pytest.fixture
def ben(sign_in: SignIn, session: Session, cast: Cast) -> Browser:
    """Ben, who completed the cohort with Chidi, coordinates it, too."""
    cast.grant("ben", Role.COORDINATOR, Scope.COHORT, cast.spring.id)
    own = cast.enrollment("ben").id
    (chidi,) = (place for place in enroll_crowd(session, cast.spring, 2) if place.id != own)
    make_completer(session, session.get_one(Person, chidi.person_id), cast.spring)
    session.commit()
    return sign_in("ben")


def test_own_row_cannot_be_chosen_and_says_why(ben: Browser) -> None:
    page = ben.page(ISSUE)
    row = next(row for row in page.rows if "Ben Begay" in row)
    assert row.startswith(f"Ben Begay, MD {NOT_FOR_ONESELF}")
    assert len(page.form(action=ISSUE).values("chosen")) == 1
    assert page.chips[0] == "Ready 2"  # as on the list of people
    assert "Ready 2" in ben.page("/manage/cohorts/spring-2026/people").chips
    assert page.one("#act").text.startswith("1 certificate for 1 person will be issued")


@pytest.mark.parametrize("address", ["/manage", "/manage/cohorts/spring-2026"])
def test_what_is_ready_for_oneself_waits_for_somebody_else(
    ben: Browser, sign_in: SignIn, address: str
) -> None:
    assert "Issue 1 certificate for 1 person" in ben.page(address).text
    assert "Issue 2 certificates for 2 people" in sign_in("cora").page(address).text


def test_forged_choice_of_oneself_is_refused_with_the_sentence(
    ben: Browser, session: Session, cast: Cast
) -> None:
    own = Picked(cast.enrollment("ben").id, (CertificateKind.COMPLETION,)).value
    others = ben.page(ISSUE).form(action=ISSUE).values("chosen")
    answer = ben.post(ISSUE, data={"chosen": [own, *others], "counted": "2"})
    assert answer.status_code == 409
    assert str(NOT_FOR_ONESELF) in answer.page.one(".error-summary").text
    assert session.scalars(select(Job)).all() == []


@pytest.mark.parametrize("waits", ["certificate", "name"])
def test_who_does_it_instead_is_named_with_a_way_to_write(
    ben: Browser, sign_in: SignIn, session: Session, cast: Cast, waits: str
) -> None:
    if waits == "name":
        change_profile(session, cast.person("ben"), {"degrees": "MD, PhD"}, now=NOW)
        session.commit()
    (notice,) = ben.page(ISSUE).notices
    assert notice.startswith("Somebody else confirms your name and issues your certificates Ask")
    assert notice.endswith(f"{cast.person('cora').display_name}, cora@example.org")
    assert "mailto:cora@example.org" in ben.page(ISSUE).main.addresses
    assert sign_in("cora").page(ISSUE).notices == []


def test_where_nobody_else_coordinates_it_is_said_who_can_change_that(
    ben: Browser, session: Session, cast: Cast
) -> None:
    for grant in session.scalars(select(RoleGrant)):
        if grant.person_id == cast.id("cora"):
            grant.revoked_at = NOW - timedelta(minutes=1)
    session.commit()
    (notice,) = ben.page(ISSUE).notices
    assert "An administrator can give somebody the role, who then can: Abe" in notice
    assert "mailto:abe@example.org" in ben.page(ISSUE).main.addresses
    cast.grant("ben", Role.ADMINISTRATOR, Scope.INSTALLATION)
    for grant in session.scalars(select(RoleGrant)):
        if grant.person_id == cast.id("abe"):
            grant.revoked_at = NOW - timedelta(minutes=1)
    session.commit()
    assert ben.page(ISSUE).link("Give somebody the role") == "/admin/roles/new"
    assert ben.get("/admin/roles/new").status_code == 200


def test_own_failure_is_not_tried_again_and_says_why(
    ben: Browser, sign_in: SignIn, session: Session
) -> None:
    cora = sign_in("cora")
    chosen = cora.page(ISSUE).form(action=ISSUE).values("chosen")
    path = cora.post(ISSUE, data={"chosen": chosen, "counted": "2"}).headers["location"]
    (job,) = session.scalars(select(Job))
    for task in session.scalars(select(Task).where(Task.job_id == job.id)):  # type: ignore[arg-type]
        task.failed_at, task.error = job.started_at, "No paper."
    session.commit()
    page = ben.page(path)
    assert [str(NOT_FOR_ONESELF) in row for row in page.rows[:2]] == [True, False]
    assert page.form("Try this one again").action == f"{path}/retry"
    assert ben.post(f"{path}/retry").status_code == 303
    assert jobs.state(session, job.id, NOW).progress.failed == 1
    page = ben.page(path)
    assert [form.action for form in page.main.forms] == [f"{path}/stop"]
    answer = ben.post(f"{path}/retry")
    assert answer.status_code == 409
    assert str(NOT_FOR_ONESELF) in answer.page.text
