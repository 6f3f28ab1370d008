"""The switch of a cohort's questions and answers."""

from sqlalchemy.orm import Session

from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.learning.posting import THREAD

PATH = "/manage/cohorts/fall-2026/threads"


def test_threads_are_on_and_switched_off_and_on_again(sign_in: SignIn) -> None:
    cora, ada = sign_in("cora"), sign_in("ada")
    link = cora.page("/manage/cohorts/fall-2026").main.link("Questions and answers")
    assert link == PATH
    for button, there in (("Switch them off", 404), ("Switch them on", 200)):
        form = cora.page(PATH).form(button)
        assert cora.post(form.action, data=form.data(button)).status_code == 303
        assert ada.get(THREAD).status_code == there


def test_nothing_is_switched_in_an_archived_cohort(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.fall.archived_at = NOW
    session.commit()
    cora = sign_in("cora")
    assert cora.page(PATH).form("Switch them off").is_disabled("Switch them off")
    assert cora.post(PATH, data={"on": "no"}).status_code == 409


def test_only_coordinators_have_the_switch(sign_in: SignIn) -> None:
    assert sign_in("fay").get(PATH).status_code == 403
    assert sign_in("ada").get(PATH).status_code == 403
    assert sign_in("lee").get(PATH).status_code == 404
