"""A unit's thread as its people see it."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core.ids import new_id
from app.learning.threads.actions import note_read, switch_threads
from app.learning.threads.models import ThreadPost, ThreadPostVersion
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.learning.posting import THREAD, answered, asked

HOSTILE = '<script>alert(1)</script>\r\nBcc: x@example.org {{ 7*7 }} =HYPERLINK("x")'
DAY = timedelta(days=1)


def test_question_is_asked_and_answered_by_learners_and_facilitators(sign_in: SignIn) -> None:
    ada, fay = sign_in("ada"), sign_in("fay")
    assert "Nobody has asked anything yet" in ada.page(THREAD).main.text
    sent = ada.post(THREAD, data={"text": "How do I **begin**?"})
    assert sent.headers["location"] == THREAD
    page = fay.page(THREAD)
    assert "Ada Alvarez, MD · Wed, Nov 18, 10:00 AM Mountain" in page.main.text
    answer = next(link for link in page.main.links if link.text.startswith("Answer"))
    sent = fay.post(answer.href, data={"text": "By asking."})
    assert sent.status_code == 303
    posts = sign_in("cora").page(THREAD).all("article")
    assert ["How do I begin?" in posts[0].text, "By asking." in posts[1].text] == [True, True]
    assert "Fay Fuentes, PhD (Facilitator)" in posts[1].text


@pytest.mark.parametrize("persona", ["ben", "lee", "abe"])
def test_for_others_there_is_no_thread(sign_in: SignIn, persona: str) -> None:
    assert sign_in(persona).get(THREAD).status_code == 404


def test_thread_of_a_locked_unit_does_not_exist_for_learners(sign_in: SignIn) -> None:
    locked = THREAD.replace("units/2", "units/4")
    assert sign_in("ada").get(locked).status_code == 404
    assert sign_in("ada").post(locked, data={"text": "x"}).status_code == 404
    page = sign_in("fay").page(locked)
    assert "This unit is not open yet." in page.main.text


def test_who_left_loses_the_thread_and_their_posts_stay(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    asked(session, cast, "ada", "Am I still here?")
    cast.withdraw("ada")
    session.commit()
    assert sign_in("ada").get(THREAD).status_code == 404
    assert "Ada Alvarez, MD" in sign_in("fay").page(THREAD).one("article").text


def test_switched_off_no_page_promises_a_thread(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    pages = {
        "ada": ("/cohorts/fall-2026/units/2", "/cohorts/fall-2026/sessions/2"),
        "fay": ("/teach/fall-2026/sessions/2",),
    }
    for persona, paths in pages.items():
        for path in paths:
            assert sign_in(persona).page(path).main.link("Questions and answers") == THREAD
    switch_threads(session, cast.fall, on=False, by=cast.id("cora"), now=NOW)
    session.commit()
    for persona, paths in pages.items():
        assert sign_in(persona).get(THREAD).status_code == 404
        for path in paths:
            assert THREAD not in sign_in(persona).get(path).text


def test_locked_unit_leads_to_no_thread(sign_in: SignIn) -> None:
    assert "/thread" not in sign_in("ada").get("/cohorts/fall-2026/units/4").text
    assert "/thread" not in sign_in("ada").get("/cohorts/fall-2026/sessions/4").text


def test_what_came_since_the_last_visit_is_marked_in_words(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    unit = cast.unit("fall-2026", 2).id
    asked(session, cast, "nan", "Before?", NOW - 2 * DAY)
    note_read(session, unit, cast.id("ada"), NOW - DAY, now=NOW)
    asked(session, cast, "nan", "Since?", NOW - DAY / 2)
    asked(session, cast, "ada", "My own?", NOW)
    session.commit()
    ada = sign_in("ada")
    page = ada.page(THREAD)
    new = [post.text for post in page.all("article") if post.all(".badge")]
    assert len(new) == 1
    assert "Since?" in new[0]
    assert page.main.text.count("New since Tue, Nov 17") == 1
    form = page.form(action=f"{THREAD}/read")
    assert ada.post(form.action, data=form.fields).status_code == 303
    assert "New since" not in ada.page(THREAD).main.text


def test_reading_changes_nothing_by_itself_on_the_first_visit(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    asked(session, cast, "nan")
    session.commit()
    ada = sign_in("ada")
    for _visit in range(2):
        assert "New since" not in ada.page(THREAD).main.text


def test_closed_cohort_shows_its_thread_and_says_why_nothing_is_asked(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    asked(session, cast, "nan")
    cast.fall.closes_at = NOW
    session.commit()
    ada = sign_in("ada")
    page = ada.page(THREAD)
    assert "This cohort is closed. Nothing more can be recorded in it." in page.main.text
    assert [link.text.split(" (")[0] for link in page.one("article").links] == ["Report"]
    late = ada.post(THREAD, data={"text": "Too late, and long."})
    assert late.status_code == 409
    assert "Too late, and long." in late.page.one("textarea").text


def test_thread_is_muted_and_heard_again(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    for button, said in (
        ("Mute this thread", "You get no mail about it."),
        ("Get mail about this thread again", "What is new and not your own comes once a day"),
    ):
        form = ada.page(THREAD).form(button)
        assert ada.post(form.action, data=form.data(button)).status_code == 303
        assert said in ada.page(THREAD).one("#mail").text


def test_empty_question_and_one_without_end_are_refused_and_kept(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert ada.post(THREAD, data={"text": " "}).page.field_errors == {
        "text": "Write something before you post it."
    }
    long = ada.post(THREAD, data={"text": "x" * 4001})
    assert long.status_code == 422
    assert long.page.one("textarea").text == "x" * 4001


def test_hostile_words_are_shown_as_they_are(sign_in: SignIn, session: Session, cast: Cast) -> None:
    asked(session, cast, "nan", HOSTILE)
    session.commit()
    text = sign_in("ada").get(THREAD).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>" in text
    assert "{{ 7*7 }}" in text


@pytest.mark.parametrize("many", [50, 1000])
def test_statements_stay_the_same_and_a_page_shows_a_part(
    app: FastAPI,
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    statements: Statements,
    many: int,
) -> None:
    question = asked(session, cast, "nan", "Which question was it?", NOW - DAY)
    posts = [
        {
            "id": new_id(),
            "unit_id": question.unit_id,
            "question_id": question.id,
            "person_id": cast.id("nan"),
            "posted_at": NOW - timedelta(minutes=number),
        }
        for number in range(many)
    ]
    session.execute(insert(ThreadPost), posts)
    words = [
        {"id": new_id(), "post_id": post["id"], "edition": 1, "text": "Yes.", "written_at": NOW}
        for post in posts
    ]
    session.execute(insert(ThreadPostVersion), words)
    session.commit()
    ada = sign_in("ada")
    for path, begins in ((THREAD, False), (f"{THREAD}?page=2", True)):
        with statements():
            page = ada.page(path)
        assert statements.total == 8
        assert len(page.all("article")) == (40 if many > 50 or not begins else 11)
        assert ("More answers to “Which question was it?”" in page.main.text) == begins
        assert "Page " in page.main.text


def test_answer_stands_under_its_question(sign_in: SignIn, session: Session, cast: Cast) -> None:
    answered(session, cast, "fay", asked(session, cast, "ada"))
    session.commit()
    classes = [post.attribute("class") for post in sign_in("ada").page(THREAD).all("article")]
    assert ["answer" in name for name in classes] == [False, True]
