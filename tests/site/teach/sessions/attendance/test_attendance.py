"""The attendance page: taking, undoing, conflicts, refusals, and what it costs."""

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework import rules
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.make_ups.queries import stands
from app.casework.models import Attendance, AttendanceChange, MakeUp
from app.casework.rules import MINUTES_OF_NOBODY, NOT_MINUTES, NOT_MISSED, NOT_SO_MANY
from app.cohorts.actions import add_session_part
from app.cohorts.models import Enrollment
from app.core.models import AuditLine
from app.language.reasons import Reason
from app.learning.models import ReadingDone
from app.site.parts.unchanged import NOTHING_CHANGED
from app.site.teach.sessions.attendance.page import FILLED_IN
from app.web.pages import STATIC
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements, content_of
from tests.page import Page
from tests.page_words import only

ROOM = "/teach/fall-2026/sessions/1"
PAGE, HISTORY = f"{ROOM}/attendance", f"{ROOM}/history"
HTMX = {"HX-Request": "true"}
Status = AttendanceStatus


def mark(enrollment: Enrollment) -> str:
    return f"mark-{enrollment.id}"


def seen(page: str) -> str:
    return Page(page).one("input[name=seen]").attribute("value")


def chosen(page: str, enrollment: Enrollment) -> str | None:
    """The status that is picked for somebody on a page."""
    picked = Page(page).all(f'input[name="{mark(enrollment)}"][checked]')
    return only([box.attribute("value") for box in picked], "a mark", []) if picked else None


MARKED_AT = "Wed, Nov 18, 10:00\u202fAM Mountain Time"


def row(page: str, name: str) -> str:
    return next(part for part in page.split("<tr ")[1:] if f">{name}" in part)


def number(page: str, status: str) -> int:
    said = Page(page).texts(f'[data-count="{status}"]')
    return int(only(set(said), f"count of {status}", said))


def save(browser: Browser, marks: dict[str, str], *, page: str | None = None) -> str:
    """Save as a browser would; the page after it."""
    before = page or browser.get(PAGE).text
    answer = browser.post(PAGE, data={"seen": seen(before)} | marks)
    assert answer.status_code == 303, answer.text
    return str(browser.get(answer.headers["location"]).text)


def undo_button(page: str) -> str:
    return Page(page).all("button[name=save]")[0].attribute("value")


def status_of(session: Session, enrollment: Enrollment) -> AttendanceStatus | None:
    session.expire_all()
    return session.scalar(
        select(col(Attendance.status)).where(
            col(Attendance.enrollment_id) == enrollment.id,
        )
    )


def standing(session: Session, enrollment: Enrollment) -> int:
    """How many make-ups of somebody stand."""
    own = select(func.count()).select_from(MakeUp).where(stands())
    return session.scalar(own.where(col(MakeUp.enrollment_id) == enrollment.id)) or 0


def add_mark(
    session: Session,
    cast: Cast,
    enrollment: Enrollment,
    status: AttendanceStatus,
    source: AttendanceSource = AttendanceSource.IMPORT,
    minutes: int | None = None,
) -> None:
    session.add(
        Attendance(
            case_session_id=cast.case_session("fall-2026", 1).id,
            enrollment_id=enrollment.id,
            status=status,
            source=source,
            minutes=minutes,
            version=1,
        )
    )
    session.commit()


def count_lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditLine)) or 0


def test_nothing_is_preselected(sign_in: SignIn) -> None:
    page = sign_in("fay").get(PAGE).text
    assert "Alvarez, Ada" in page
    assert " checked" not in page.split('id="roster"')[1]
    assert number(page, "not_recorded") == 2


def test_page_names_the_session_its_time_and_its_zone(sign_in: SignIn) -> None:
    page = sign_in("fay").get(PAGE).text
    when = "Session 1 of 4 · Thu, Nov 12, 12:00 – 1:00 PM Mountain Time"
    assert when in Page(page).text
    assert "Attendance: Case 1" in page


