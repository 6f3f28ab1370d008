"""Who applied: the list, its spreadsheet, and decisions on one and on several."""

import csv
import io
from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from app.cohorts.applications.actions import correct
from app.cohorts.applications.queries import asked
from app.cohorts.applications.questions.actions import add_question, remove_question
from app.cohorts.deciding.actions import decide
from app.cohorts.deciding.enums import Decision
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.models import Cohort
from app.core.models import OutboxMessage
from app.people.models import Person
from tests import applying
from tests.applying import AGREE, MENTEES, WHY, applicants, by_application, status
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.letters import read
from tests.page import Page

COHORT = "/manage/cohorts/fall-2026"
LIST = f"{COHORT}/applications"
CHECK = f"{LIST}/check"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


@pytest.fixture
def fall(session: Session, cast: Cast) -> Cohort:
    """Ada and Nan have two of three seats."""
    cohort = by_application(session, cast, capacity=3)
    session.commit()
    return cohort


def checked(cora: Browser, people: list[str], decision: str) -> Page:
    return cora.page(CHECK, params={"person": people, "decision": decision})


def ids(people: Sequence[Person]) -> list[str]:
    return [str(person.id) for person in people]


def test_the_list_says_who_when_how_it_stands_and_what_was_answered(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    assert "Nobody has applied yet" in cora.page(LIST).text
    applying.apply(session, fall, cast.id("ben"))
    applicants(session, fall, 1, "High Desert")
    ben, by = cast.id("ben"), cast.id("cora")
    decide(session, fall, [ben], Decision.WAITLIST, reason="", by=by, now=NOW)
    session.commit()
    page = cora.page(LIST)
    row = page.row("Begay, Ben")
    assert "On the waitlist" in row.text
    assert "by Cora Castellano, MPH" in row.text
    assert "To give back." in row.text
    assert len(cora.page(f"{LIST}?show=waiting").table().rows) == 1
    assert len(cora.page(f"{LIST}?q=begay").table().rows) == 1
    sonoran = str(cast.person("ben").institution_id)
    assert len(cora.page(f"{LIST}?institution={sonoran}").table().rows) == 1
    assert len(cora.page(f"{LIST}?institution=x").table().rows) == 2


def test_the_spreadsheet_has_a_column_for_each_question_and_no_formula(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    applying.apply(session, fall, cast.id("ben"), why="=HYPERLINK(1)")
    session.commit()
    text = cora.get(f"{LIST}?format=csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row[WHY.label] == "'=HYPERLINK(1)"
    assert row[MENTEES.label] == "3"
    assert row[AGREE.label] == "2026-11-18T10:00:00-07:00"
    assert row["Email address"] == "ben@example.org"


def test_a_new_question_with_the_words_of_an_old_one_has_a_column_of_its_own(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    ben, by = cast.id("ben"), cast.id("cora")
    applying.apply(session, fall, ben, mentees="3")
    old = applying.question(session, fall, MENTEES)
    remove_question(session, fall, old, by=by, now=NOW)
    new = add_question(session, fall, MENTEES, by=by, now=NOW)
    why, track, agree = asked(session, fall.id)[:3]
    given = {why.id: "To give back.", track.id: "Research", agree.id: "yes", new.id: "12"}
    correct(session, fall, ben, given, now=NOW)
    applying.note(session, fall, ben, AGREE.label, "by phone")
    session.commit()
    text = cora.get(f"{LIST}?format=csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row[MENTEES.label] == "12"
    assert row[f"{MENTEES.label} (no longer asked)"] == "3"
    assert row[f"{AGREE.label} (from a file)"] == "by phone"
    assert row[AGREE.label] == "2026-11-18T10:00:00-07:00"


def test_who_is_over_the_seats_stands_named_and_can_wait(
    cora: Browser, session: Session, fall: Cohort
) -> None:
    people = applicants(session, fall, 3, "Sonoran")
    session.commit()
    page = checked(cora, ids(people), "seat")
    assert page.heading == "Give 1 seat"
    notice = page.notices[0]
    assert "2 people are left out" in notice
    assert "Sonoran 001, Pat: All 3 seats of Fall 2026 are taken." in notice
    form = page.form("Give 1 seat")
    assert form.values("person") == ids(people[:1])
    wait = cora.page(page.link("Put these 2 people on the waitlist"))
    answer = cora.post(form.action, data=dict(form.sent))
    assert answer.headers["location"] == f"{LIST}?done=seat"
    assert "They have a seat, and are told by mail." in cora.page(f"{LIST}?done=seat").text
    waits = wait.form("Put 2 people on the waitlist")
    sent = {"person": waits.values("person"), "decision": "waitlist"}
    assert cora.post(waits.action, data=sent).status_code == 303
    assert [status(session, fall, person.id) for person in people] == [
        Status.ENROLLED, Status.WAITLISTED, Status.WAITLISTED,
    ]  # fmt: skip


def test_all_or_none_when_seats_went_meanwhile(
    cora: Browser, session: Session, fall: Cohort
) -> None:
    people = applicants(session, fall, 2, "Sonoran")
    session.commit()
    sent = {"person": ids(people), "decision": "seat"}
    refused = cora.post(CHECK, data=sent)
    assert refused.status_code == 422
    assert "Nothing was decided" in refused.text
    assert refused.page.form("Give 1 seat").values("person") == ids(people[:1])
    assert status(session, fall, people[0].id) is Status.APPLIED


def test_a_no_needs_a_word_that_goes_into_the_letter(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    applying.apply(session, fall, cast.id("ben"))
    session.commit()
    place = cora.page(f"{COHORT}/people/{cast.id('ben')}")
    assert place.facts[WHY.label] == "To give back."
    page = cora.page(place.link("Decline, or take back what they were offered"))
    form = page.form("Decline 1 application")
    refused = cora.post(form.action, data=form.fields | {"reason": " "})
    assert refused.status_code == 422
    assert "reason" in refused.page.field_errors
    sent = form.fields | {"reason": "Come next term."}
    assert cora.post(form.action, data=sent).status_code == 303
    session.expire_all()
    letters = [read(session, mail) for mail in _mail(session, cast)]
    assert [letter.subject for letter in letters] == [
        "Your application for Fall 2026 has arrived",
        "There is no seat for you in Fall 2026",
    ]
    assert "Come next term." in letters[1].text
    assert "http://localhost:8000/join/fall-2026" in letters[0].text


def test_a_reason_that_is_too_long_loses_nobody(
    cora: Browser, session: Session, fall: Cohort
) -> None:
    people = applicants(session, fall, 2, "Sonoran")
    session.commit()
    sent = {"person": ids(people), "decision": "decline", "reason": "x" * 501}
    refused = cora.post(CHECK, data=sent)
    assert refused.status_code == 422
    form = refused.page.form("Decline 2 applications")
    assert form.values("person") == ids(people)
    assert form.values("reason") == ["x" * 501]
    assert "reason" in refused.page.field_errors


def _mail(session: Session, cast: Cast) -> list[OutboxMessage]:
    own = session.query(OutboxMessage).filter_by(person_id=cast.id("ben"))
    return sorted(own, key=lambda mail: mail.kind)


def test_who_comes_second_reads_who_decided(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    (pat,) = applicants(session, fall, 1, "Sonoran")
    lee = cast.id("lee")
    decide(session, fall, [pat.id], Decision.DECLINE, reason="No.", by=lee, now=NOW)
    session.commit()
    refused = cora.post(CHECK, data={"person": str(pat.id), "decision": "seat"})
    assert refused.status_code == 422
    assert "Lee Lindqvist, MD decided on the application of Pat Sonoran 000, MD" in refused.text


def test_nobody_decides_on_their_own(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    applying.apply(session, fall, cast.id("cora"))
    session.commit()
    page = checked(cora, [str(cast.id("cora"))], "seat")
    assert "You cannot do this for yourself." in page.text
    sent = {"person": str(cast.id("cora")), "decision": "seat"}
    assert cora.post(CHECK, data=sent).status_code == 422


@pytest.mark.parametrize(
    "sent", [{}, {"decision": "seat"}, {"decision": "enroll"}, {"person": "x", "decision": "seat"}]
)
def test_what_is_no_decision_is_refused_on_the_page(
    cora: Browser, fall: Cohort, sent: dict[str, str]
) -> None:
    assert fall.slug
    refused = cora.post(CHECK, data=sent)
    assert refused.status_code == 422
    assert refused.page.errors


def test_without_anybody_chosen_the_list_says_what_to_do(
    cora: Browser, session: Session, fall: Cohort
) -> None:
    first, *_others = applicants(session, fall, 3, "Sonoran")
    session.commit()
    form = cora.page(f"{LIST}?show=waiting&q=sonoran&sort=-name").form("Give seats")
    assert "person" not in form.fields
    refused = cora.get(form.action, params=form.fields | {"decision": "seat"})
    assert refused.status_code == 422
    page = refused.page
    assert page.title.startswith("Error: Applications for")
    assert page.errors == ["Choose at least one person."]
    assert page.row_headers[0].startswith("Sonoran 002, Pat"), "the list is as it was asked for"
    assert page.link("Choose at least one person.").startswith("#choose-")
    again = page.form("Give seats")
    assert again.fields == form.fields
    refused = cora.post(CHECK, data={"decision": "seat"})
    assert refused.status_code == 422
    assert refused.page.errors == ["Choose at least one person."]
    assert refused.page.link("Choose at least one person.") == f"#choose-{first.id}"


def test_who_cannot_be_decided_on_is_named_and_nothing_is_offered(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    applying.apply(session, fall, cast.id("cora"))
    session.commit()
    page = checked(cora, [str(cast.id("cora"))], "seat")
    assert page.title.startswith("Nobody is left to decide on")
    assert "Castellano, Cora: You cannot do this for yourself." in page.text
    assert page.link("Back to the applications") == f"{LIST}?show=waiting"


def test_the_queue_says_how_many_wait(cora: Browser, session: Session, fall: Cohort) -> None:
    applicants(session, fall, 2, "Sonoran")
    session.commit()
    page = cora.page("/manage")
    assert page.link("Decide on 2 applications") == f"{LIST}?show=waiting"


def test_pages_cost_the_same_for_10_and_for_200(
    cora: Browser, session: Session, fall: Cohort, statements: Statements
) -> None:
    counts = []
    for count, site in ((10, "Sonoran"), (190, "High Desert")):
        people = applicants(session, fall, count, site)
        session.commit()
        costs = []
        check = f"{CHECK}?decision=waitlist&person={people[0].id}"
        for path in (LIST, f"{LIST}?format=csv", check):
            with statements() as counted:
                assert cora.get(path).status_code == 200
            costs.append(counted.total)
        counts.append(costs)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 6
