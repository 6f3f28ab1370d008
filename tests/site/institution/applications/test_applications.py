"""An institution's lead decides on own people's applications, and reaches nobody else's."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import locked_place
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.models import Cohort
from app.core.models import AuditLine
from app.people.models import Person
from tests import applying
from tests.applying import applicants, by_application, share, status
from tests.cast import Cast
from tests.client import Browser, SignIn, Statements

LIST = "/institution/applications"


@pytest.fixture
def fall(session: Session, cast: Cast) -> Cohort:
    """Leads decide."""
    cohort = by_application(session, cast)
    cohort.leads_decide = True
    session.commit()
    return cohort


@pytest.fixture
def lee(sign_in: SignIn) -> Browser:
    return sign_in("lee")


def path(session: Session, cohort: Cohort, person: Person) -> str:
    place = locked_place(session, cohort.id, person.id)
    assert place is not None
    return f"{LIST}/{place.id}"


def test_a_lead_gives_a_seat_on_behalf_of_the_institution(
    lee: Browser, sign_in: SignIn, session: Session, cast: Cast, fall: Cohort
) -> None:
    (pat,) = applicants(session, fall, 1, "High Desert")
    session.commit()
    assert lee.page("/institution/people").link("Applications") == LIST
    own = lee.page(LIST).link("High Desert 000, Pat")
    form = lee.page(own).form("Decide on this application")
    assert "decision" not in form.fields
    answer = lee.post(own, data={"decision": "seat", "reason": ""})
    assert answer.headers["location"] == f"{own}?done=seat"
    assert "They have a seat" in lee.page(f"{own}?done=seat").notices[0]
    assert status(session, fall, pat.id) is Status.ENROLLED
    newest = select(AuditLine).order_by(col(AuditLine.id).desc())
    line = session.scalars(newest.limit(1)).one()
    home = cast.person("ada").institution_id
    assert (line.act, line.actor_id, line.on_behalf_of) == (
        "enrollment.enrolled", cast.id("lee"), home,
    )  # fmt: skip
    cora = sign_in("cora")
    said = "on behalf of High Desert School of Medicine"
    assert said in cora.page("/manage/cohorts/fall-2026/applications").row(pat.sort_name).text
    assert said in cora.page(f"/manage/cohorts/fall-2026/people/{pat.id}").text
    person = cora.page(f"/manage/people/{pat.id}").text
    assert said in person
    assert "Mail: there is a seat for them" in person
    assert said in cora.page("/manage/cohorts/fall-2026/history").text


def test_free_seats_are_the_institutions_or_everybodys_and_say_which(
    lee: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    (pat,) = applicants(session, fall, 1, "High Desert")
    session.commit()
    own = path(session, fall, pat)
    everybodys = "598 seats are free in this cohort, for all institutions together."
    assert everybodys in lee.page(own).text
    share(session, fall, cast.person("ada"), 2)  # Ada has one of them
    session.commit()
    page = lee.page(own).text
    assert "1 more person of your institution can have a seat in this cohort." in page


def test_the_desk_says_how_many_wait_for_the_lead(
    lee: Browser, session: Session, fall: Cohort
) -> None:
    assert lee.page("/institution").link("Applications") == LIST
    pat, _other = applicants(session, fall, 2, "High Desert")
    applicants(session, fall, 3, "Sonoran")
    session.commit()
    waiting = lee.page("/institution").link("Decide on 2 applications")
    assert waiting == f"{LIST}?show=waiting"
    lee.post(path(session, fall, pat), data={"decision": "seat", "reason": ""})
    assert lee.page("/institution").link("Decide on 1 application") == waiting
    fall.leads_decide = False
    session.commit()
    assert lee.page("/institution").link("Applications") == LIST


def test_a_lead_reads_answers_and_no_notes_of_reviewers(
    lee: Browser, session: Session, fall: Cohort
) -> None:
    (pat,) = applicants(session, fall, 1, "High Desert")
    applying.note(session, fall, pat.id, "Reviewer", "Weak letter.")
    session.commit()
    assert "Weak letter." not in lee.page(path(session, fall, pat)).text


def test_a_no_needs_a_reason_and_is_told(lee: Browser, session: Session, fall: Cohort) -> None:
    (pat,) = applicants(session, fall, 1, "High Desert")
    session.commit()
    own = path(session, fall, pat)
    refused = lee.post(own, data={"decision": "decline", "reason": ""})
    assert refused.status_code == 422
    assert refused.page.form("Decide on this application").fields["decision"] == "decline"
    assert "reason" in refused.page.field_errors
    assert lee.post(own, data={"decision": "decline", "reason": "Next year."}).status_code == 303
    assert status(session, fall, pat.id) is Status.DECLINED
    assert "Lee Lindqvist, MD decided on the application" in lee.page(own).text
    assert lee.post(own, data={"decision": "seat", "reason": ""}).status_code == 422


def test_a_lead_cannot_go_beyond_the_seats_of_the_institution(
    lee: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    (pat,) = applicants(session, fall, 1, "High Desert")
    share(session, fall, cast.person("ada"), 1)
    session.commit()
    own = path(session, fall, pat)
    assert "The only seat of Fall 2026 for their institution is taken." in lee.page(own).text
    assert lee.post(own, data={"decision": "seat", "reason": ""}).status_code == 422
    assert status(session, fall, pat.id) is Status.APPLIED


@pytest.mark.parametrize("sent", [{}, {"decision": "waitlist"}, {"decision": "seat", "by": "x"}])
def test_what_is_no_decision_is_refused(
    lee: Browser, session: Session, fall: Cohort, sent: dict[str, str]
) -> None:
    (pat,) = applicants(session, fall, 1, "High Desert")
    session.commit()
    assert lee.post(path(session, fall, pat), data=sent).status_code == 422


def test_who_is_of_another_institution_does_not_exist(
    lee: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    (other,) = applicants(session, fall, 1, "Sonoran")
    (moved,) = applicants(session, fall, 1, "High Desert")
    moved.institution_id = other.institution_id
    session.commit()
    for person in (other, moved):
        own = path(session, fall, person)
        assert lee.get(own).status_code == 404
        assert lee.post(own, data={"decision": "seat"}).status_code == 404
        assert person.display_name not in lee.page(LIST).text
    assert cast.fall.leads_decide


def test_where_the_coordinator_does_not_let_leads_decide_there_is_nothing(
    lee: Browser, session: Session, fall: Cohort
) -> None:
    (pat,) = applicants(session, fall, 1, "High Desert")
    fall.leads_decide = False
    session.commit()
    assert lee.get(path(session, fall, pat)).status_code == 404
    assert "There is no application for you to decide" in lee.page(LIST).text


def test_nobody_decides_on_their_own(
    lee: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    applying.apply(session, fall, cast.id("lee"))
    session.commit()
    own = path(session, fall, cast.person("lee"))
    assert "You cannot do this for yourself." in lee.page(own).text
    assert lee.post(own, data={"decision": "seat", "reason": ""}).status_code == 422


def test_the_list_costs_the_same_for_10_and_for_200(
    lee: Browser, session: Session, fall: Cohort, statements: Statements
) -> None:
    counts = []
    applicants(session, fall, 10, "High Desert")
    for more in (0, 190):
        applicants(session, fall, more, "High Desert", begin=10)
        session.commit()
        with statements() as count:
            lee.page(LIST)
        counts.append(count.total)
    assert counts[0] == counts[1] <= 5
