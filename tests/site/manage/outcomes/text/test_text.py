"""Texts of a study: versions, none of which is changed."""

from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn
from tests.studies.projects_of import make_project

PATH = "/manage/outcomes/mentoring-outcomes/text"


def test_the_next_version_takes_the_place_of_the_last_one(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_project(session, cast, texts=())
    session.commit()
    cora = sign_in("cora")
    assert "No text yet" in cora.page(PATH).text
    words = {"respondent": "learner", "language": "en", "text": "## First\r\n\r\nWords."}
    assert cora.post(PATH, data=words).headers["location"] == f"{PATH}?saved=true"
    assert cora.post(PATH, data=words).headers["location"] == f"{PATH}?saved=false"
    cora.post(PATH, data=words | {"text": "Second <script>alert(1)</script>"})
    page = cora.page(PATH)
    assert "Learners, English, version 2" in page.text
    assert "Learners, English, version 1" in page.text
    assert "<script>alert" not in cora.get(PATH).text


def test_an_empty_text_is_refused(sign_in: SignIn, session: Session, cast: Cast) -> None:
    make_project(session, cast)
    session.commit()
    sent = {"respondent": "learner", "language": "en", "text": ""}
    answer = sign_in("cora").post(PATH, data=sent)
    assert answer.page.field_errors == {"text": "Write the text that people agree to."}
