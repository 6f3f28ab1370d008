"""Coming in by the code of a session: at once for who is known, by a mailed link for who is not."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.drop_ins.actions import Door
from app.casework.drop_ins.rules import LASTS, NO_GOOD, TOO_LATE, WRONG_CODE
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.people.models import EmailAddress, Person
from tests.cast import Cast
from tests.client import Browser
from tests.season import SLUG, make_season
from tests.site.house import ADA, House

JOIN = f"/join/{SLUG}"
DROP_IN, CODE, EVE = f"{JOIN}/drop-in", "ABC234", "eve@example.org"
DURING = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def season(house: House, session: Session, cast: Cast) -> Cohort:
    """Its third session began five minutes ago, and shows a code."""
    season = make_season(session, cast)
    held = cast.case_session(SLUG, 3)
    session.commit()

    def code_is_right(
        _session: Session, here: CohortContext, code: str, _at: datetime, /
    ) -> UUID | None:
        return held.id if code == CODE and here.cohort.id == season.id else None

    def check_in(
        given: Session,
        learner: LearnerInCohort,
        case_session_id: UUID,
        code: str,
        at: datetime,
        /,
    ) -> None:
        assert code == CODE
        there = {learner.enrollment.id: Submitted(AttendanceStatus.PRESENT)}
        source = AttendanceSource.CHECK_IN
        save_marks(given, case_session_id, there, by=None, source=source, now=at)

    house.app.state.door = Door(code_is_right, check_in)
    house.now = held.starts_at + DURING
    return season


def said(cast: Cast, **other: str) -> dict[str, str]:
    return {
        "code": CODE,
        "email": EVE,
        "given_name": "Eve",
        "family_name": "Espinoza",
        "institution": str(cast.person("ben").institution_id),
        "profession": "nurse",
        "degrees": "RN",
        **other,
    }


def mailed(house: House, pattern: str = r"/join/\S+/newcomer/\S+|/sign-in/link/\S+") -> str:
    found = re.search(pattern, house.read(house.mails()[-1]).text)
    assert found
    return found.group(0)


def marks(house: House, season: Cohort) -> list[tuple[str, AttendanceStatus, datetime]]:
    """Who was there, and since when that is known."""
    house.session.expire_all()
    found = (
        select(col(Person.given_name), col(Attendance.status), col(AttendanceChange.at))
        .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(AttendanceChange, col(AttendanceChange.attendance_id) == col(Attendance.id))
        .where(col(Enrollment.cohort_id) == season.id)
    )
    return [(row[0], row[1], row[2]) for row in house.session.execute(found)]


def places(house: House, season: Cohort) -> int:
    house.session.expire_all()
    here = (
        col(Enrollment.cohort_id) == season.id,
        col(Enrollment.status) == (EnrollmentStatus.ENROLLED),
    )
    return house.session.scalar(select(func.count()).select_from(Enrollment).where(*here)) or 0


def signed_in(house: House, address: str) -> Browser:
    browser = house.browser()
    browser.post("/sign-in", data={"email": address})
    assert browser.post(mailed(house)).status_code == 303
    return browser


def test_who_is_new_was_there_at_the_minute_of_the_code(
    house: House, cast: Cast, season: Cohort
) -> None:
    browser, typed_at = house.browser(), house.now
    assert browser.page(JOIN).link("I am in the session now") == DROP_IN
    answer = browser.post(DROP_IN, data=said(cast))
    assert answer.status_code == 200
    assert f"A link is on its way to {EVE}" in answer.page.text
    assert "recorded as there from this minute" in answer.page.text
    assert marks(house, season) == []
    assert places(house, season) == 0
    house.now += timedelta(minutes=9)
    arrived = browser.post(mailed(house))
    confirmation = arrived.headers["location"]
    assert confirmation.startswith(f"{DROP_IN}/")
    assert "Record that I was there" in browser.page(confirmation).text
    assert marks(house, season) == [], "a GET records nobody"
    assert browser.post(confirmation).headers["location"] == f"/cohorts/{SLUG}"
    assert marks(house, season) == [("Eve", AttendanceStatus.PRESENT, typed_at)]
    assert browser.post(confirmation).status_code == 303
    assert len(marks(house, season)) == 1
    assert browser.get(f"/cohorts/{SLUG}").status_code == 200


def test_who_is_known_gets_the_usual_link_and_the_answer_says_no_more(
    house: House, cast: Cast, season: Cohort
) -> None:
    browser = house.browser()
    new = browser.post(DROP_IN, data=said(cast)).page.main.text
    known = browser.post(DROP_IN, data=said(cast, email=ADA)).page.main.text
    assert known == new.replace(EVE, ADA)
    confirmation = browser.post(mailed(house)).headers["location"]
    assert browser.post(confirmation).status_code == 303
    assert [name for name, _status, _at in marks(house, season)] == ["Ada"]


def test_who_is_signed_in_is_recorded_at_once(house: House, season: Cohort) -> None:
    ada = signed_in(house, ADA)
    form = ada.page(DROP_IN)
    assert "Given name" not in form.text
    wrong = ada.post(DROP_IN, data={"code": "XXXXXX"})
    assert wrong.status_code == 422
    assert str(WRONG_CODE) in wrong.page.text
    assert places(house, season) == 0
    assert ada.post(DROP_IN, data={"code": CODE}).headers["location"] == f"/cohorts/{SLUG}"
    assert marks(house, season) == [("Ada", AttendanceStatus.PRESENT, house.now)]


def test_a_wrong_code_mails_nothing_and_keeps_what_was_typed(house: House, cast: Cast) -> None:
    before = len(house.mails())
    answer = house.browser().post(DROP_IN, data=said(cast, code="XXXXXX"))
    assert answer.status_code == 422
    assert str(WRONG_CODE) in answer.page.text
    assert answer.page.form("I am here").fields["given_name"] == "Eve"
    assert len(house.mails()) == before


def test_a_link_that_was_passed_on_records_nobody(house: House, cast: Cast, season: Cohort) -> None:
    eve = house.browser()
    eve.post(DROP_IN, data=said(cast))
    confirmation = eve.post(mailed(house)).headers["location"]
    answer = signed_in(house, ADA).post(confirmation)
    assert answer.status_code == 409
    assert str(NO_GOOD) in answer.page.text
    assert marks(house, season) == []
    assert places(house, season) == 0


def test_a_link_that_is_too_old_says_what_to_do(house: House, cast: Cast, season: Cohort) -> None:
    eve = house.browser()
    eve.post(DROP_IN, data=said(cast))
    confirmation = eve.post(mailed(house)).headers["location"]
    house.now += LASTS
    answer = eve.post(confirmation)
    assert answer.status_code == 409
    assert str(TOO_LATE) in answer.page.text
    assert places(house, season) == 0


def test_guesses_are_throttled(house: House) -> None:
    ada = signed_in(house, ADA)
    statuses = [ada.post(DROP_IN, data={"code": f"X{n:05}"}).status_code for n in range(32)]
    assert statuses == sorted(statuses)
    assert statuses[0] == 422
    assert statuses[-2:] == [429] * 2


def test_nobody_drops_in_to_a_cohort_nor_where_no_codes_are_shown(house: House) -> None:
    browser = house.browser()
    for path in ("/join/fall-2026/drop-in", DROP_IN):
        if path == DROP_IN:
            house.app.state.door = None
        there = path.removesuffix("/drop-in")
        assert browser.get(path).headers["location"] == there
        assert browser.post(path, data={"code": CODE}).headers["location"] == there
    assert "I am in the session now" not in browser.page(JOIN).text


def test_the_way_is_shown_only_while_a_session_goes_on(house: House) -> None:
    browser = house.browser()
    house.now += timedelta(hours=2)
    assert "I am in the session now" not in browser.page(JOIN).text


def test_nothing_is_kept_of_who_does_not_open_the_link(house: House, cast: Cast) -> None:
    house.browser().post(DROP_IN, data=said(cast))
    known = select(EmailAddress).where(col(EmailAddress.address) == EVE)
    assert house.session.scalars(known).first() is None
