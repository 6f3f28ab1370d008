"""What is done with one post: answering, changing, deleting, reporting, removing."""

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn
from tests.learning.posting import THREAD, asked


@pytest.fixture
def post(session: Session, cast: Cast) -> str:
    """The address of Ada's question."""
    made = asked(session, cast, "ada", "First words")
    session.commit()
    return f"{THREAD}/posts/{made.id}"


def test_author_changes_a_post_and_facilitators_see_what_it_said(
    sign_in: SignIn, post: str
) -> None:
    ada, fay = sign_in("ada"), sign_in("fay")
    form = ada.page(f"{post}/edit").form("Save the change")
    assert form.fields["text"] == "First words"
    assert ada.post(f"{post}/edit", data={"text": "Second words"}).status_code == 303
    article = fay.page(THREAD).one("article")
    assert "edited Wed, Nov 18" in article.text
    page = fay.page(f"{post}/versions")
    assert [part in page.main.text for part in ("First words", "Second words")] == [True, True]
    assert ada.get(f"{post}/versions").status_code == 403


def test_deleted_post_leaves_its_trace_and_no_words(sign_in: SignIn, post: str) -> None:
    ada = sign_in("ada")
    assert "It cannot be brought back." in ada.page(f"{post}/deletion").main.text
    assert ada.post(f"{post}/deletion").status_code == 303
    article = sign_in("cora").page(THREAD).one("article")
    assert "Deleted by its author." in article.text
    assert "First words" not in article.text
    again = ada.post(f"{post}/deletion")
    assert again.status_code == 409
    assert "First words" not in again.text


def test_removed_post_tells_its_author_why_and_others_that_it_was(
    sign_in: SignIn, post: str
) -> None:
    fay = sign_in("fay")
    assert fay.post(f"{post}/removal", data={"reason": ""}).page.field_errors == {
        "reason": "Say why. The author of the post reads it."
    }
    assert fay.post(f"{post}/removal", data={"reason": "It names a mentee."}).status_code == 303
    mine, theirs = sign_in("ada").page(THREAD), sign_in("cora").page(THREAD)
    assert "who says why: It names a mentee." in mine.one("article").text
    assert "Removed by a facilitator." in theirs.one("article").text
    assert "mentee" not in theirs.one("article").text
    assert sign_in("ada").get(f"{post}/removal").status_code == 403


def test_nobody_changes_or_deletes_what_somebody_else_wrote(sign_in: SignIn, post: str) -> None:
    fay = sign_in("fay")
    for act, data in (("edit", {"text": "Mine now"}), ("deletion", {})):
        answer = fay.post(f"{post}/{act}", data=data)
        assert answer.status_code == 409
        assert "Only who wrote a post changes or deletes it." in answer.page.errors
    assert "First words" in fay.page(THREAD).one("article").text


def test_report_says_what_stands_in_its_way_and_loses_nothing(sign_in: SignIn, post: str) -> None:
    fay = sign_in("fay")
    assert fay.post(f"{post}/report", data={"reason": "It names a mentee."}).status_code == 303
    again = fay.post(f"{post}/report", data={"reason": "It really does."})
    assert again.status_code == 409
    assert again.page.one("textarea").text == "It really does."
    own = sign_in("ada").post(f"{post}/report", data={"reason": "x"})
    assert "This is your own post." in own.page.errors[0]


def test_post_of_another_thread_does_not_exist_here(sign_in: SignIn, post: str) -> None:
    elsewhere = post.replace("units/2", "units/1")
    for act in ("answer", "edit", "deletion", "report"):
        assert sign_in("ada").get(f"{elsewhere}/{act}").status_code == 404
