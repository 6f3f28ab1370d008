"""Texts of a study: versions, none of which is changed."""

from sqlalchemy.orm import Session

from app.studies.waves.planning.actions import plan_wave
from app.studies.waves.planning.rules import Planned
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.studies.projects_of import make_project, settle
from tests.studies.waves.world import LEARNERS, release
from tests.surveys.asking import EVERY_KIND

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


def test_a_text_alone_asks_nobody_and_the_page_says_what_is_missing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_project(session, cast, texts=())
    session.commit()
    cora = sign_in("cora")
    missing = cora.page(PATH).main
    assert "a text for learners" in missing.text
    assert "what is asked in a wave: After 12 months" in missing.text
    words = {"respondent": "learner", "language": "en", "text": "Words."}
    assert cora.post(PATH, data=words).status_code == 303, "it opens nothing, so nothing is told"
    missing = cora.page(PATH).main
    assert "Nobody is asked yet" in missing.text
    assert "a text for learners" not in missing.text
    ada = sign_in("ada")
    for page in ("/home", "/my/studies"):
        assert "Mentoring outcomes" not in ada.page(page).main.text
    assert ada.get("/my/studies/mentoring-outcomes").status_code == 404


def test_the_text_that_opens_a_study_says_that_the_plan_stays_from_then_on(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND)
    project = make_project(session, cast, texts=())
    planned = Planned(0, 30, 60, frozenset({LEARNERS}))
    plan_wave(session, project.id, planned, months=0, by=cast.id("cora"), now=NOW)
    settle(session, project)
    session.commit()
    cora = sign_in("cora")
    words = {"respondent": "learner", "language": "en", "text": "Words."}
    told = cora.post(PATH, data=words)
    assert told.status_code == 422
    assert set(told.page.field_errors) == {"despite"}
    assert "none can be added, changed or taken out" in told.page.main.text
    assert "Mentoring outcomes" not in sign_in("ada").page("/my/studies").main.text
    despite = told.page.main.one("input[name=despite]").attribute("value")
    assert cora.post(PATH, data=words | {"despite": despite}).status_code == 303
    assert "Nobody is asked yet" not in cora.page(PATH).main.text
    assert "Mentoring outcomes" in sign_in("ada").page("/my/studies").main.text


def test_the_text_that_opens_a_study_tells_of_times_that_have_begun(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    release(session, cast, EVERY_KIND)
    project = make_project(session, cast, texts=())
    planned = Planned(0, -28, 7, frozenset({LEARNERS}))
    plan_wave(session, project.id, planned, months=0, by=cast.id("cora"), now=NOW)
    settle(session, project)
    session.commit()
    cora = sign_in("cora")
    words = {"respondent": "learner", "language": "en", "text": "Words."}
    told = cora.post(PATH, data=words)
    assert told.status_code == 422
    assert "Fall 2026, Baseline: open since October 15, 2026, only until" in told.page.main.text
    assert "No text yet" in cora.page(PATH).text
    despite = told.page.main.one("input[name=despite]").attribute("value")
    assert cora.post(PATH, data=words | {"despite": despite}).status_code == 303
    again = words | {"text": "Other words."}
    assert cora.post(PATH, data=again).status_code == 303, "it is open, and was told"
