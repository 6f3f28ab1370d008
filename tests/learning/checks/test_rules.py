"""A knowledge check that counts: a share must be right before a module can be signed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import PolicyVersion
from app.learning.checks.rules import CheckLevel
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.course import POLICY
from tests.learning.open_unit import NAMED, OPEN, do_everything, shown

RIGHT, WRONG = "0", "1"


@pytest.fixture
def ada(session: Session, cast: Cast, sign_in: SignIn) -> Browser:
    """Ada, in a cohort whose policy wants the whole check right; all but the check is done."""
    data = POLICY.model_copy(update={"check_percent": 100}).model_dump(mode="json")
    own = col(PolicyVersion.cohort_id) == cast.fall.id
    session.execute(update(PolicyVersion).where(own).values(data=data))
    session.commit()
    browser = sign_in("ada")
    do_everything(browser)
    return browser


def answer(ada: Browser, option: str) -> None:
    path = f"{OPEN}/check"
    sent = shown(ada, path) | {"question": "q1", "option": option}
    assert ada.post(f"{OPEN}/answers", data=sent).status_code == 303


def sign(ada: Browser) -> int:
    return ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED).status_code


def test_module_cannot_be_signed_before_its_check_is_right(ada: Browser) -> None:
    assert "The knowledge check is still to do." in ada.get(OPEN).text
    answer(ada, WRONG)
    assert sign(ada) == 409
    assert "The knowledge check is still to do." in ada.get(OPEN).text


def test_answer_can_be_changed_until_it_is_right_and_then_the_module_signed(ada: Browser) -> None:
    answer(ada, WRONG)
    assert "100% must be right. Right so far: 0 of 1." in ada.get(f"{OPEN}/check").text
    answer(ada, RIGHT)
    assert "Right so far: 1 of 1." in ada.get(f"{OPEN}/check").text
    assert sign(ada) == 303


def check_on_home(ada: Browser) -> str:
    """What home says of the check."""
    return next(words for words in ada.page("/home").tasks if words.startswith("Check"))


def test_home_says_of_a_check_that_does_not_count_that_it_is_optional(
    ada: Browser, session: Session, cast: Cast
) -> None:
    assert "optional" not in check_on_home(ada)
    own = col(PolicyVersion.cohort_id) == cast.fall.id
    plain = POLICY.model_dump(mode="json")
    session.execute(update(PolicyVersion).where(own).values(data=plain))
    session.commit()
    assert "1 question, optional" in check_on_home(ada)


def test_check_that_does_not_count_says_so(sign_in: SignIn) -> None:
    page = sign_in("ada").get(f"{OPEN}/check").text
    assert "nothing depends on them" in page


@given(st.integers(1, 100), st.integers(1, 20), st.data())
def test_level_is_reached_exactly_from_the_needed_share_on(
    needed: int, total: int, data: st.DataObject
) -> None:
    right = data.draw(st.integers(0, total))
    assert CheckLevel(needed, right, total).reached == (right / total >= needed / 100 - 1e-12)
