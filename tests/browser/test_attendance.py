"""The attendance sheet by keyboard, and a facilitator's pages on every width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
RUNNING = "fall-2026"
SHEET = f"/teach/{RUNNING}/sessions/4/attendance"
WIDTHS = (320, 360, 390, 480, 600, 720, 768, 820, 860, 900, 960, 1024, 1100, 1200)

CALLED = [
    ["Keoni", "Begaye", "Sonoran"],
    ["Jonah", "Begaye", "Kenai"],
    ["Kenai", "Ruíz-Peña", "Big Sky"],
    ["Ben", "Begay", "Sonoran"],
]
"""The first rows are made to be of these; all others of Ann Xu."""
CALL = """called => document.querySelectorAll("#roster tbody tr").forEach((row, n) => {
  [row.dataset.given, row.dataset.family, row.dataset.site] = called[n] ?? ["Ann", "Xu", "Wasatch"];
  row.querySelector("th").textContent = `${row.dataset.family}, ${row.dataset.given}`;
})"""


@pytest.fixture
def sheet(open_page: Opener) -> Page:
    """A sheet on which nobody is marked, with four who are called alike."""
    page = open_page("fay")
    page.goto(SHEET)
    page.evaluate(CALL, CALLED)
    return page


def look_for(page: Page, typed: str) -> None:
    page.locator("#find").fill(typed)
    page.locator("#find").press("Enter")


def focused_row(page: Page) -> str:
    """Whose row has the focus; nothing while it is somewhere else."""
    row = page.locator("#roster tbody tr:has(:focus) th")
    return row.inner_text() if row.count() else ""


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("begaye, k", "Begaye, Keoni"),
        ("Begaye,J", "Begaye, Jonah"),
        ("begay, b", "Begay, Ben"),
        ("begay,", "Begay, Ben"),
        ("begaye k", "Begaye, Keoni"),
        ("keoni", "Begaye, Keoni"),
        ("kenai", "Ruíz-Peña, Kenai"),
        ("pena", "Ruíz-Peña, Kenai"),
        ("ruiz-pena", "Ruíz-Peña, Kenai"),
    ],
)
def test_enter_reaches_whoever_is_meant_by_family_name_first(
    sheet: Page, typed: str, reached: str
) -> None:
    look_for(sheet, typed)
    assert focused_row(sheet) == reached
    sheet.keyboard.press("p")
    marked = sheet.locator("#roster tr:has(input:checked) th")
    assert marked.all_inner_texts() == [reached]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("begaye", "2 people match. Type more of the name."),
        ("begay", "3 people match. Type more of the name."),
        ("b", "3 people match. Type more of the name."),
        ("begaye, x", "Nobody matches."),
        ("nobody", "Nobody matches."),
    ],
)
def test_enter_on_what_is_not_unique_marks_nobody_and_says_so(
    sheet: Page, typed: str, said: str
) -> None:
    look_for(sheet, typed)
    expect(sheet.locator("#found")).to_have_text(said)
    expect(sheet.locator("#found")).to_be_visible()
    expect(sheet.locator("#find")).to_be_focused()
    sheet.keyboard.press("p")
    assert sheet.locator("#roster input:checked").count() == 0


def test_best_matches_stand_first_and_the_order_comes_back(sheet: Page) -> None:
    names = sheet.locator("#roster tbody tr:visible th")
    before = names.all_inner_texts()
    sheet.locator("#find").fill("ke")
    assert names.all_inner_texts() == ["Begaye, Keoni", "Ruíz-Peña, Kenai", "Begaye, Jonah"]
    sheet.locator("#find").press("ArrowDown")
    assert focused_row(sheet) == "Begaye, Keoni"
    sheet.locator("#find").fill("")
    assert names.all_inner_texts() == before


def test_family_names_stand_before_given_names_and_these_before_institutions(sheet: Page) -> None:
    called = [["Bo", "Lee", "Sonora"], ["Sonora", "Ito", "Kenai"], ["Ann", "Sonora", "Wasatch"]]
    sheet.evaluate(CALL, called)
    sheet.locator("#find").fill("sono")
    names = sheet.locator("#roster tbody tr:visible th")
    assert names.all_inner_texts() == ["Sonora, Ann", "Ito, Sonora", "Lee, Bo"]
    sheet.locator("#find").fill("")
    look_for(sheet, "wasatch")
    assert sheet.locator("#roster input:checked").count() == 0
    expect(sheet.locator("#find")).to_be_focused()


CUT_OFF = """() => {
  const isForEars = (part) => getComputedStyle(part.closest("thead") ?? part).clipPath !== "none";
  const edge = document.documentElement.clientWidth;
  const shown = [...document.querySelectorAll("main a, main button, main label, main th, main td")]
    .filter((part) => part.checkVisibility() && !part.closest(".vh") && !isForEars(part));
  const cut = (part) => {
    const { left, right } = part.getBoundingClientRect();
    const wrap = part.closest(".table-wrap")?.getBoundingClientRect();
    return left < -1 || right > Math.min(edge, wrap?.right ?? edge) + 1;
  };
  return shown.filter(cut).map((part) => part.textContent.trim().slice(0, 40));
}"""


@pytest.mark.parametrize(
    "path",
    [
        SHEET,
        f"/teach/{RUNNING}/sessions/3/attendance",
        f"/teach/{RUNNING}/sessions/3/history",
        f"/teach/{RUNNING}/correction",
        f"/teach/{RUNNING}/sessions/5",
        f"/teach/{RUNNING}/sessions/5?step=3",
        f"/teach/{RUNNING}/sessions/3/check-in/people",
        f"/teach/{RUNNING}/sessions/3/recording",
        f"/teach/{RUNNING}/sessions/5/groups",
        f"/teach/{RUNNING}/sessions/5/sheet",
        f"/teach/{RUNNING}",
        f"/teach/{RUNNING}/absences",
        f"/teach/{RUNNING}/statistics",
        "/teach",
    ],
)
def test_nothing_is_cut_off_at_any_width(open_page: Opener, path: str) -> None:
    page = open_page("fay")
    page.goto(path)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        if cut := page.evaluate(CUT_OFF):
            found[width] = cut[:6]
    assert found == {}


class Keys:
    """A keyboard that counts what is committed with it: every key, whatever it is."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def test_fifty_people_with_two_exceptions_take_at_most_fifteen_keys(sheet: Page) -> None:
    """From the load of the page on: nothing is clicked, and every letter counts."""
    sheet.goto(SHEET)
    sheet.evaluate(CALL, [["Keoni", "Quick", "Sonoran"], ["Jonah", "Zane", "Kenai"]])
    keys = Keys(sheet)
    keys.press("Tab", "Tab", "Enter")  # past the main content, to finding a name
    expect(sheet.locator("#find")).to_be_focused()
    keys.press("q", "Enter", "a")
    keys.press("/", "z", "Enter", "e")
    keys.press("r", "Enter")
    expect(sheet.locator("#saved")).to_contain_text("Saved 50 marks.")
    marks = sheet.locator("#roster input:checked")
    found = marks.evaluate_all("boxes => boxes.map((box) => box.value)")
    assert sorted(found) == ["absent", "excused", *["present"] * 48]
    assert keys.pressed <= 15
    sheet.locator("#saved button").click()  # the demo is everybody's
    expect(sheet.locator("#saved")).to_contain_text("Took back 50 marks.")


def test_digits_and_letters_in_the_minutes_mark_nobody(sheet: Page) -> None:
    minutes = sheet.locator("#roster input.minutes").first
    minutes.fill("20")
    minutes.press("e")
    assert sheet.locator("#roster input:checked").count() == 0
    expect(minutes).to_have_value("20e")
    expect(sheet.locator("#unsaved")).to_have_text("1 mark not saved yet")
