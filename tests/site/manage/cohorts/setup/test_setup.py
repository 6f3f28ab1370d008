"""A draft that is thrown away."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import enroll
from app.cohorts.models import Cohort
from app.core.models import AuditLine
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.site.manage.cohorts.setup.drafting import SETUP, dates, enter_credit, seats


def test_a_draft_is_thrown_away_after_a_check_unless_somebody_is_in_it(
    cora: Browser, session: Session, cast: Cast
) -> None:
    enter_credit(cora)
    assert cora.post(f"{SETUP}/discard").status_code == 422
    draft = cast.cohort("spring-2027")
    enroll(session, draft, cast.id("lee"), by=None, now=NOW + timedelta(minutes=1))
    session.commit()
    assert cora.post(f"{SETUP}/discard", data={"confirmed": "yes"}).status_code == 409


def test_a_draft_that_is_thrown_away_is_gone(cora: Browser, session: Session, cast: Cast) -> None:
    enter_credit(cora)
    answer = cora.post(f"{SETUP}/discard", data={"confirmed": "yes"})
    assert answer.headers["location"] == "/manage/cohorts"
    assert session.scalar(select(Cohort).where(col(Cohort.slug) == "spring-2027")) is None
    assert cora.get(f"{SETUP}/dates").status_code == 404


def test_step_that_is_sent_as_it_is_leaves_no_line(cora: Browser, session: Session) -> None:
    """Whoever only looks through the steps changes nothing, the approval of credit included."""
    cora.post(f"{SETUP}/dates", data=dates())
    cora.post(f"{SETUP}/seats", data=seats())
    enter_credit(cora)
    lines = session.query(AuditLine).count()
    for step in ("dates", "leaders", "seats"):
        form = cora.page(f"{SETUP}/{step}").form(action="")
        sent: dict[str, list[str]] = {}
        for name, value in form.sent:
            sent.setdefault(name, []).append(value)
        assert cora.post(f"{SETUP}/{step}", data=sent).status_code == 303, step
    enter_credit(cora)
    assert session.query(AuditLine).count() == lines
    cora.post(f"{SETUP}/seats", data=seats(capacity="49"))
    assert session.query(AuditLine).count() == lines + 1


def test_a_draft_with_dates_leaders_and_seats_is_set_up_further_at_the_rehearsal(
    cora: Browser,
) -> None:
    page = cora.page("/manage/cohorts/spring-2027")
    assert page.main.link("Go on setting it up") == f"{SETUP}/rehearsal"
