"""What a coordinator does about one person's place: check pages, acts, letters, the line."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import transfer
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.enums import WayIn
from app.cohorts.joining.actions import let_wait
from app.cohorts.models import Cohort, Enrollment
from app.core.models import AuditLine, OutboxMessage
from app.learning.reflections.actions import save_reflection
from app.messages.composing import Letter
from app.people.enums import Scope
from app.policy.table import Role
from tests import letters
from tests.cast import NOW, Cast, add_enrollment
from tests.client import Browser, SignIn, Statements

PEOPLE = "/manage/cohorts/fall-2026/people"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


@pytest.fixture
def fall(cast: Cast, session: Session) -> Cohort:
    """Ada and Nan are in it, and one seat is left."""
    cast.fall.way_in, cast.fall.capacity = WayIn.OPEN, 3
    session.commit()
    return cast.fall


def status(session: Session, cast: Cast, persona: str, slug: str = "fall-2026") -> Status:
    session.expire_all()
    place = session.scalar(
        select(Enrollment).where(
            col(Enrollment.person_id) == cast.id(persona),
            col(Enrollment.cohort_id) == cast.cohort(slug).id,
        )
    )
    return place.status if place else Status.NONE


def newest_act(session: Session) -> AuditLine:
    session.expire_all()
    return session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc()).limit(1)).one()


def all_letters(session: Session, cast: Cast, persona: str) -> list[Letter]:
    own = select(OutboxMessage).where(col(OutboxMessage.person_id) == cast.id(persona))
    return [letters.read(session, posted) for posted in session.scalars(own)]


def newest_letter(session: Session, cast: Cast, persona: str) -> Letter:
    session.expire_all()
    own = col(OutboxMessage.person_id) == cast.id(persona)
    newest = (col(OutboxMessage.created_at).desc(), col(OutboxMessage.id).desc())
    posted = session.scalars(select(OutboxMessage).where(own).order_by(*newest)).first()
    assert posted is not None
    return letters.read(session, posted)


@pytest.mark.parametrize("words", ["lee@example.org", " LEE@example.org", "lindq", "lee lind"])
def test_somebody_known_is_found_and_put_in(
    cora: Browser, session: Session, cast: Cast, fall: Cohort, words: str
) -> None:
    found = cora.page(f"{PEOPLE}/add", params={"q": words})
    place = cora.page(found.link("Lindqvist, Lee"))
    check = cora.page(place.link("Give them a seat"))
    assert "They take 1 seat, the only one that is free" in check.section("What follows").text
    assert status(session, cast, "lee") is Status.NONE
    answer = cora.post(check.form("Give the seat").action)
    assert answer.status_code == 303
    assert "They have a seat" in cora.page(answer.headers["location"]).notices[0]
    assert status(session, cast, "lee") is Status.ENROLLED
    assert (newest_act(session).act, newest_act(session).actor_id) == (
        "enrollment.enrolled",
        cast.id("cora"),
    )
    assert newest_letter(session, cast, "lee").subject == f"You have a seat in {fall.title}"


def test_nobody_is_found_for_no_words_or_a_wrong_address(cora: Browser) -> None:
    assert "Nobody was found" not in cora.page(f"{PEOPLE}/add").text
    for words in ("xe@example.org", "%", "zzz"):
        assert "Nobody was found" in cora.page(f"{PEOPLE}/add", params={"q": words}).text


def test_who_is_new_is_sent_where_they_can_come_in(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """By invitation, the cohort's page lets nobody in who is new."""
    for way, leads in ((WayIn.OPEN, "/join/fall-2026"), (WayIn.INVITATION, f"{PEOPLE}/import")):
        cast.fall.way_in = way
        session.commit()
        page = sign_in("cora").page(f"{PEOPLE}/add", params={"q": "nobody@else.example"})
        assert leads in page.main.addresses, way


