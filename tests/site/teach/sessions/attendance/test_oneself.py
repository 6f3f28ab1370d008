"""A facilitator who also learns in the cohort: their own row is somebody else's to mark."""

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.people.enums import Scope
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn

PAGE = "/teach/fall-2026/sessions/1/attendance"
HISTORY = "/teach/fall-2026/sessions/1/history"
ABSENT = Submitted(AttendanceStatus.ABSENT)
OWN_STAYS = "Your own mark is left alone: nobody can mark themselves."


@pytest.fixture
def ada(sign_in: SignIn, session: Session, cast: Cast) -> Browser:
    """Ada, who learns in the cohort with Nan, facilitates it, too."""
    cast.grant("ada", Role.FACILITATOR, Scope.COHORT, cast.fall.id)
    session.commit()
    return sign_in("ada")


def mark(session: Session, cast: Cast, *personas: str) -> str:
    """Fay marks some people absent; the name of the save."""
    held = cast.case_session("fall-2026", 1).id
    wanted = {cast.enrollment(persona).id: ABSENT for persona in personas}
    saved = save_marks(session, held, wanted, by=cast.id("fay"), now=NOW)
    session.commit()
    return str(saved.save_id)


def test_own_row_shows_its_mark_and_why_it_cannot_be_chosen(ada: Browser, cast: Cast) -> None:
    page = ada.page(PAGE)
    assert f"Not recorded yet {NOT_FOR_ONESELF}" in page.row("Alvarez, Ada").text
    assert page.all(f'input[name="mark-{cast.enrollment("ada").id}"]') == []
    assert page.all(f'input[name="mark-{cast.enrollment("nan").id}"]') != []
    assert str(NOT_FOR_ONESELF) not in page.row("Nakai, Nan").text


def test_own_row_is_not_among_those_that_are_left_to_mark(
    ada: Browser, session: Session, cast: Cast
) -> None:
    page = ada.page(PAGE)
    assert set(page.texts('[data-count="not_recorded"]')) == {"1"}
    assert page.one("#remaining").text == "Mark remaining 1 present"
    seen = page.one("input[name=seen]").attribute("value")
    assert str(cast.enrollment("ada").id) not in seen
    after = ada.post(PAGE, data={"seen": seen, "remaining": "present"}).headers["location"]
    assert "Saved 1 mark." in ada.page(after).text
    assert ada.page(f"{PAGE}?show=open").rows == ["Everybody is marked."]


def test_own_mark_that_somebody_else_made_counts_and_stands(
    ada: Browser, session: Session, cast: Cast
) -> None:
    mark(session, cast, "ada")
    page = ada.page(PAGE)
    assert page.texts('[data-count="absent"]') == ["1"]
    assert f"Absent {NOT_FOR_ONESELF}" in page.row("Alvarez, Ada").text


def test_forged_mark_of_oneself_is_refused_with_the_sentence(
    ada: Browser, session: Session, cast: Cast
) -> None:
    own, nan = cast.enrollment("ada").id, cast.enrollment("nan").id
    for forged in (
        {f"mark-{own}": "present", f"mark-{nan}": "present"},
        {"seen": f"{own}.0.not_recorded", "remaining": "present"},
    ):
        answer = ada.post(PAGE, data=forged)
        assert answer.status_code == 409
        assert str(NOT_FOR_ONESELF) in answer.page.text
    assert set(ada.page(PAGE).texts('[data-count="not_recorded"]')) == {"1"}


def test_undo_leaves_ones_own_mark_and_says_so(ada: Browser, session: Session, cast: Cast) -> None:
    save_id = mark(session, cast, "ada", "nan")
    answer = ada.post(f"{PAGE}/undo", data={"save": save_id})
    page = ada.page(answer.headers["location"])
    assert f"Took back 1 mark. Undo {OWN_STAYS}" in page.text
    assert page.texts('[data-count="absent"]') == ["1"]


def test_undo_of_ones_own_mark_is_not_offered_and_refused(
    ada: Browser, session: Session, cast: Cast
) -> None:
    save_id = mark(session, cast, "ada")
    page = ada.page(HISTORY)
    assert page.main.all("button[name=save]") == []
    assert page.texts("section p.muted")[1:] == [str(NOT_FOR_ONESELF)]
    answer = ada.post(f"{PAGE}/undo", data={"save": save_id})
    assert answer.status_code == 409
    assert str(NOT_FOR_ONESELF) in answer.page.text


def test_undo_of_what_one_marked_for_others_is_offered(ada: Browser, cast: Cast) -> None:
    ada.post(PAGE, data={f"mark-{cast.enrollment('nan').id}": "late"})
    assert len(ada.page(HISTORY).main.all("button[name=save]")) == 1
