"""Whether joining by the link checks people in is the coordinator's to say."""

from sqlalchemy.orm import Session

from tests.cast import NOW, Cast
from tests.client import SignIn

PATH = "/manage/cohorts/fall-2026/check-in"


def test_joining_is_not_enough_until_somebody_says_so(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    assert cora.page("/manage/cohorts/fall-2026").main.link("Check-in") == PATH
    assert not cast.fall.link_checks_in
    for button, on in (("Let joining be enough", True), ("Ask for the code again", False)):
        form = cora.page(PATH).form(button)
        assert cora.post(form.action, data=form.data(button)).status_code == 303
        session.refresh(cast.fall)
        assert cast.fall.link_checks_in is on
    history = cora.page("/manage/cohorts/fall-2026/history").text
    assert "Joining by the link checks people in" in history


def test_nothing_is_switched_in_an_archived_cohort(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.fall.archived_at = NOW
    session.commit()
    cora = sign_in("cora")
    assert cora.page(PATH).form("Let joining be enough").is_disabled("Let joining be enough")
    assert cora.post(PATH, data={"on": "yes"}).status_code == 409


def test_only_coordinators_say_it(sign_in: SignIn) -> None:
    assert sign_in("fay").get(PATH).status_code == 403
    assert sign_in("ada").get(PATH).status_code == 403
    assert sign_in("lee").get(PATH).status_code == 404
