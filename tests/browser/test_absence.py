"""From an absence to a session that counts, as a learner and a facilitator go there."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, problems, served_demo
from tests.whole_demo import MadeDemo

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]
SHEET = "/teach/fall-2026/sessions/4/attendance"
RESPONSE = "I would ask what they need before I offer any advice. " * 20


@pytest.fixture(scope="module")
def site(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo of its own: in that of the others nobody is marked in the session of week 4."""
    with served_demo(made_demo, "absences", tmp_path_factory.mktemp("absences")) as site:
        yield site


def test_missed_session_is_made_up_returned_made_up_again_and_counts(
    open_page: Opener, axe: str
) -> None:
    fay, ada = open_page("fay"), open_page("ada", phone=True)
    fay.goto(SHEET)
    row = fay.locator("#roster tbody tr").filter(has_text="Alvarado, Ada")
    row.get_by_label("Absent").check(force=True)
    fay.locator("#save").click()
    expect(fay.locator("#saved")).to_contain_text("1 mark")
    ada.goto("/my/record")
    ada.get_by_role("link", name="A make-up restores it (Week 4)").click()
    assert problems(ada, axe) == []
    ada.get_by_label("Write a response to the case").check(force=True)
    ada.get_by_label("Your reflection or response").fill(RESPONSE)
    expect(ada.locator("[data-draft-state]")).to_have_text("Draft saved just now.")
    desk = open_page("ada")
    desk.goto(ada.url)
    expect(desk.get_by_label("Your reflection or response")).to_have_value(RESPONSE)
    assert problems(desk, axe) == []
    desk.close()
    ada.get_by_role("button", name="Submit this make-up").click()
    expect(ada.locator("#make-up .badge").first).to_have_text("Waits for an answer")
    answer(fay, "Return it", "What did you hear?")
    ada.reload()
    expect(ada.locator("main")).to_contain_text("What did you hear?")
    field = ada.get_by_label("Your reflection or response")
    expect(field).to_have_value(RESPONSE.strip())
    field.fill(f"{RESPONSE} I heard doubt.")
    ada.get_by_role("button", name="Submit this make-up").click()
    expect(ada.locator("#make-up .badge").first).to_have_text("Waits for an answer")
    answer(fay, "Approve it", "Thank you.")
    assert problems(fay, axe) == []
    ada.goto("/my/record")
    expect(ada.locator("tr").filter(has_text="Week 4")).to_contain_text("Made up")


def answer(fay: Page, outcome: str, word: str) -> None:
    """Fay answers Ada's make-up from her desk."""
    fay.goto("/teach")
    fay.get_by_role("link", name="make-up").first.click()
    card = fay.locator("section.card, article.card, .card").filter(has_text="Alvarado, Ada").first
    card.get_by_label(outcome).check(force=True)
    card.get_by_label("A word to them").fill(word)
    card.get_by_role("button", name="Answer Alvarado, Ada").click()
    expect(fay).to_have_url(re.compile("#about-"))
