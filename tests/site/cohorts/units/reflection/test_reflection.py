"""Writing a reflection: drafts by themselves, the newer text beside one's own, earlier versions."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from sqlmodel import select

from app.learning.models import ReflectionDraft
from app.learning.reflections.rules import LONGEST, NEWER_TEXT
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn
from tests.learning.open_unit import OPEN
from tests.page import Part

PATH = f"{OPEN}/reflection"


def drafts(ada: Browser, text: str, seen: str = "0.0", **more: str) -> Answer:
    """What the page's script sends while somebody writes."""
    sent = {"text": text, "seen": seen, **more}
    return ada.post(f"{PATH}/draft", data=sent, headers={"HX-Request": "true"})


def saves(ada: Browser, text: str, seen: str = "0.0", **more: str) -> Answer:
    return ada.post(PATH, data={"text": text, "seen": seen, **more})


def card(ada: Browser) -> Part:
    return ada.page(OPEN).one("#reflection")


def task(ada: Browser) -> str:
    """The line of the unit's list of things to do."""
    return next(words for words in ada.page(OPEN).texts(".to-do li") if words.startswith("Reflect"))


def test_draft_is_kept_and_is_there_on_every_device(sign_in: SignIn) -> None:
    answer = drafts(sign_in("ada"), "I took\r\nsilence", shared="yes")
    assert answer.json() == {"seen": "0.1"}
    phone = sign_in("ada")
    assert card(phone).one("#text").text == "I took silence"
    assert card(phone).one("#shared").has("checked")
    assert card(phone).one("[name=seen]").attribute("value") == "0.1"
    assert card(phone).one("[data-draft-state]").text.startswith("Draft kept Wed, Nov 18")
    assert card(phone).one("form").attribute("data-age") == "0"
    assert "Begun" in task(phone)


def test_draft_is_no_reflection_and_saving_it_makes_one(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    drafts(ada, "I took silence")
    assert "2 readings and the reflection are still to do." in ada.page(OPEN).text
    assert saves(ada, "I took silence for agreement.", "0.1").status_code == 303
    assert "2 readings are still to do." in ada.page(OPEN).text
    assert card(ada).one("[data-draft-state]").text.startswith("Saved Wed, Nov 18")
    assert "Done" in task(ada)


def test_newer_text_is_shown_beside_what_was_typed_and_neither_is_lost(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    drafts(ada, "On the phone.")
    answer = saves(ada, "On the desk.", shared="yes")
    assert answer.status_code == 409
    page = answer.page
    assert page.title.startswith("Error:")
    assert page.field_errors == {"text": str(NEWER_TEXT)}
    assert page.one("#newer").text == "On the phone."
    assert page.one("#text").text == "On the desk."
    assert page.one("#shared").has("checked")
    form = page.form("Save reflection")
    assert saves(ada, "On the desk.", **form.hidden).headers["location"].startswith(f"{OPEN}?saved")
    assert ada.page(PATH).texts(".card .written") == ["On the desk.", "On the phone."]


def test_stale_draft_is_refused_with_the_page_and_changes_nothing(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    drafts(ada, "On the phone.")
    answer = drafts(ada, "On the desk.")
    assert answer.status_code == 409
    assert answer.page.one("#newer").text == "On the phone."
    assert card(ada).one("#text").text == "On the phone."


def test_versions_are_read_by_their_writer_the_newest_first(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert "Nothing is saved yet" in ada.page(PATH).text
    assert "What you saved before" not in card(ada).text
    saves(ada, "First.\n  Indented.")
    assert "What you saved before" not in card(ada).text
    saves(ada, "Second.", "1.0", shared="yes")
    assert card(ada).link("What you saved before") == PATH
    page = ada.page(PATH)
    assert page.headings[1:] == ["Version 2, the newest", "Version 1"]
    assert page.texts(".card .written") == ["Second.", "First. Indented."]
    assert [part.text for part in page.all(".badge")] == ["Shared with facilitators", "Private"]


def test_draft_of_a_saved_reflection_leads_to_what_is_saved(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    saves(ada, "First.")
    drafts(ada, "First. And", "1.0")
    assert "Draft" in card(ada).texts(".badge")
    assert card(ada).link("What you saved before") == PATH
    assert "Done" in task(ada)


@pytest.mark.parametrize(("persona", "status"), [("fay", 403), ("cora", 403), ("ben", 404)])
def test_nobody_else_reads_versions_or_a_draft(sign_in: SignIn, persona: str, status: int) -> None:
    ada = sign_in("ada")
    saves(ada, "Mine.", shared="yes")
    drafts(ada, "My secret.", "1.0", shared="yes")
    assert sign_in(persona).get(PATH).status_code == status
    assert "My secret." not in sign_in("fay").get("/teach/fall-2026/sessions/2").text


@pytest.mark.parametrize("path", [PATH, f"{PATH}/draft"])
def test_too_much_is_refused_where_it_was_written_with_all_of_it(
    sign_in: SignIn, path: str
) -> None:
    text = "x" * (LONGEST + 1)
    answer = sign_in("ada").post(path, data={"text": text})
    assert answer.status_code == 422
    assert answer.page.field_errors == {"text": "Shorten this to at most 10,000 characters."}
    assert answer.page.one("#text").text == text


def test_field_says_how_much_it_takes(sign_in: SignIn) -> None:
    assert card(sign_in("ada")).one("#text").attribute("data-limit") == str(LONGEST)


def test_after_the_end_of_the_cohort_the_reason_stands_at_the_text(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    cast.fall.closes_at = NOW - timedelta(days=1)
    session.commit()
    answer = saves(ada, "Too late.")
    assert answer.status_code == 409
    assert answer.page.one("#text").text == "Too late."
    assert "text" in answer.page.field_errors
    assert not ada.page(OPEN).one("#reflection form").has("data-draft")
    assert drafts(ada, "Too late.").status_code == 409


def test_draft_leaves_one_row_however_often_it_is_kept(sign_in: SignIn, session: Session) -> None:
    ada = sign_in("ada")
    for number in range(3):
        drafts(ada, f"I{number}", f"0.{number}")
    (draft,) = session.scalars(select(ReflectionDraft))
    assert (draft.text, draft.number) == ("I2", 3)
