"""Instruments in the library: listed, previewed as they are answered, compared, sent."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.models import ContentVersion
from app.packs.instruments.rules import NO_WORDING
from tests.client import Browser, SignIn, Statements
from tests.packed import HOME, PACK, PROGRAM, check, edited, exported, import_files
from tests.packs.samples import GOOD, INSTRUMENT, INSTRUMENT_FILE
from tests.page import Page

FILE = f"modules/{PROGRAM}/instruments/first-survey.yaml"
DOCUMENT = f"{PACK}/instrument/first-survey"
SHELL = INSTRUMENT.replace("redistribution: yes", "redistribution: ask").replace(
    ", text: I am calm.", ""
)


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    """The coordinator of the Mentor Development Program."""
    return sign_in("cora")


def give(browser: Browser, text: str = INSTRUMENT, *, after: int = 1) -> None:
    """Import the pack with an instrument."""
    answer = import_files(browser, exported(browser) | {FILE: text}, after=after)
    assert answer.status_code == 303, answer.text


def preview(browser: Browser) -> Page:
    """The current version as whoever answers it sees it."""
    path = browser.get(f"{DOCUMENT}/preview").headers["location"]
    return browser.page(f"{path}/page")


# the pack


def test_pack_lists_its_instruments_last_and_the_shelf_counts_them(cora: Browser) -> None:
    assert "4 guides · 0 instruments" in cora.get(HOME).text
    give(cora)
    assert "4 guides · 1 instrument " in cora.page(HOME).text
    page = cora.page(PACK)
    assert page.text.index("Rules and syllabus · Program file") < page.text.index("For surveys · I")
    assert page.link("First survey") == DOCUMENT
    assert "No survey: its wording" not in page.text


def test_pack_says_which_instrument_waits_for_its_wording(cora: Browser) -> None:
    give(cora, SHELL)
    assert "No survey: its wording is not complete" in cora.get(PACK).text
    give(cora, after=2)
    assert "No survey: its wording is not complete" not in cora.get(PACK).text


def test_import_says_what_would_come_and_names_every_error(cora: Browser) -> None:
    files = exported(cora)
    page = check(cora, files | {FILE: INSTRUMENT}).text
    assert "Instrument" in page
    assert "First survey" in page
    bad = check(cora, files | {FILE: INSTRUMENT.replace("max: 80", "max: 0")}).text
    assert FILE in bad
    assert "must be more than" in bad


def test_export_and_import_give_the_same_bytes(sign_in: SignIn, cora: Browser) -> None:
    remarks = f"# Our own.\n{INSTRUMENT}\n\n# The end.\n"
    give(cora, remarks)
    assert exported(cora)[FILE] == remarks
    first = cora.get(f"{PACK}/export.zip").content
    assert "Nothing would change" in check(cora, exported(cora)).text
    assert cora.get(f"{PACK}/export.zip").content == first
    abe = sign_in("abe")
    files = {**GOOD, INSTRUMENT_FILE: remarks}
    assert import_files(abe, files, after=0).status_code == 303
    assert exported(abe, f"{HOME}/small-program") == files


def test_changed_question_is_a_new_version_and_shown_word_by_word(cora: Browser) -> None:
    give(cora)
    text = INSTRUMENT.replace("I am calm.", "I am very calm.").replace("high: 5", "high: 6")
    give(cora, text.replace("{1: No, 5: Yes}", "{1: No, 6: Yes}"), after=2)
    page = cora.page(f"{DOCUMENT}/compare")
    assert "Questions · Question calm · Text" not in page.text
    assert "Question calm · Text" in page.text
    assert "Scales · agree · Highest point" in page.text
    assert '<ins><span class="vh"> inserted: </span>very' in cora.get(f"{DOCUMENT}/compare").text
    assert "2 versions" in cora.page(PACK).text
    give(cora, after=3)
    assert "1 restored" in cora.page(PACK).text


def test_question_that_is_added_is_shown_by_what_was_written_of_it(cora: Browser) -> None:
    give(cora)
    text = INSTRUMENT.replace("groups:", "  - {code: when, kind: date, text: When}\ngroups:")
    give(cora, text.replace("since, more]", "since, more, when]"), after=2)
    page = cora.page(f"{DOCUMENT}/compare")
    assert "Question when · Text" in page.text
    assert "Question when · Kind" in page.text
    for other in ("Reversed", "Characters at most", "Room for more than a line"):
        assert f"Question when · {other}" not in page.text


def test_release_page_names_an_instrument_that_left(cora: Browser) -> None:
    give(cora)
    files = exported(cora)
    del files[FILE]
    assert import_files(cora, files, after=2).status_code == 303
    page = cora.page(f"{PACK}/releases/3")
    assert "Removed" in page.text
    assert page.link("First survey") == DOCUMENT


# the preview


def test_questions_are_shown_as_they_are_answered(cora: Browser) -> None:
    give(cora)
    page = preview(cora)
    assert "Preview: nothing is kept" in page.text
    assert "Screen 1 of 2" in page.text
    by_name: dict[str, list[str]] = {}
    for radio in page.all('input[type="radio"]'):
        by_name.setdefault(radio.attribute("name"), []).append(radio.attribute("value"))
    points = ["1", "2", "3", "4", "5", "na"]
    assert by_name == {
        "calm": points,
        "calm_then": points,
        "rushed": points,
        "rushed_then": points,
        "way": ["left", "right"],
    }
    legends = [legend.text for legend in page.all("legend")]
    assert [("I am calm." in legend, "Before" in legend) for legend in legends[:2]] == [
        (True, False),
        (True, True),
    ]
    assert [field.attribute("name") for field in page.all('input[type="number"]')] == ["hours"]
    assert [field.attribute("name") for field in page.all('input[type="date"]')] == ["since"]
    assert [field.attribute("name") for field in page.all("textarea")] == ["more"]
    assert page.text.count("Needs an answer") == 2


def test_nothing_of_a_preview_is_sent_anywhere(cora: Browser) -> None:
    give(cora)
    page = preview(cora)
    assert not page.forms
    assert not page.all("script")
    assert not page.all("button")


def test_preview_says_how_answers_are_scored_and_whose_it_is(cora: Browser) -> None:
    give(cora)
    page = preview(cora)
    rows = [row.text for row in page.all("tbody tr")]
    assert len(rows) == 2
    assert "I am rushed. rushed Reversed" in " ".join(rows[0].split())
    assert "Reversed" not in rows[0].split("I am rushed.")[0]
    assert "1 of 2" in rows[0]
    assert "2 of 2" in rows[1]
    assert page.link("doi:10.1234/survey") == "https://doi.org/10.1234/survey"
    assert "Written for tests." in page.text
    assert "The wording may be passed on" in page.text
    assert "6 questions · 2 screens · about 2 minutes" in page.text


def test_shell_says_that_it_waits_for_its_wording(cora: Browser) -> None:
    give(cora, SHELL)
    page = preview(cora)
    assert str(NO_WORDING(count=1)) in page.text
    assert "Question calm: its wording is not here yet" in page.text
    assert "only with its owner’s consent" in page.text


def test_words_of_an_instrument_say_their_own_language(cora: Browser) -> None:
    give(cora, INSTRUMENT.replace("language: en", "language: es"))
    page = preview(cora)
    assert page.one("#screen-1").attribute("lang") == "es"
    assert {group.attribute("lang") for group in page.all(".points")} == {"es"}


@pytest.mark.parametrize(
    ("anchors", "high", "layout"),
    [
        ("{1: a, 2: b, 3: c}", 3, "named"),
        ("{1: a, 7: b, 4: c}", 7, "ends"),
        ("{1: a, 5: b}", 5, "ends far"),
        ("{1: a, 3: b, 5: c}", 5, "list"),
    ],
)
def test_points_stand_so_that_their_words_have_room(
    cora: Browser, anchors: str, high: int, layout: str
) -> None:
    text = INSTRUMENT.replace("{1: No, 5: Yes}", anchors).replace("high: 5", f"high: {high}")
    give(cora, text)
    assert {group.attribute("class") for group in preview(cora).all(".points")} == {
        f"points {layout}"
    }


def test_file_and_facts_of_a_version(cora: Browser, session: Session) -> None:
    give(cora)
    version = session.scalars(
        select(ContentVersion).where(
            col(ContentVersion.kind) == "instrument", col(ContentVersion.program) == PROGRAM
        )
    ).one()
    path = f"{DOCUMENT}/{version.hash[:10]}"
    page = cora.get(path).text
    assert f'<iframe src="{path}/page"' in page
    assert "No survey" in page
    answer = cora.get(f"{path}/file")
    assert answer.text == INSTRUMENT
    assert answer.headers["content-disposition"].endswith('.yaml"')
    assert cora.get(f"{path}/page/check").status_code == 404
    assert cora.get(f"{path}/page/reader.pdf").status_code == 404


# who, and how much is asked


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "lee"])
def test_nobody_else_sees_an_instrument(sign_in: SignIn, cora: Browser, persona: str) -> None:
    give(cora)
    path = cora.get(f"{DOCUMENT}/preview").headers["location"]
    reader = sign_in(persona)
    for address in (DOCUMENT, path, f"{path}/page", f"{path}/file"):
        answer = reader.get(address)
        assert answer.status_code == 404, address
        assert "I am calm." not in answer.text


def test_statements_do_not_grow_with_instruments_and_their_questions(
    cora: Browser, statements: Statements
) -> None:
    give(cora)
    path = cora.get(f"{DOCUMENT}/preview").headers["location"]
    paths = (HOME, PACK, DOCUMENT, path, f"{path}/page", f"{PACK}/export.zip")

    def totals() -> list[int]:
        found = []
        for address in paths:
            with statements() as count:
                assert cora.get(address).status_code == 200
            found.append(count.total)
        return found

    before = totals()
    files = exported(cora)
    for number in range(5):
        name = f"survey-{number}"
        files[FILE.replace("first-survey", name)] = SHELL.replace("first-survey", name)
    many = "".join(f"  - {{code: q{n}, kind: text, text: More {n}}}\n" for n in range(50))
    files = edited(files, FILE, "groups:", f"{many}groups:")
    files = edited(files, FILE, "more]}", f"more, {', '.join(f'q{n}' for n in range(50))}]}}")
    screens = files[FILE].replace(", q30", "]}\n  - {title: Third, items: [q30")
    assert import_files(cora, files | {FILE: screens}, after=2).status_code == 303
    assert totals() == before
    assert max(before) <= 9
