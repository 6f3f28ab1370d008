"""Attendance of who was excused in advance: beside the row, and with all who remain."""

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.excuses.actions import answer
from app.casework.excuses.enums import ExcuseStep as Step
from app.casework.make_up_requests.missed.queries import mark_of
from app.casework.make_up_requests.queries import Asked
from tests.casework.absences import ask
from tests.cast import NOW, Cast
from tests.client import SignIn

PAGE = "/teach/fall-2026/sessions/1/attendance"
EARLIER = NOW.replace(day=11)


def asked(session: Session, cast: Cast, step: Step | None) -> None:
    """Ada asks to be excused from the first session, and somebody answers."""
    excuse = ask(session, cast, position=1, now=EARLIER)
    if step:
        here, by = cast.learner("ada"), cast.id("fay")
        answer(session, here, excuse.id, step, "We see.", by=by, now=EARLIER)
    session.commit()


def status(session: Session, cast: Cast, persona: str) -> Status:
    session.expire_all()
    own = Asked(cast.enrollment(persona).id, cast.case_session("fall-2026", 1).id)
    return mark_of(session, own).status


def test_row_says_that_an_excuse_was_granted_and_nothing_is_preselected(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    asked(session, cast, Step.GRANTED)
    page = sign_in("fay").page(PAGE)
    assert "Excuse granted in advance" in page.main.text
    assert not page.all("#roster input[checked]")
    assert page.one("#remaining").text == "Mark remaining 1 present"
    assert "1 person who was excused in advance is marked excused" in page.main.text


@pytest.mark.parametrize(
    ("step", "becomes"),
    [
        (Step.GRANTED, Status.EXCUSED),
        (Step.DECLINED, Status.PRESENT),
        (None, Status.PRESENT),
    ],
)
def test_who_remains_is_excused_where_that_was_granted(
    sign_in: SignIn, session: Session, cast: Cast, step: Step | None, becomes: Status
) -> None:
    asked(session, cast, step)
    fay = sign_in("fay")
    seen = fay.page(PAGE).one("input[name=seen]").attribute("value")
    assert fay.post(PAGE, data={"seen": seen, "remaining": "present"}).status_code == 303
    assert status(session, cast, "ada") is becomes
    assert status(session, cast, "nan") is Status.PRESENT


@pytest.mark.parametrize("chosen", ["present", "absent"])
def test_mark_that_is_made_by_name_stays_what_it_is(
    sign_in: SignIn, session: Session, cast: Cast, chosen: str
) -> None:
    asked(session, cast, Step.GRANTED)
    fay, key = sign_in("fay"), cast.enrollment("ada").id
    seen = fay.page(PAGE).one("input[name=seen]").attribute("value")
    sent = {"seen": seen, f"mark-{key}": chosen, "remaining": "present"}
    assert fay.post(PAGE, data=sent).status_code == 303
    assert status(session, cast, "ada") == chosen
