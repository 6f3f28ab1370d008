"""Who let their credit be reported takes that back, also after they left the cohort."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.pars.actions import mark_file
from app.certificates.pars.enums import FileMark, RowState
from app.certificates.pars.models import ReportingPermission
from app.cohorts.enrollments.actions import withdraw
from app.core.models import AuditLine
from tests.cast import NOW, Cast
from tests.certificates.pars.reported import certified, made, number, permit, standing
from tests.client import Browser, SignIn, Statements

PAGE = "/my/certificates"
BUTTON = "Take it back : Spring 2026"


@pytest.fixture
def left(session: Session, cast: Cast) -> None:
    """Ben was reported, and has left."""
    certified(session)
    permit(session)
    number(session)
    file, _rows = made(session)
    mark_file(session, file, FileMark.UPLOADED, by=cast.id("cora"), now=NOW)
    place = cast.enrollment("ben", "spring-2026")
    withdraw(session, place, reason="Moved.", by=cast.id("cora"), now=NOW)
    session.commit()


def take_back(browser: Browser) -> str:
    form = browser.page(PAGE).form(BUTTON)
    sent = browser.post(form.action, data=form.data())
    assert sent.status_code == 303
    return browser.page(str(sent.headers["location"])).main.text


def acts(session: Session) -> list[tuple[str, str]]:
    found = select(AuditLine).where(col(AuditLine.act) == "pars.permission-withdrawn")
    return [(str(line.actor_id), line.chain) for line in session.scalars(found)]


def test_who_has_left_takes_it_back_and_is_to_be_deleted_there(
    left: None, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ben = sign_in("ben")
    assert ben.get("/cohorts/spring-2026/claim/pars").status_code == 404
    assert "Spring 2026, since November 18, 2026" in ben.page(PAGE).section("Reported to PARS").text
    said = take_back(ben)
    assert "You have taken the permission back What you had given is deleted." in said
    assert "Reported to PARS" not in said
    session.expire_all()
    own = session.scalars(select(ReportingPermission)).one()
    assert (own.license_id, own.state, own.birth_day) == ("", "", 0)
    assert [line.state for line in standing(session)] == [RowState.TO_DELETE]
    assert acts(session) == [(str(cast.id("ben")), str(cast.spring.id))]


def test_second_click_changes_nothing(left: None, sign_in: SignIn, session: Session) -> None:
    ben = sign_in("ben")
    form = ben.page(PAGE).form(BUTTON)
    for _click in range(2):
        assert ben.post(form.action, data=form.data()).status_code == 303
    assert len(acts(session)) == 1


@pytest.mark.parametrize("persona", ["ada", "cora", "fay", "abe"])
def test_nobody_takes_back_what_another_gave(
    left: None, sign_in: SignIn, session: Session, persona: str
) -> None:
    other = sign_in(persona)
    assert "Reported to PARS" not in other.page(PAGE).main.text
    assert other.post(f"{PAGE}/pars/spring-2026/withdrawal", data={}).status_code == 404
    session.expire_all()
    assert session.scalars(select(ReportingPermission)).one().withdrawn_at is None
    assert acts(session) == []


def test_who_allows_nothing_sees_nothing_of_it(sign_in: SignIn) -> None:
    assert "PARS" not in sign_in("ben").page(PAGE).main.text


def test_more_permissions_need_no_more_statements(
    left: None, sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    ben = sign_in("ben")
    with statements() as count:
        ben.get(PAGE)
    taken = count.total
    own = cast.enrollment("ada", "fall-2026")
    own.person_id = cast.id("ben")
    session.flush()
    permission = session.scalars(select(ReportingPermission)).one()
    session.add(ReportingPermission(**permission.model_dump() | {"enrollment_id": own.id}))
    own.status = cast.enrollment("ben", "spring-2026").status
    session.commit()
    with statements() as count:
        assert ben.get(PAGE).text.count("/withdrawal") == 2
    assert count.total == taken