def test_a_withdrawal_needs_a_reason_and_can_be_taken_back(
    cora: Browser, session: Session, cast: Cast
) -> None:
    path = f"{PEOPLE}/{cast.id('ada')}"
    check = cora.page(f"{path}/withdrawal")
    assert "What they did stays in the record" in check.section("What follows").text
    refused = cora.post(f"{path}/withdrawal", data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why." in refused.text
    assert status(session, cast, "ada") is Status.ENROLLED
    assert cora.post(f"{path}/withdrawal", data={"reason": "Moved."}).status_code == 303
    assert status(session, cast, "ada") is Status.WITHDRAWN
    assert (newest_act(session).act, newest_act(session).reason) == (
        "enrollment.withdrawn",
        "Moved.",
    )
    letter = newest_letter(session, cast, "ada")
    assert letter.subject == "You are no longer in Fall 2026"
    assert "The reason given: Moved." in letter.text
    assert cora.post(f"{path}/return", data={"reason": "A mistake."}).status_code == 303
    assert status(session, cast, "ada") is Status.ENROLLED
    happened = cora.page(path).table("What happened to this place").column("Why")
    assert happened[:2] == ["A mistake.", "Moved."]


def test_a_transfer_says_what_goes_along_and_takes_it_along(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Ben signed and attended all four weeks of spring, and fall has the same, two not open yet."""
    path = f"/manage/cohorts/spring-2026/people/{cast.id('ben')}"
    check = cora.page(f"{path}/transfer")
    said = check.section("What follows").text
    weeks = "Week 1, Week 2, Week 3, and Week 4"
    assert f"These signatures count in Fall 2026, too: {weeks}." in said
    assert f"These sessions count in Fall 2026, too: {weeks}." in said
    assert "Credit does not go with them: what was earned in Spring 2026 belongs to" in said
    refused = cora.post(f"{path}/transfer", data={"reason": "Other day.", "to": "coach-2026"})
    assert refused.status_code == 422
    assert "Choose the cohort to go to." in refused.text
    sent = {"reason": "Other day.", "to": "fall-2026"}
    assert cora.post(f"{path}/transfer", data=sent).status_code == 303
    assert status(session, cast, "ben", "spring-2026") is Status.TRANSFERRED
    assert status(session, cast, "ben") is Status.ENROLLED
    letter = newest_letter(session, cast, "ben")
    assert letter.subject == "You continue in Fall 2026"
    assert "from Spring 2026 to Fall 2026. The reason given: Other day." in letter.text
    ben = sign_in("ben")
    unit = ben.page("/cohorts/fall-2026/units/2")
    assert "You signed this in Spring 2026 on" in unit.section("Sign").text
    assert "Sign: I completed Week 2" not in unit.text
    record = ben.page("/my/record")
    assert "4 of 4 modules attested." in record.text
    assert "4 sessions counted, 3 needed." in record.text
    *units, total = record.table("What is recorded, unit by unit").records
    assert {(row["Module signed"], row["Live session"]) for row in units} == {
        ("Signed in Spring 2026", "Attended in Spring 2026")
    }
    assert total["Minutes"] == "0"
    assert ben.get("/home").status_code == 200
    person = cora.page(f"/manage/people/{cast.id('ben')}").text
    assert "Attended in Spring 2026" in person
    assert "Mail: they continue in another cohort" in person


def test_a_transfer_without_work_that_counts_there_says_so(
    cora: Browser, session: Session, cast: Cast
) -> None:
    cast.spring.closes_at = NOW + timedelta(days=1)
    session.commit()
    check = cora.page(f"{PEOPLE}/{cast.id('ada')}/transfer")
    said = check.section("What follows").text
    assert "Nothing they did so far would count in Spring 2026." in said


def test_a_transfer_is_taken_back_while_nothing_was_done_there(
    cora: Browser, session: Session, cast: Cast
) -> None:
    path = f"/manage/cohorts/spring-2026/people/{cast.id('ben')}"
    sent = {"reason": "Other day.", "to": "fall-2026"}
    assert cora.post(f"{path}/transfer", data=sent).status_code == 303
    place = cora.page(path)
    check = cora.page(place.link("Take the transfer back"))
    assert "Their seat in Fall 2026 becomes free" in check.section("What follows").text
    learner, unit = cast.learner("ben", "fall-2026"), cast.unit("fall-2026", 1)
    with session.begin_nested() as worked:
        save_reflection(session, learner, unit, text="Mine.", shared=False, now=NOW)
        why = "Something was recorded for them in Fall 2026, so the transfer stays."
        assert why in cora.page(f"{path}/transfer-return").text
        refused = cora.post(f"{path}/transfer-return", data={"reason": "No."})
        assert refused.status_code == 422
        worked.rollback()
    assert "Say why." in cora.post(f"{path}/transfer-return", data={"reason": " "}).text
    assert cora.post(f"{path}/transfer-return", data={"reason": "A mistake."}).status_code == 303
    assert status(session, cast, "ben", "spring-2026") is Status.ENROLLED
    assert status(session, cast, "ben") is Status.NONE
    texts = {letter.subject: letter.text for letter in all_letters(session, cast, "ben")}
    said = texts["You are in Spring 2026 again"]
    assert "from Spring 2026 to Fall 2026 was taken back. The reason" in said
    for slug, what in (("spring-2026", "Transfer taken back"), ("fall-2026", "Taken back:")):
        assert what in cora.page(f"/manage/cohorts/{slug}/history").text
    assert "They were not transferred" in cora.page(f"{path}/transfer-return").text


def test_a_transfer_stays_once_something_else_happened_there(
    cora: Browser, session: Session, cast: Cast
) -> None:
    path = f"/manage/cohorts/spring-2026/people/{cast.id('ben')}"
    cora.post(f"{path}/transfer", data={"reason": "Other day.", "to": "fall-2026"})
    cora.post(f"{PEOPLE}/{cast.id('ben')}/withdrawal", data={"reason": "Ill."})
    refused = cora.post(f"{path}/transfer-return", data={"reason": "No."})
    assert refused.status_code == 422
    assert "Something else has happened to their place in Fall 2026 since" in refused.text


def test_nobody_takes_their_own_transfer_back(cora: Browser, session: Session, cast: Cast) -> None:
    place = add_enrollment(session, cast.person("cora"), cast.spring, at=NOW)
    transfer(session, place, cast.fall, reason="Hours.", by=cast.id("abe"), now=NOW)
    session.commit()
    path = f"/manage/cohorts/spring-2026/people/{cast.id('cora')}/transfer-return"
    assert "You cannot do this for yourself." in cora.page(path).text
    assert cora.post(path, data={"reason": "Mine."}).status_code == 422


def test_an_invitation_holds_a_seat_for_as_many_days(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    path = f"{PEOPLE}/{cast.id('lee')}/invitation"
    for days in ("0", "61", "soon"):
        assert cora.post(path, data={"days": days}).status_code == 422
    assert cora.post(path, data={"days": "3"}).status_code == 303
    place = cora.page(f"{PEOPLE}/{cast.id('lee')}")
    assert place.facts["Seat held until"] == "Sat, Nov 21, 10:00 AM Mountain Time"
    subject = newest_letter(session, cast, "lee").subject
    assert subject == f"You are invited to Mentor Development Program, {fall.title}"
    full = cora.page(f"{PEOPLE}/{cast.id('ben')}/enrollment")
    assert "All 3 seats of Fall 2026 are taken." in full.text
    assert cora.post(f"{PEOPLE}/{cast.id('ben')}/enrollment").status_code == 422


def test_the_waitlist_has_positions_and_says_who_is_passed_over(
    cora: Browser, session: Session, cast: Cast, fall: Cohort
) -> None:
    for minutes, persona in enumerate(("ben", "lee"), start=-2):
        at = NOW + timedelta(minutes=minutes)
        let_wait(session, fall, cast.id(persona), by=cast.id("cora"), now=at)
    session.commit()
    rows = cora.page(f"{PEOPLE}/waitlist").table().records
    assert [(row["Position"], row["Name"]) for row in rows] == [
        ("1", "Begay, Ben"),
        ("2", "Lindqvist, Lee"),
    ]
    check = cora.page(f"{PEOPLE}/{cast.id('lee')}/enrollment")
    assert "1 person waits for a seat and is passed over." in check.text
    sent = {"reason": "Not this year."}
    assert cora.post(f"{PEOPLE}/{cast.id('ben')}/refusal", data=sent).status_code == 303
    assert "The reason given: Not this year." in newest_letter(session, cast, "ben").text
    csv = cora.get(f"{PEOPLE}/waitlist?show=waiting&format=csv").text
    assert "Lindqvist" in csv
    assert "Begay" not in csv


def test_nobody_does_it_for_themselves(cora: Browser, session: Session, cast: Cast) -> None:
    path = f"{PEOPLE}/{cast.id('cora')}/enrollment"
    assert "You cannot do this for yourself." in cora.page(path).text
    assert cora.post(path).status_code == 422
    assert status(session, cast, "cora") is Status.NONE


def test_only_cohorts_that_the_reader_coordinates_can_be_gone_to(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.spring.closes_at = NOW + timedelta(days=1)
    cast.grant("fay", Role.COORDINATOR, Scope.COHORT, cast.fall.id)
    session.commit()
    path = f"{PEOPLE}/{cast.id('ada')}/transfer"
    assert "Spring 2026" not in sign_in("fay").page(path).text
    sent = {"reason": "Other day.", "to": "spring-2026"}
    assert sign_in("fay").post(path, data=sent).status_code == 422


def test_an_act_that_is_none_is_nothing(cora: Browser, cast: Cast) -> None:
    assert cora.get(f"{PEOPLE}/{cast.id('ada')}/promotion").status_code == 404
    assert cora.get(f"{PEOPLE}/{cast.cohort('fall-2026').id}").status_code == 404


def test_pages_cost_the_same_for_any_number_of_people(
    cora: Browser, session: Session, cast: Cast, fall: Cohort, statements: Statements
) -> None:
    def cost(path: str) -> int:
        with statements() as count:
            cora.page(path)
        return count.total

    let_wait(session, fall, cast.id("ben"), by=cast.id("cora"), now=NOW)
    session.commit()
    paths = (f"{PEOPLE}/waitlist", f"{PEOPLE}/add?q=example", f"{PEOPLE}/{cast.id('ben')}")
    before = [cost(path) for path in paths]
    for persona in ("lee", "abe", "fay"):
        let_wait(session, fall, cast.id(persona), by=cast.id("cora"), now=NOW)
    session.commit()
    assert [cost(path) for path in paths] == before
