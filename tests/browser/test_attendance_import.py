"""From a meeting's file to applied attendance of fifty people, by somebody who never saw it."""

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import problems

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
SHEET = "/teach/fall-2026/sessions/4/attendance"
AT_MOST = 8
CALLED = "rows => rows.map(row => [row.dataset.given, row.dataset.family])"


class Hands:
    """What somebody does with mouse and keyboard, counted."""

    def __init__(self) -> None:
        self.done = 0

    def click(self, what: Locator) -> None:
        self.done += 1
        what.click()

    def choose_file(self, field: Locator, name: str, text: str) -> None:
        self.done += 1
        field.set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
        )


def meeting(people: list[tuple[str, str]], *, asked: list[tuple[str, str]]) -> str:
    """Zoom's report of unique users; of two people it has no more than an initial."""
    lines = ["Name (original name),Email,Total duration (minutes),Guest"]
    for given, family in people:
        called = f"{given[0]}. {family}" if (given, family) in asked else f"{given} {family}"
        lines.append(f"{called},,57,Yes")
    return "\n".join([*lines, "Otter notetaker,,60,Yes", ""])


def test_file_to_applied_attendance_with_two_conscious_choices(open_page: Opener) -> None:
    page, hands = open_page("fay"), Hands()
    page.goto(SHEET)
    people = [
        (given, family) for given, family in page.locator("#roster tbody tr").evaluate_all(CALLED)
    ]
    assert len(people) == 50
    families = Counter(family for _given, family in people)
    asked = [person for person in people if families[person[1]] == 1][:2]
    hands.click(page.get_by_role("link", name="Import a file"))
    hands.choose_file(page.locator("#file"), "participants.csv", meeting(people, asked=asked))
    hands.click(page.get_by_role("button", name="See who is who"))
    expect(page.get_by_text("48 of 50 people are matched.")).to_be_visible()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    for given, family in asked:
        card = page.get_by_role("group", name=f"“{given[0]}. {family}”")
        hands.click(card.get_by_label(f"{given} {family}"))
        expect(card.get_by_label(f"{given} {family}")).to_be_checked()
    expect(page.get_by_text("All are chosen")).to_be_visible()
    expect(page.get_by_text("50 marks: 50 present.")).to_be_visible()
    hands.click(page.get_by_role("button", name="Apply to session 4"))
    expect(page.get_by_text("Saved 50 marks.")).to_be_visible()
    assert hands.done <= AT_MOST
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Took back 50 marks.").first).to_be_visible()


def test_choices_are_made_without_javascript(open_page: Opener) -> None:
    page = open_page("fay", scripts=False)
    sheet = SHEET.replace("/4/", "/3/")
    page.goto(sheet)
    people = [
        (given, family) for given, family in page.locator("#roster tbody tr").evaluate_all(CALLED)
    ]
    families = Counter(family for _given, family in people)
    asked = [person for person in people if families[person[1]] == 1][2:4]
    page.goto(f"{sheet}/import")
    text = meeting(people, asked=asked)
    Hands().choose_file(page.locator("#file"), "again.csv", text)
    page.get_by_role("button", name="See who is who").click()
    given, family = asked[0]
    page.get_by_role("group", name=f"“{given[0]}. {family}”").get_by_label(
        f"{given} {family}"
    ).check()
    page.get_by_role("button", name="See what this makes").first.click()
    expect(page.get_by_text("1 still open")).to_be_visible()
    page.get_by_role("button", name="Throw this file away").click()


@pytest.mark.parametrize("phone", [False, True])
def test_a_file_over_marks_that_others_rely_on_is_looked_at_and_nothing_is_lost_on_the_way(
    open_page: Opener, axe: str, phone: bool
) -> None:
    """Session 2 of the demo came from a file; its sample says otherwise of some people."""
    page = open_page("fay", phone=phone)
    page.goto(f"{SHEET.replace('/4/', '/2/')}/import")
    with page.expect_download() as sample:
        page.get_by_role("link", name="Download an invented report").click()
    page.locator("#file").set_input_files(sample.value.path())
    page.get_by_role("button", name="See who is who").click()
    card = page.locator("fieldset").first
    card.get_by_role("radio").first.check()
    chosen = card.get_by_role("radio").first.get_attribute("id")
    expect(page.get_by_text("1 still open")).to_be_visible()
    page.get_by_role("button", name="Apply to session 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change marks that others rely on?")
    assert problems(page, axe, phone=phone) == []
    page.get_by_role("button", name="Change nothing").click()
    expect(page.get_by_text("1 still open")).to_be_visible()
    expect(page.locator(f"#{chosen}")).to_be_checked()
    assert problems(page, axe, phone=phone) == []
    page.get_by_role("button", name="Throw this file away").click()
    expect(page.get_by_text("Send a file")).to_be_visible()


def test_columns_of_a_table_are_said_with_the_file_at_hand(open_page: Opener, axe: str) -> None:
    page, hands = open_page("fay"), Hands()
    page.goto(f"{SHEET}/import")
    hands.choose_file(page.locator("#file"), "list.csv", "Who;Mins\nAda Alvarado;50\n")
    page.get_by_role("button", name="See who is who").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do the columns hold?")
    expect(page.get_by_text("It begins with: Ada Alvarado")).to_be_visible()
    assert problems(page, axe) == []
    page.get_by_role("button", name="Throw this file away").click()
    expect(page.get_by_text("Send a file")).to_be_visible()
