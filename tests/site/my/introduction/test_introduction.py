"""Introducing oneself: every part is off until it is chosen, and seen before it is saved."""

import pytest

from app.people.introductions.rules import LONGEST
from tests.client import Browser, SignIn

PATH = "/my/introduction"
WORDS = {
    "interests": "Sponsorship\r\nof junior faculty",
    "offers": "Writing",
    "contact": "555-0142",
}
PEOPLE = "/cohorts/fall-2026/people"


def preview(browser: Browser) -> str:
    return browser.page(PATH).one("#preview").text


def test_nothing_is_chosen_and_nothing_shown_at_first(sign_in: SignIn) -> None:
    page = sign_in("ada").page(PATH)
    form = page.form("Save what I tell")
    assert {name for name in form.fields if name.startswith("show")} == set()
    assert "Has not told more." in page.one("#preview").text
    assert "Ada Alvarez, MD" in page.one("#preview").text


def test_what_is_chosen_is_seen_and_the_rest_is_kept_for_oneself(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    saved = ada.post(PATH, data=WORDS | {"show_interests": "yes"})
    assert saved.headers["location"] == f"{PATH}?done=saved"
    assert "Sponsorship" in preview(ada)
    assert "Writing" not in preview(ada)
    assert ada.page(PATH).form("Save what I tell").fields["offers"] == "Writing"
    seen = sign_in("fay").get(PEOPLE)
    assert "Sponsorship<br>of junior faculty" in seen.text
    assert "Writing" not in seen.text
    assert "ada@example.org" not in seen.text
    same = ada.post(PATH, data=WORDS | {"show_interests": "yes"})
    assert same.headers["location"] == f"{PATH}?done=unchanged"


def test_it_can_be_seen_as_others_would_before_it_is_saved(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    answer = ada.post(PATH, data=WORDS | {"show_contact": "yes", "do": "preview"})
    assert answer.status_code == 200
    card = answer.page.one("#preview").text
    assert "Not saved yet" in card
    assert "555-0142" in card
    assert "Sponsorship" not in card
    fields = answer.page.form("Save what I tell").fields
    assert (fields["interests"].split(), fields["show_contact"]) == (
        WORDS["interests"].split(),
        "yes",
    )
    assert "555-0142" not in sign_in("fay").page(PEOPLE).main.text
    assert "555-0142" not in preview(ada)


def test_all_of_it_is_deleted_at_once(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert [form.action for form in ada.page(PATH).main.forms] == [PATH]
    ada.post(PATH, data=WORDS | {"show_interests": "yes", "show_address": "yes"})
    assert "ada@example.org" in sign_in("fay").page(PEOPLE).main.text
    gone = ada.post(f"{PATH}/removal")
    assert gone.headers["location"] == f"{PATH}?done=removed"
    assert "Everything that you had told here is deleted." in ada.page(f"{PATH}?done=removed").text
    assert ada.page(PATH).form("Save what I tell").fields["interests"] == ""
    assert "ada@example.org" not in sign_in("fay").page(PEOPLE).main.text


@pytest.mark.parametrize(("part", "most"), LONGEST.items())
def test_too_long_a_text_is_refused_beside_its_field_and_kept(
    sign_in: SignIn, part: str, most: int
) -> None:
    answer = sign_in("ada").post(PATH, data={part: "x" * (most + 1), "show_address": "yes"})
    assert answer.status_code == 422
    assert answer.page.field_errors == {part: f"Shorten this to at most {most} characters."}
    assert answer.page.form("Save what I tell").fields["show_address"] == "yes"