def test_save_is_told_and_can_be_undone(sign_in: SignIn, session: Session, cast: Cast) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    page = save(fay, {mark(ada): "late"})
    assert "Saved 1 mark." in page
    assert chosen(page, ada) == "late"
    answer = fay.post(f"{PAGE}/undo", data={"save": undo_button(page)})
    assert answer.status_code == 303
    after = fay.get(answer.headers["location"]).text
    assert "Took back 1 mark." in after
    assert chosen(after, ada) is None
    assert status_of(session, ada) is Status.NOT_RECORDED


def test_remaining_without_script_marks_those_without_a_mark(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay, ada, nan = sign_in("fay"), cast.enrollment("ada"), cast.enrollment("nan")
    page = save(fay, {mark(ada): "excused", "remaining": "present"})
    assert "Saved 2 marks." in page
    assert status_of(session, ada) is Status.EXCUSED
    assert status_of(session, nan) is Status.PRESENT


def test_a_mark_can_be_cleared(sign_in: SignIn, session: Session, cast: Cast) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    page = save(fay, {mark(ada): "present"})
    assert f"{mark(ada)}-not_recorded" in page
    page = save(fay, {mark(ada): "not_recorded"}, page=page)
    assert status_of(session, ada) is Status.NOT_RECORDED
    assert number(page, "not_recorded") == 2


def test_save_without_a_change_says_so_and_leaves_no_line(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    save(fay, {mark(ada): "present"})
    before = count_lines(session)
    again = Page(save(fay, {mark(ada): "present"}))
    assert again.one("#saved").text == str(NOTHING_CHANGED)
    assert Page(save(fay, {})).one("#saved").text == str(NOTHING_CHANGED)
    assert count_lines(session) == before


def test_a_stored_partial_is_shown_and_kept(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ada = cast.enrollment("ada")
    add_mark(session, cast, ada, Status.PARTIAL, minutes=41)
    fay = sign_in("fay")
    page = fay.get(PAGE).text
    assert chosen(page, ada) == "partial"
    assert 'value="41"' in row(page, "Alvarez, Ada")
    assert "Import" in row(page, "Alvarez, Ada")
    save(fay, {mark(ada): "partial"}, page=page)
    assert status_of(session, ada) is Status.PARTIAL


@pytest.mark.parametrize("stored", [Status.ABSENT, Status.EXCUSED, Status.PARTIAL])
def test_a_missed_session_can_be_made_up(
    sign_in: SignIn, session: Session, cast: Cast, stored: Status
) -> None:
    ada = cast.enrollment("ada")
    add_mark(session, cast, ada, stored)
    fay = sign_in("fay")
    page = fay.get(PAGE).text
    assert "Made up" in row(page, "Alvarez, Ada")
    assert "Made up" not in row(page, "Nakai, Nan")
    after = save(fay, {mark(ada): "made_up"}, page=page)
    assert status_of(session, ada) is stored, "the absence stays"
    assert standing(session, ada) == 1
    assert chosen(after, ada) == "made_up"
    assert "Manual" in row(after, "Alvarez, Ada")
    assert row(after, "Alvarez, Ada").count("Made up") == 1


def test_make_up_is_told_undone_and_seen_by_another_tab(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay, cora, ada = sign_in("fay"), sign_in("cora"), cast.enrollment("ada")
    save(fay, {mark(ada): "excused"})
    stale = cora.get(PAGE).text
    after = save(fay, {mark(ada): "made_up"})
    assert "Alvarez, Ada excused made up" in fay.page(HISTORY).text
    assert number(after, "made_up") == 1

    conflict = cora.post(PAGE, data={"seen": seen(stale), mark(ada): "present"})
    assert conflict.status_code == 409
    told = f"Fay Fuentes, PhD chose “Made up” on {MARKED_AT}; you had chosen “Present”."
    assert told in row(conflict.text, "Alvarez, Ada")

    fay.post(f"{PAGE}/undo", data={"save": undo_button(after)})
    assert chosen(fay.get(PAGE).text, ada) == "excused"
    assert (status_of(session, ada), standing(session, ada)) == (Status.EXCUSED, 0)
    again = save(fay, {mark(ada): "made_up"})
    assert (chosen(again, ada), standing(session, ada)) == ("made_up", 1)


def test_minutes_of_a_partial_that_was_made_up_are_kept_and_not_shown(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = cast.enrollment("ada")
    add_mark(session, cast, ada, Status.PARTIAL, minutes=41)
    fay = sign_in("fay")
    page = save(fay, {mark(ada): "made_up"})
    assert 'value="41"' not in row(page, "Alvarez, Ada")
    fay.post(f"{PAGE}/undo", data={"save": undo_button(page)})
    assert 'value="41"' in row(fay.get(PAGE).text, "Alvarez, Ada")


@pytest.mark.parametrize("stored", [None, Status.PRESENT])
def test_what_was_not_missed_cannot_be_made_up(
    sign_in: SignIn, session: Session, cast: Cast, stored: Status | None
) -> None:
    ada = cast.enrollment("ada")
    if stored:
        add_mark(session, cast, ada, stored)
    fay = sign_in("fay")
    page = fay.get(PAGE).text
    assert "Made up" not in row(page, "Alvarez, Ada")
    forged = {"seen": f"{ada.id}.1.absent" if stored else "", mark(ada): "made_up"}
    answer = fay.post(PAGE, data=forged)
    assert (answer.status_code, str(NOT_MISSED) in answer.text) == (409, True)
    assert (status_of(session, ada), standing(session, ada)) == (stored, 0)


def test_partial_and_minutes_are_entered_by_hand_kept_and_shown(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada, fay = cast.enrollment("ada"), sign_in("fay")
    page = save(fay, {mark(ada): "partial", f"minutes-{ada.id}": "20"})
    assert status_of(session, ada) is Status.PARTIAL
    assert 'value="20"' in row(page, "Alvarez, Ada")
    page = save(fay, {mark(ada): "partial", f"minutes-{ada.id}": "25"})
    assert 'value="25"' in row(page, "Alvarez, Ada")
    history = fay.page("/teach/fall-2026/sessions/1/history").text
    assert "partial · 20 minutes" in history
    assert "partial · 25 minutes" in history
    person = sign_in("cora").page(f"/manage/people/{cast.id('ada')}")
    assert "partial · 25 minutes" in person.text


def test_minutes_of_another_status_are_dropped_unless_they_are_typed_anew(
    sign_in: SignIn, cast: Cast
) -> None:
    ada, fay = cast.enrollment("ada"), sign_in("fay")
    save(fay, {mark(ada): "partial", f"minutes-{ada.id}": "20"})
    page = save(fay, {mark(ada): "present", f"minutes-{ada.id}": "20"})
    assert 'value="20"' not in row(page, "Alvarez, Ada")
    page = save(fay, {mark(ada): "late", f"minutes-{ada.id}": "40"})
    assert 'value="40"' in row(page, "Alvarez, Ada")


@pytest.mark.parametrize(
    ("status", "minutes", "why"),
    [
        ("absent", "20", MINUTES_OF_NOBODY),
        ("", "20", MINUTES_OF_NOBODY),
        ("partial", "601", NOT_SO_MANY(most=600)),
        ("partial", "-3", NOT_MINUTES),
        ("present", "3o", NOT_MINUTES),
    ],
)
def test_minutes_that_cannot_be_are_told_at_the_row_and_nothing_is_lost(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    status: str,
    minutes: str,
    why: Reason,
) -> None:
    ada, nan = cast.enrollment("ada"), cast.enrollment("nan")
    chosen = {mark(ada): status} if status else {}
    data = {"seen": "", **chosen, f"minutes-{ada.id}": minutes, mark(nan): "excused"}
    answer = sign_in("fay").post(PAGE, data=data)
    assert answer.status_code == 409
    assert str(why) in row(answer.text, "Alvarez, Ada")
    assert f'value="{minutes}"' in row(answer.text, "Alvarez, Ada")
    assert "checked" in row(answer.text, "Nakai, Nan")
    assert status_of(session, ada) is None


def test_two_tabs_that_disagree_are_shown_both_and_asked(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay, cora = sign_in("fay"), sign_in("cora")
    ada, nan = cast.enrollment("ada"), cast.enrollment("nan")
    stale = cora.get(PAGE).text
    save(fay, {mark(ada): "late"})
    data = {"seen": seen(stale), mark(ada): "present", mark(nan): "absent"}
    answer = cora.post(PAGE, data=data)
    assert answer.status_code == 409
    both = f"Fay Fuentes, PhD chose “Late” on {MARKED_AT}; you had chosen “Present”."
    assert both in row(answer.text, "Alvarez, Ada")
    assert f">Alvarez, Ada: {both}</a>" in answer.text
    assert "<title>Error: " in answer.text
    assert chosen(answer.text, ada) is None
    assert status_of(session, ada) is Status.LATE
    assert status_of(session, nan) is Status.ABSENT
    assert "Saved 1 mark." in answer.text


def test_choosing_after_a_conflict_saves_the_choice(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    stale = fay.get(PAGE).text
    save(fay, {mark(ada): "late"})
    conflict = fay.post(PAGE, data={"seen": seen(stale), mark(ada): "present"})
    told = f"In another window you chose “Late” on {MARKED_AT}; here you had chosen “Present”."
    assert told in conflict.text
    save(fay, {mark(ada): "present"}, page=conflict.text)
    assert status_of(session, ada) is Status.PRESENT


def test_not_choosing_after_a_conflict_keeps_what_is_stored(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    stale = fay.get(PAGE).text
    save(fay, {mark(ada): "late"})
    conflict = fay.post(PAGE, data={"seen": seen(stale), mark(ada): "present"})
    save(fay, {}, page=conflict.text)
    assert status_of(session, ada) is Status.LATE


def test_who_left_meanwhile_is_told_and_the_others_are_saved(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    fay, ada, nan = sign_in("fay"), cast.enrollment("ada"), cast.enrollment("nan")
    before = fay.get(PAGE).text
    cast.withdraw("nan")
    session.commit()
    data = {"seen": seen(before), mark(ada): "present", mark(nan): "present"}
    answer = fay.post(PAGE, data=data)
    assert answer.status_code == 409
    assert "1 mark was not saved: the person is no longer in this cohort." in answer.text
    assert status_of(session, ada) is Status.PRESENT
    assert status_of(session, nan) is None


def test_who_enrolled_after_the_session_is_not_expected(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    nan = cast.enrollment("nan")
    nan.enrolled_at = now - timedelta(days=1)
    session.commit()
    fay = sign_in("fay")
    page = fay.get(PAGE).text
    assert "Enrolled Tue, Nov 17, after this session began: not expected" in row(page, "Nakai, Nan")
    assert number(page, "not_recorded") == 1
    page = save(fay, {"remaining": "present"}, page=page)
    assert "Saved 1 mark." in page
    assert status_of(session, nan) is None
    assert number(page, "absent") == 0


def test_who_was_not_expected_and_came_can_be_marked(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    nan = cast.enrollment("nan")
    nan.enrolled_at = now - timedelta(days=1)
    session.commit()
    page = save(sign_in("fay"), {mark(nan): "present"})
    assert number(page, "present") == 1


def test_not_marked_shows_only_those(sign_in: SignIn, cast: Cast) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    save(fay, {mark(ada): "present"})
    page = fay.get(f"{PAGE}?show=open").text
    assert "Nakai, Nan" in page
    assert "Alvarez, Ada" not in page
    assert number(page, "present") == 1


def test_preparation_is_shown_beside_each_name(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    unit = cast.unit("fall-2026", 1)
    for key in ("r1a", "r1c"):
        session.add(
            ReadingDone(
                enrollment_id=cast.enrollment("ada").id,
                unit_id=unit.id,
                reading_key=key,
                done_at=now,
            )
        )
    session.commit()
    page = sign_in("fay").get(PAGE).text
    assert "1 of 3" in row(page, "Alvarez, Ada")
    assert "not begun" in row(page, "Nakai, Nan")
    done = sign_in("cora").get("/teach/spring-2026/sessions/1/attendance").text
    assert ">done<" in row(done, "Begay, Ben")
    assert Page(done).figures["Pre-work signed"].endswith(" of 1")


def test_a_session_to_come_is_a_sign_in_sheet(sign_in: SignIn) -> None:
    page = sign_in("fay").get("/teach/fall-2026/sessions/2/attendance").text
    assert "This session has not begun." in page
    assert "Signature" in page
    assert 'type="radio"' not in page


def test_what_was_not_held_asks_for_no_signatures(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay = sign_in("fay")
    promise = "The sign-in sheet can be printed already."
    assert promise in fay.get("/teach/fall-2026/sessions/2/attendance").text
    cast.case_session("fall-2026", 2).not_held_at = NOW
    session.commit()
    page = fay.get("/teach/fall-2026/sessions/2/attendance").text
    assert "counts as not held" in page
    assert promise not in page


def test_a_session_to_come_refuses_marks(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ada = cast.enrollment("ada")
    answer = sign_in("fay").post(
        "/teach/fall-2026/sessions/2/attendance", data={mark(ada): "present"}
    )
    assert answer.status_code == 409
    assert "This session has not begun." in answer.text
    assert status_of(session, ada) is None


def test_history_says_who_changed_what(sign_in: SignIn, cast: Cast) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    save(fay, {mark(ada): "late"})
    page = fay.get(HISTORY).text
    assert "Fay Fuentes, PhD: 1 mark" in page
    assert "Wed, Nov 18, 10:00 AM Mountain Time" in Page(page).text
    assert Page(page).row("Alvarez, Ada").cells[:3] == ["Alvarez, Ada", "not recorded", "late"]


@pytest.mark.parametrize("kept", [rules.UNDO, "Undo of a save"])
def test_history_says_which_marks_an_undo_gave_back(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    kept: str,
) -> None:
    """However it is kept: before December 2026 it was in words."""
    monkeypatch.setattr(rules, "UNDO", kept)
    fay = sign_in("fay")
    saved = undo_button(save(fay, {mark(cast.enrollment("ada")): "late"}))
    fay.post(f"{PAGE}/undo", data={"save": saved})
    reasons = select(col(AttendanceChange.reason)).where(col(AttendanceChange.reason) != "")
    assert session.scalars(reasons).all() == [kept]
    assert fay.page(HISTORY).texts("section p.muted bdi") == ["Undo of a save"]


def test_page_has_all_that_its_script_says(sign_in: SignIn) -> None:
    marks = sign_in("fay").page(PAGE).one("#marks")
    assert marks.attribute("data-words-chosen-one") == "Save #count mark"
    assert marks.attribute("data-words-chosen-other") == "Save #count marks"
    script = (STATIC / "attendance.js").read_text()
    spoken = re.findall(r"say\(([^,)]+)", script)
    names = {name for said in spoken for name in re.findall(r'"([a-z-]+)"', said)}
    assert names == set(FILLED_IN)
    for name in names:
        assert marks.attribute(f"data-words-{name}-other")


def test_a_mark_that_was_cleared_meanwhile_is_told(sign_in: SignIn, cast: Cast) -> None:
    fay, cora, ada = sign_in("fay"), sign_in("cora"), cast.enrollment("ada")
    save(fay, {mark(ada): "late"})
    stale = cora.get(PAGE).text
    save(fay, {mark(ada): "not_recorded"})
    answer = cora.post(PAGE, data={"seen": seen(stale), mark(ada): "absent"})
    told = f"Fay Fuentes, PhD chose “Clear” on {MARKED_AT}; you had chosen “Absent”."
    assert told in row(answer.text, "Alvarez, Ada")


def test_history_offers_to_undo_only_what_still_stands(sign_in: SignIn, cast: Cast) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    first = undo_button(save(fay, {mark(ada): "late"}))
    second = undo_button(save(fay, {mark(ada): "present"}))
    page = fay.get(HISTORY).text
    assert f'value="{second}"' in page
    assert f'value="{first}"' not in page


def test_history_of_an_unmarked_session_says_so(sign_in: SignIn) -> None:
    page = sign_in("fay").page(HISTORY).main
    assert "Nothing has been recorded yet" in page.text
    assert page.link("Record attendance") == PAGE
    to_come = sign_in("fay").page("/teach/fall-2026/sessions/2/history").main
    assert "Nothing has been recorded yet" in to_come.text
    assert "Record attendance" not in to_come.text, "it has not begun"


def test_htmx_gets_the_same_content_without_the_frame(sign_in: SignIn) -> None:
    fay = sign_in("fay")
    part, whole = content_of(fay.get(PAGE, headers=HTMX).text), fay.get(PAGE).text
    assert "<html" not in part
    assert part in whole


def test_htmx_conflict_gets_only_the_content(sign_in: SignIn, cast: Cast) -> None:
    fay, ada = sign_in("fay"), cast.enrollment("ada")
    stale = fay.get(PAGE).text
    save(fay, {mark(ada): "late"})
    data = {"seen": seen(stale), mark(ada): "present"}
    answer = fay.post(PAGE, data=data, headers=HTMX)
    assert answer.status_code == 409
    assert content_of(answer.text).startswith('<div class="error-summary"')
    assert answer.text.startswith("<title>Error: ")


@pytest.mark.parametrize("path", [PAGE, HISTORY])
@pytest.mark.parametrize(("persona", "status"), [("ada", 403), ("ben", 404), ("lee", 404)])
def test_who_does_not_teach_the_cohort_sees_nothing(
    sign_in: SignIn, path: str, persona: str, status: int
) -> None:
    assert sign_in(persona).get(path).status_code == status


@pytest.mark.parametrize(("persona", "status"), [("ada", 403), ("ben", 404), ("lee", 404)])
def test_who_does_not_teach_the_cohort_saves_nothing(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, status: int
) -> None:
    ada = cast.enrollment("ada")
    browser = sign_in(persona)
    assert browser.post(PAGE, data={mark(ada): "present"}).status_code == status
    undo = browser.post(f"{PAGE}/undo", data={"save": str(uuid4())})
    assert undo.status_code == status
    assert status_of(session, ada) is None


def test_a_facilitator_of_another_cohort_finds_nothing(sign_in: SignIn) -> None:
    assert sign_in("fay").get("/teach/spring-2026/sessions/1/attendance").status_code == 404
    assert sign_in("fay").get("/teach/coach-2026/sessions/1/attendance").status_code == 404


def test_a_session_that_does_not_exist_is_not_found(sign_in: SignIn) -> None:
    assert sign_in("fay").get("/teach/fall-2026/sessions/9/attendance").status_code == 404


def test_signed_out_is_asked_to_sign_in(browser: Browser) -> None:
    assert browser.get(PAGE).headers["location"].startswith("/sign-in?next=")
    assert browser.post(PAGE, data={}).status_code == 303
    assert browser.get(PAGE, headers=HTMX).headers["HX-Redirect"].startswith("/sign-in?next=")


def test_signed_out_save_keeps_the_page_with_its_marks(browser: Browser) -> None:
    answer = browser.post(PAGE, data={}, headers=HTMX)
    assert answer.status_code == 401  # which the page does not swap in
    assert "HX-Redirect" not in answer.headers


def test_a_guest_takes_attendance_of_their_session_only(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    held = cast.case_session("fall-2026", 1)
    add_session_part(session, held.id, cast.id("ben"), "guest", by=None, now=NOW)
    session.commit()
    ben = sign_in("ben")
    assert "Saved 1 mark." in save(ben, {mark(cast.enrollment("ada")): "present"})
    assert ben.get("/teach/fall-2026/sessions/2/attendance").status_code == 404


def test_another_save_id_is_not_found(sign_in: SignIn) -> None:
    answer = sign_in("fay").post(f"{PAGE}/undo", data={"save": str(uuid4())})
    assert answer.status_code == 404


def test_a_save_of_another_cohort_cannot_be_told_here(sign_in: SignIn) -> None:
    page = sign_in("fay").get(f"{PAGE}?saved={uuid4()}").text
    assert "Saved" not in page


@pytest.mark.parametrize(
    "data",
    [
        {"status": "present"},
        {"mark-1": "present"},
        {"seen": "x.y.z"},
        {"seen": f"{UUID(int=1)}.1.king"},
        {f"mark-{UUID(int=1)}": "king"},
        {"remaining": "king"},
    ],
)
def test_a_form_of_somebody_elses_making_is_refused(sign_in: SignIn, data: dict[str, str]) -> None:
    assert sign_in("fay").post(PAGE, data=data).status_code == 422


@pytest.mark.parametrize("size", [50, 500])
def test_page_costs_at_most_thirteen_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    enroll_crowd(session, cast.fall, size)
    session.commit()
    fay = sign_in("fay")
    saved = fay.post(PAGE, data={"seen": seen(fay.get(PAGE).text), "remaining": "present"})
    with statements() as count:
        page = fay.get(saved.headers["location"]).text
    assert f"Saved {size} marks." in page
    assert count.total <= 13  # one of them names the coordinator


def test_save_of_make_ups_costs_at_most_twenty_one_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    people = enroll_crowd(session, cast.fall, 50)
    session.commit()
    fay = sign_in("fay")
    save(fay, {mark(person): "absent" for person in people})
    page = save(fay, {mark(person): "made_up" for person in people[:25]})
    marks = {mark(person): "present" for person in people[:25]}
    marks |= {mark(person): "made_up" for person in people[25:]}
    with statements() as count:
        answer = fay.post(PAGE, data={"seen": seen(page)} | marks)
    assert answer.status_code == 303
    assert count.total <= 21  # one asks what of other cohorts rests on it


@pytest.mark.parametrize("size", [50, 500])
def test_save_costs_at_most_nineteen_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    people = enroll_crowd(session, cast.fall, size)
    half = len(people) // 2
    session.commit()
    fay = sign_in("fay")
    page = save(fay, {mark(person): "present" for person in people[:half]})
    marks = {mark(person): "absent" for person in people[:half]}
    marks |= {mark(person): "late" for person in people[half:]}
    data = {"seen": seen(page)} | marks
    with statements() as count:
        answer = fay.post(PAGE, data=data)
    assert count.total <= 19  # on PostgreSQL one of them locks the places, which SQLite need not
    assert answer.status_code == 303
    assert f"Saved {size} marks." in fay.get(answer.headers["location"]).text


def test_marks_that_conflict_stand_on_top(sign_in: SignIn, cast: Cast) -> None:
    fay, nan = sign_in("fay"), cast.enrollment("nan")
    stale = fay.get(PAGE).text
    assert stale.index(">Alvarez, Ada") < stale.index(">Nakai, Nan")
    save(fay, {mark(nan): "late"})
    conflict = fay.post(PAGE, data={"seen": seen(stale), mark(nan): "present"})
    roster = conflict.text.split('id="roster"')[1]
    assert roster.index(">Nakai, Nan") < roster.index(">Alvarez, Ada")
