"""Announcing on a cohort's page that its records go, and what stands there until and since then."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import OutboxMessage
from app.history.removal.actions import delete_records
from app.history.retention.models import DeletionAnnouncement, DeletionCallOff
from app.main import create_app
from app.messages.composing import Letter
from app.settings import Settings
from tests.cast import Cast
from tests.client import Browser
from tests.history.retention.announced import GOES_FROM, LATER, THEN, finish_work, here
from tests.issued import issue_certificate
from tests.letters import read

HOME = "/admin/retention"
SPRING = f"{HOME}/spring-2026"
REASON = "The policy does not ask for them any more."
FILLED = {"cohort_title": "Spring 2026", "goes_from": str(GOES_FROM), "why": REASON}
Then = Callable[[datetime], Callable[[str], Browser]]


@pytest.fixture
def at(database: Database) -> Then:
    """Somebody at another moment."""

    def opened(moment: datetime) -> Callable[[str], Browser]:
        app = create_app(Settings(demo=True), database=database, clock=lambda: moment)
        return lambda persona: Browser(app).sign_in(persona)

    return opened


def announce(at: Then, session: Session) -> None:
    abe = at(THEN)("abe")
    form = abe.page(SPRING).form("Announce the deletion")
    done = abe.post(form.action, data=form.data(**FILLED))
    assert done.headers["location"] == f"{SPRING}#deletion"
    session.expire_all()


def test_administrator_announces_and_who_answers_for_it_is_told(at: Then, session: Session) -> None:
    announce(at, session)
    (made,) = session.scalars(select(DeletionAnnouncement)).all()
    assert (made.goes_from, made.reason, made.years) == (GOES_FROM, REASON, 7)
    assert made.counts["signatures"] == 4
    page = at(THEN)("abe").page(SPRING)
    assert "To be deleted" in page.text
    assert "They go on April 1, 2036 at the earliest" in page.section("Deletion").text
    assert "Backups hold what they held" in page.section("Deletion").text
    assert f"{REASON} Announced" in page.section("Deletion").text
    letters = session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.kind) == "deletion_announced")
    ).all()
    cast = Cast(session)
    assert {letter.person_id for letter in letters} == {cast.id("cora"), cast.id("opal")}
    history = at(THEN)("cora").page("/manage/cohorts/spring-2026/history").text
    assert "Announced that records are deleted on April 1, 2036 at the earliest" in history


def test_letter_says_what_goes_when_and_how_to_keep_or_hold_it(at: Then, session: Session) -> None:
    announce(at, session)
    written = letter_to(session, "cora")
    assert written.subject == "Records of Spring 2026 are going to be deleted"
    assert "on April 1, 2036 at the earliest" in written.text
    assert REASON in written.text
    assert "/manage/cohorts/spring-2026/credit/audit" in written.text
    assert "/admin/retention/spring-2026#hold" in written.text
    officers = letter_to(session, "opal").text
    assert "ask a coordinator of the cohort or an administrator to hold them" in officers
    assert "#hold" not in officers


def letter_to(session: Session, persona: str) -> Letter:
    kind, to = col(OutboxMessage.kind), col(OutboxMessage.person_id)
    own = select(OutboxMessage).where(kind == "deletion_announced", to == Cast(session).id(persona))
    return read(session, session.scalars(own).one())


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("cohort_title", "Fall 2026", "Enter the cohort’s title as it is: Spring 2026."),
        ("cohort_title", "", "Enter the cohort’s title as it is: Spring 2026."),
        ("goes_from", "2036-03-30", "Enter March 31, 2036 or a later day."),
        ("goes_from", "2046-03-30", "Enter March 4, 2039 or an earlier day."),
        ("goes_from", "", "Enter a day."),
        ("goes_from", "in spring", "Enter a day that the calendar has."),
        ("goes_from", "2036-02-30", "Enter a day that the calendar has."),
        ("why", " ", "Say why. The reason stays in the history."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    at: Then, session: Session, field: str, value: str, why: str
) -> None:
    abe = at(THEN)("abe")
    form = abe.page(SPRING).form("Announce the deletion")
    refused = abe.post(form.action, data=form.data(**FILLED | {field: value}))
    assert refused.status_code == 422
    assert list(refused.page.field_errors) == [field]
    assert refused.page.field_errors[field] == why
    again = refused.page.form("Announce the deletion").data()
    assert {**again, field: value.strip()} == FILLED | {field: value.strip()}
    assert session.scalars(select(DeletionAnnouncement)).all() == []


@pytest.mark.parametrize(
    ("day", "said"), [("2036-03-30", "Enter March 31, 2036 or a later day."), ("", "Enter a day.")]
)
def test_all_that_is_wrong_is_said_at_once(at: Then, day: str, said: str) -> None:
    abe = at(THEN)("abe")
    sent = {"cohort_title": "Fall", "goes_from": day, "why": ""}
    refused = abe.post(f"{SPRING}/deletion", data=sent)
    assert refused.status_code == 422
    assert refused.page.field_errors == {
        "cohort_title": "Enter the cohort’s title as it is: Spring 2026.",
        "goes_from": said,
        "why": "Say why. The reason stays in the history.",
    }


def test_letters_that_were_not_sent_are_told_of(at: Then, session: Session) -> None:
    announce(at, session)
    page = at(THEN)("abe").page(SPRING)
    assert "2 letters of this cohort were not sent yet." in page.section("Deletion").text
    finish_work(session)
    session.commit()
    assert "not sent yet" not in at(THEN)("abe").page(SPRING).text


def test_coordinator_has_it_on_the_queue_until_its_day(at: Then, session: Session) -> None:
    announce(at, session)
    row = at(THEN)("cora").page("/manage").link("Records of Spring 2026 are going to be deleted")
    assert row == f"{SPRING}#deletion"
    assert "going to be deleted" not in at(LATER)("cora").page("/manage").text


def test_list_and_page_have_as_many_people_after_it(at: Then, session: Session) -> None:
    announce(at, session)
    finish_work(session)
    delete_records(session, here(session), now=LATER)
    session.commit()
    abe = at(LATER)("abe")
    table = abe.page(f"{HOME}?show=all").table("Cohorts whose records are due or held")
    (row,) = [own for own in table.records if "Spring 2026" in own["Cohort"]]
    assert row["People"] == "1"
    assert "1 person had a place" in abe.page(SPRING).text


def test_only_an_administrator_announces_and_asks_again_for_the_second_step(at: Then) -> None:
    cora = at(THEN)("cora")
    page = cora.page(SPRING)
    assert "An administrator announces it" in page.section("Deletion").text
    assert cora.post(f"{SPRING}/deletion", data=FILLED).status_code == 403
    assert cora.post(f"{SPRING}/deletion/call-off", data={"why": REASON}).status_code == 403


def test_call_off_needs_a_reason_and_is_told(at: Then, session: Session) -> None:
    announce(at, session)
    abe = at(THEN)("abe")
    form = abe.page(SPRING).form("Call off the deletion")
    empty = abe.post(form.action, data=form.data(why=""))
    assert empty.page.field_errors.keys() == {"why"}
    assert abe.post(form.action, data=form.data(why="Not yet.")).status_code == 303
    section = abe.page(SPRING).section("Deletion").text
    assert "Called off" in section
    assert ": Not yet." in section
    twice = abe.post(form.action, data=form.data(why="Not yet."))
    assert twice.status_code == 409
    assert "It was not announced that these records go." in twice.page.text
    assert abe.page(SPRING).form("Announce the deletion").action == f"{SPRING}/deletion"


def test_hold_calls_it_off(at: Then, session: Session) -> None:
    announce(at, session)
    cora = at(THEN)("cora")
    form = cora.page(SPRING).form("Hold these records")
    assert cora.post(form.action, data=form.data(reason="A court asks.")).status_code == 303
    session.expire_all()
    assert session.scalars(select(DeletionCallOff)).one().reason == "A court asks."
    section = cora.page(SPRING).section("Deletion").text
    assert "Called off by a hold" in section
    assert "A hold keeps these records." in section


def test_page_says_what_waits_for_the_command_and_what_went(at: Then, session: Session) -> None:
    announce(at, session)
    finish_work(session)
    session.commit()
    waits = at(LATER)("abe").page(SPRING).section("Deletion").text
    assert "They could go since April 1, 2036" in waits
    delete_records(session, here(session), now=LATER)
    session.commit()
    abe = at(LATER)("abe")
    page = abe.page(SPRING)
    assert "What was due since January 1, 2035 was deleted." in page.text
    assert "1 person had a place" in page.text
    section = page.section("Deletion").text
    assert "Signed statements that modules were completed: 4" in section
    table = abe.page(f"{HOME}?show=deleted").table("Cohorts whose records are due or held")
    assert [row["State"] for row in table.records] == ["Deleted"]


def test_pages_of_the_cohort_say_what_is_gone(at: Then, session: Session) -> None:
    cast = Cast(session)
    certificate = issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    announce(at, session)
    finish_work(session)
    delete_records(session, here(session), now=LATER)
    session.commit()
    told = "The records of this cohort were deleted on April 2, 2036"
    cora, ben = at(LATER)("cora"), at(LATER)("ben")
    manage = "/manage/cohorts/spring-2026"
    for path in ("", "/people", "/certificates/register", "/history", "/credit", "/evaluation"):
        page = cora.page(f"{manage}{path}")
        assert told in page.text, path
        assert page.link("What was deleted") == f"{SPRING}#deletion"
    assert "1 record" not in cora.page(f"{manage}/history").text
    assert "records deleted, as announced" in cora.page(f"{manage}/history").text
    assert "Records deleted" in cora.page("/manage/cohorts").text
    assert "The records of 1 cohort were deleted" in cora.page("/manage/credit").text
    for path in ("/cohorts/spring-2026", "/home", "/my/record", "/my/certificates"):
        assert ben.get(path).status_code == 200, path
    assert told in ben.page("/cohorts/spring-2026").text
    assert certificate.number in ben.page("/my/certificates").text
    assert told not in at(LATER)("cora").page("/manage/cohorts/fall-2026").text
    assert "Valid" in cora.page(f"/verify/{certificate.code}").text
