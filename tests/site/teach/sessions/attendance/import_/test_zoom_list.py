"""Zoom's list on the desk for files: what is said of it, and that it is applied as a file is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.imports.models import AttendanceImport
from app.casework.imports.reviewing import At
from app.casework.models import Attendance
from app.casework.zoom import actions, queries
from app.casework.zoom.enums import Problem, ReadFrom
from app.casework.zoom.lists import Occurrence, Stretch
from app.casework.zoom.told import event_of
from app.certificates.models import CertificateFile, CertificateFlag
from app.cohorts.enrollments.queries import cohort_context
from app.settings import Settings
from tests.casework.zoom.fake import HOOK_SECRET, LINK, UUID_1, event
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.issued import issue_certificate
from tests.page import Page

PATH = "/teach/fall-2026/sessions/1/attendance"
IMPORT = f"{PATH}/import"
BEGINS = datetime(2026, 11, 12, 19, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=1)
SETTLED = ENDS + timedelta(hours=24)


@pytest.fixture(autouse=True)
def zoom(app: FastAPI, session: Session, cast: Cast) -> None:
    """Zoom is set, and session 1 takes place there."""
    app.state.settings = Settings(demo=True, zoom_webhook_secret=SecretStr(HOOK_SECRET))
    cast.case_session("fall-2026", 1).link = LINK
    session.commit()


@pytest.fixture
def fay(sign_in: SignIn) -> Browser:
    return sign_in("fay")


def there(name: str, address: str = "", left: int = 55) -> Stretch:
    return Stretch(name, address, BEGINS, BEGINS + timedelta(minutes=left), None)


ADA = there("Ada Alvarez", "ada@example.org")
NAN = there("Nan Nakai")


def read(
    session: Session,
    cast: Cast,
    *stretches: Stretch,
    now: datetime = SETTLED,
    read_from: ReadFrom = ReadFrom.ZOOM,
) -> None:
    """Keep such a list, as the worker does."""
    here = cohort_context(session, "fall-2026")
    on_zoom = queries.session_on_zoom(session, cast.case_session("fall-2026", 1).id)
    assert here
    assert on_zoom
    at = At(here.cohort, cast.unit("fall-2026", 1), here.policy)
    held = Occurrence(UUID_1, BEGINS, ENDS, stretches, "Case 1", "Fay Fuentes (fay@example.org)")
    is_last = read_from is ReadFrom.ZOOM
    actions.keep_list(session, at, on_zoom, [held], read_from=read_from, is_last=is_last, now=now)
    session.commit()


def unread(session: Session, cast: Cast, problem: Problem, now: datetime) -> None:
    held = cast.case_session("fall-2026", 1).id
    actions.note_problem(session, held, problem, now=now)
    session.commit()


def marks(session: Session, cast: Cast) -> dict[str, AttendanceStatus]:
    session.expire_all()
    held = cast.case_session("fall-2026", 1).id
    own = {cast.enrollment(name).id: name for name in ("ada", "nan")}
    return {
        own[mark.enrollment_id]: mark.status
        for mark in session.scalars(select(Attendance))
        if mark.case_session_id == held and mark.enrollment_id in own
    }


def applied(fay: Browser, page: Page) -> Page:
    form = page.form(action=f"{IMPORT}/apply")
    answer = fay.post(form.action, data=form.fields)
    assert answer.status_code == 303, answer.text
    return fay.page(answer.headers["location"])


def test_from_what_waits_to_applied_marks(session: Session, cast: Cast, fay: Browser) -> None:
    read(session, cast, ADA, NAN, there("Otter notetaker"))
    desk = fay.page("/teach")
    assert "Thu, Nov 12 · Fall 2026 · 3 people are in it" in desk.text
    assert desk.link("Look at Zoom’s list and apply it: Case 1") == IMPORT
    assert "Record attendance: Case 1" not in desk.text
    page = fay.page(IMPORT)
    assert "Zoom’s final list" in page.text
    assert "3 people are in it. It was read Fri, Nov 13, 1:00 PM Mountain Time." in page.text
    assert "Zoom 60245167821 · 6 rows" not in page.text
    assert "Zoom 60245167821 · 3 rows" in page.text
    assert "Wrong zone or session?" not in page.text
    assert marks(session, cast) == {}
    assert "Saved 2 marks." in applied(fay, page).text
    assert marks(session, cast) == {"ada": "present", "nan": "present"}
    assert "Look at Zoom’s list" not in fay.page("/teach").text
    after = fay.page(IMPORT)
    assert after.heading == "Import attendance: Case 1"
    assert "Zoom 60245167821, applied November 18, 2026" in after.text
    assert "From Zoom’s list" in fay.page("/teach/fall-2026/sessions/1/history").main.text


def test_before_the_list_is_read(session: Session, cast: Cast, app: FastAPI, fay: Browser) -> None:
    for number, name in enumerate(("Ada", "Nan", "Ada")):
        came = event_of(event("participant_joined", name, f"12:0{number}"))
        assert came
        actions.take(session, came, digest=str(number), now=came.at)
    session.commit()
    app.state.clock = lambda: ENDS
    page = sign_in_at(app).page(IMPORT)
    assert "Zoom’s list comes by itself" in page.text
    said = "It is read Thu, Nov 12, 1:15 PM Mountain Time, 15 minutes after the session."
    assert said in page.text
    assert "2 people have come so far." in page.text
    app.state.clock = lambda: ENDS + timedelta(minutes=15)
    assert "It is being read. Look again in some minutes." in sign_in_at(app).page(IMPORT).text


def sign_in_at(app: FastAPI) -> Browser:
    return Browser(app).sign_in("fay")


def test_a_provisional_list_says_until_when(
    session: Session, cast: Cast, app: FastAPI, fay: Browser
) -> None:
    read(session, cast, ADA, now=ENDS + timedelta(minutes=15))
    page = fay.page(IMPORT)
    assert "Zoom’s list is provisional" in page.text
    assert "the final one is read Fri, Nov 13, 1:00 PM Mountain Time." in page.text


def test_what_was_told_meanwhile_says_so(session: Session, cast: Cast, fay: Browser) -> None:
    read(session, cast, ADA, read_from=ReadFrom.EVENTS)
    unread(session, cast, Problem.KEYS_REFUSED, SETTLED)
    page = fay.page(IMPORT)
    assert "Zoom’s list is provisional" in page.text
    assert "It is made of what Zoom told while people came and went." in page.text
    assert "At the last attempt it could not be read: Zoom does not accept" in page.text


def test_a_list_that_could_not_be_read_leaves_the_file(
    session: Session, cast: Cast, app: FastAPI, fay: Browser
) -> None:
    unread(session, cast, Problem.NOT_WHOLE, ENDS)
    page = fay.page(IMPORT)
    assert "Zoom’s list could not be read" in page.text
    assert "Zoom gave only a part of its list, and nothing of it was kept." in page.text
    assert "It is not asked for anymore. Send a file." in page.text
    page.form(action=IMPORT)
    app.state.clock = lambda: SETTLED
    said = "It is asked for again by itself until Sun, Nov 15, 1:00 PM Mountain Time"
    assert said in sign_in_at(app).page(IMPORT).text


def test_a_file_can_be_sent_beside_it(session: Session, cast: Cast, fay: Browser) -> None:
    read(session, cast, ADA)
    way = fay.page(IMPORT).link("Send a file as well")
    page = fay.page(way)
    assert page.link("See who is who") == IMPORT
    text = "Name,Join time,Leave time\nNan Nakai,11/12/2026 12:00,11/12/2026 12:50\n"
    sent = fay.post(IMPORT, files={"file": ("a.csv", text.encode())})
    both = fay.page(sent.headers["location"])
    assert "2 of 2 people are matched." in both.text
    assert fay.post(f"{IMPORT}/zone", data={"zone": "America/Denver"}).status_code == 303
    assert {(own.format, own.zone) for own in session.scalars(select(AttendanceImport))} == {
        ("zoom_list", ""),
        ("table", "America/Denver"),
    }


def test_where_the_session_was_moved_since_there_is_a_way_out(
    session: Session, cast: Cast, fay: Browser
) -> None:
    read(session, cast, ADA)
    cast.case_session("fall-2026", 1).starts_at = BEGINS - timedelta(days=3)
    session.commit()
    answer = fay.get(IMPORT)
    assert answer.status_code == 422
    assert "If it took place at another time, move the session first." in answer.page.text
    form = answer.page.form(action=f"{IMPORT}/discard")
    assert fay.post(form.action, data=form.fields).status_code == 303
    assert fay.page(IMPORT).heading == "Import attendance: Case 1"


def test_it_can_be_thrown_away(session: Session, cast: Cast, fay: Browser) -> None:
    read(session, cast, ADA)
    assert "Throw this list away" in fay.page(IMPORT).text
    assert fay.post(f"{IMPORT}/discard").status_code == 303
    assert fay.page(IMPORT).heading == "Import attendance: Case 1"
    assert "Look at Zoom’s list" not in fay.page("/teach").text


def test_a_final_list_that_differs_waits_with_for_how_many(
    session: Session, cast: Cast, fay: Browser
) -> None:
    read(session, cast, ADA, NAN, now=ENDS + timedelta(minutes=15))
    applied(fay, fay.page(IMPORT))
    read(session, cast, ADA, there("Nan Nakai", left=20))
    said = "it differs for 1 person from the one that was applied"
    assert said in fay.page("/teach").text
    page = fay.page(IMPORT)
    assert "It differs for 1 person from the one that was applied." in page.text
    assert "1 mark: 1 partial." in page.text
    applied(fay, page)
    assert marks(session, cast) == {"ada": "present", "nan": "partial"}
    assert said not in fay.page("/teach").text
    assert "Zoom’s final list" in fay.page(IMPORT).text
    assert "It differs" not in fay.page(IMPORT).text


def test_a_list_that_agrees_with_what_was_marked_meanwhile_does_not_differ(
    session: Session, cast: Cast, fay: Browser
) -> None:
    read(session, cast, ADA, NAN, now=ENDS + timedelta(minutes=15))
    applied(fay, fay.page(IMPORT))
    read(session, cast, ADA, there("Nan Nakai", left=20))
    form = fay.page(PATH).form(action=PATH)
    fay.post(PATH, data=form.fields | {f"mark-{cast.enrollment('nan').id}": "partial"})
    page = fay.page(IMPORT)
    assert "No mark changes." in page.text
    assert "It differs" not in page.text


def test_what_was_not_told_is_said_beside_whom_it_is_assumed_of(
    session: Session, cast: Cast, fay: Browser
) -> None:
    open_ended = replace(there("Nan Nakai", left=60), is_assumed=True)
    read(session, cast, ADA, open_ended, read_from=ReadFrom.EVENTS)
    page = fay.page(IMPORT)
    assert "Zoom’s list is provisional" in page.text
    said = "It was not told that the meeting ended, so it is not taken for final."
    assert said in page.text
    assert "the final one is read" not in page.text
    assert page.text.count("not told when they joined or left; the longest time is assumed") == 1
    assert "1 person, plainly matched and present" in page.text
    assert "Saved 2 marks." in applied(fay, page).text


def test_who_is_in_the_list_without_a_time_is_not_absent(
    session: Session, cast: Cast, fay: Browser
) -> None:
    read(session, cast, ADA, Stretch("Nan Nakai", "", BEGINS, None, None))
    page = fay.page(IMPORT)
    assert "A line that was left out names them and does not say when they were there" in page.text
    assert "Stays: not marked yet" in page.text
    assert "Saved 1 mark." in applied(fay, page).text
    assert marks(session, cast) == {"ada": "present"}


def test_a_list_that_comes_while_one_looks_is_looked_at_first(
    session: Session, cast: Cast, fay: Browser
) -> None:
    read(session, cast, ADA, NAN, now=ENDS + timedelta(minutes=15))
    form = fay.page(IMPORT).form(action=f"{IMPORT}/apply")
    read(session, cast, ADA)
    answer = fay.post(form.action, data=form.fields)
    assert answer.status_code == 409
    assert "Nothing was written" in answer.page.text
    assert marks(session, cast) == {}


def test_a_mark_made_by_hand_survives_every_list(
    session: Session, cast: Cast, fay: Browser
) -> None:
    form = fay.page(PATH).form(action=PATH)
    fay.post(PATH, data=form.fields | {f"mark-{cast.enrollment('ada').id}": "excused"})
    less = there("Nan Nakai", left=9)
    lists = [(NAN,), (ADA, less), (there("Ada Alvarez", "ada@example.org", left=3),)]
    for number, stretches in enumerate(lists):
        read(session, cast, *stretches, now=ENDS + timedelta(hours=number))
        applied(fay, fay.page(IMPORT))
        assert marks(session, cast)["ada"] == "excused"


def test_what_a_certificate_rests_on_changes_only_after_its_check_page(
    session: Session, cast: Cast, fay: Browser
) -> None:
    read(session, cast, NAN, now=ENDS + timedelta(minutes=15))
    applied(fay, fay.page(IMPORT))
    assert marks(session, cast) == {"ada": "absent", "nan": "present"}
    issue_certificate(session, cast.enrollment("ada"))
    session.commit()
    issued = session.scalars(select(col(CertificateFile.pdf))).all()
    read(session, cast, ADA, NAN)
    assert marks(session, cast) == {"ada": "absent", "nan": "present"}
    form = fay.page(IMPORT).form(action=f"{IMPORT}/apply")
    asked = fay.post(form.action, data=form.fields)
    assert asked.status_code == 200
    assert "Alvarez, Ada" in asked.page.text
    assert marks(session, cast) == {"ada": "absent", "nan": "present"}
    assert session.scalars(select(CertificateFlag)).all() == []
    check = next(form for form in asked.page.forms if "reason" in form.kinds)
    done = fay.post(check.action, data=check.fields | {"reason": "Zoom’s list came late."})
    assert done.status_code == 303
    assert marks(session, cast) == {"ada": "present", "nan": "present"}
    assert session.scalars(select(col(CertificateFile.pdf))).all() == issued
    assert [flag.reason for flag in session.scalars(select(CertificateFlag))] == [
        "Zoom’s list came late."
    ]


@pytest.mark.parametrize("way", ["discard", "apply", "apply without a reason", "read"])
def test_after_certificates_no_way_of_a_list_changes_a_mark_by_itself(
    session: Session, cast: Cast, fay: Browser, way: str
) -> None:
    """Nor does one that was looked at before the certificate came."""
    read(session, cast, NAN, now=ENDS + timedelta(minutes=15))
    applied(fay, fay.page(IMPORT))
    told_of = replace(there("Ada Alvarez", "ada@example.org", left=60), is_assumed=True)
    read(session, cast, told_of, NAN, read_from=ReadFrom.EVENTS)
    form = fay.page(IMPORT).form(action=f"{IMPORT}/apply")
    issue_certificate(session, cast.enrollment("ada"))
    session.commit()
    if way == "read":
        read(session, cast, ADA, there("Nan Nakai", left=20))
    elif way == "discard":
        fay.post(f"{IMPORT}/discard")
    else:
        asked = fay.post(form.action, data=form.fields)
        check = next(form for form in asked.page.forms if "reason" in form.kinds)
        assert "Alvarez, Ada" in asked.page.text
        if way == "apply without a reason":
            assert fay.post(check.action, data=check.fields | {"reason": " "}).status_code == 422
    assert marks(session, cast) == {"ada": "absent", "nan": "present"}
    assert session.scalars(select(CertificateFlag)).all() == []


def test_where_zoom_is_not_set_nothing_is_said(
    app: FastAPI, session: Session, cast: Cast, fay: Browser
) -> None:
    app.state.settings = Settings(demo=True)
    assert "Zoom’s" not in fay.page(IMPORT).text
    read(session, cast, ADA)
    page = fay.page(IMPORT)
    assert "Zoom’s own list, without a file. Its times are Mountain Time." in page.text
    assert "Zoom’s final list" not in page.text


def test_statements_do_not_grow(
    session: Session, cast: Cast, fay: Browser, statements: Statements
) -> None:
    read(session, cast, ADA)
    with statements() as count:
        fay.page(IMPORT)
    few = count.total
    many = [there(f"Person {n}", f"p{n}@x.example") for n in range(500)]
    read(session, cast, ADA, *many, now=SETTLED + timedelta(hours=1))
    with statements() as count:
        fay.page(IMPORT)
    assert count.total == few
    assert NOW > SETTLED
