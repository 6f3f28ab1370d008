"""The main journey in Spanish: week, signature, attendance, claim, issue, verification.

Whatever is shown on the way is looked through for every English text of the catalog.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Page, expect

from app.language.languages import SPANISH
from app.language.texts import pieces
from app.language.upkeep import marked, read
from tests.browser.conftest import PATIENCE, Site, served_demo, sign_in_on
from tests.whole_demo import MadeDemo

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
RUNNING, FINISHED = "fall-2026", "spring-2026"

OURS = """() => {
  const page = document.body.cloneNode(true);
  for (const content of page.querySelectorAll("[lang]")) content.remove();
  document.body.append(page);
  const words = [page.innerText];
  for (const element of page.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (element.hasAttribute(name)) words.push(element.getAttribute(name));
    }
  }
  page.remove();
  return words.join("\\n");
}"""
"""All that is said on a page, besides what says that it is in another language."""


@pytest.fixture(scope="module")
def site(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo in which nobody has done anything yet."""
    with served_demo(made_demo, "es", tmp_path_factory.mktemp("es")) as site:
        yield site


@cache
def english() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every English text that Spanish says otherwise, with anything in place of its facts.

    Before it stands its longest piece: to look for that first takes a hundredth of the time.
    """
    spanish = read(SPANISH)
    found = []
    for entry in marked():
        if not entry.id:
            continue
        words = (entry.id,) if isinstance(entry.id, str) else entry.id
        translated = spanish.get(words[0], entry.context)
        assert translated is not None, words
        if translated.string == entry.id:
            continue
        for text in words:
            literals = [re.sub(r"<[^>]*>", "", piece.literal) for piece in pieces(text)]
            if len(re.findall("[A-Za-z]{3,}", " ".join(literals))) > 1:
                inside = "[^\\n]{1,60}?".join(map(re.escape, literals))
                pattern = re.compile(rf"(?<!\\w){inside}(?!\\w)")
                found.append((max(literals, key=len), pattern))
    assert len(found) > 500
    return tuple(found)


def look(page: Page) -> None:
    """No English text of ours is on a page."""
    expect(page.locator("html")).to_have_attribute("lang", "es")
    said = page.evaluate(OURS)
    found = [text.search(said) for piece, text in english() if piece in said]
    assert [match[0] for match in found if match] == [], page.url


def say(english: str) -> re.Pattern[str]:
    """A text in Spanish, with anything in place of its facts."""
    entry = next(
        entry
        for entry in read(SPANISH)
        if english in ((entry.id,) if isinstance(entry.id, str) else entry.id)
    )
    words = entry.string if isinstance(entry.string, str) else (entry.string or [""])[-1]
    return re.compile(".+".join(re.escape(piece.literal) for piece in pieces(words)))


def test_learner_chooses_spanish_once_and_signs_the_open_week(open_page: Opener) -> None:
    visitor = open_page()
    visitor.goto("/sign-in")
    visitor.get_by_role("button", name="Español").click()
    look(visitor)
    visitor.click("button[value=ada]")
    look(visitor)

    ada = visitor
    ada.goto(f"/cohorts/{RUNNING}/units/5")
    required = ada.locator("#readings button[aria-pressed=false]")
    while required.count():
        left = required.count()
        required.first.click()
        expect(required).to_have_count(left - 1)
    ada.locator("textarea[name=text]").fill("Pregunté y esperé la respuesta.")
    ada.locator("form[data-guard] button[type=submit]").click()
    expect(ada.locator("main").get_by_text(say("Your reflection is saved."))).to_be_visible()
    look(ada)
    ada.locator("input[name=typed_name]").fill("Ada Alvarado")
    ada.locator("input[name=typed_name]").press("Enter")
    expect(ada.locator("input[name=typed_name]")).to_have_count(0)
    look(ada)


def test_facilitator_records_attendance(open_page: Opener) -> None:
    fay = open_page("fay", language="es")
    fay.goto(f"/teach/{RUNNING}/sessions/4/attendance")
    look(fay)
    fay.locator("fieldset.seg").nth(3).locator("label.seg-late").click()
    fay.locator("#save").click()
    expect(fay.locator("#saved")).to_be_visible()
    look(fay)


def issue_everybody(cora: Page) -> None:
    """What the coordinator does."""
    look(cora)
    cora.goto(f"/manage/cohorts/{FINISHED}/certificates/issue")
    look(cora)
    cora.get_by_role("button", name=say("Issue {count} certificates")).click()
    done = cora.get_by_role("link", name=say("See the certificates"))
    expect(done).to_be_visible(timeout=4 * PATIENCE)
    look(cora)


def test_credit_is_claimed_certificates_issued_and_verified(open_page: Opener) -> None:
    ben = open_page(language="es")
    sign_in_on(ben, "ben")
    look(ben)
    ben.goto(f"/cohorts/{FINISHED}/claim")
    look(ben)
    ben.locator("select[name=quarters]").select_option("38")
    ben.locator("#claim button.secondary[type=submit]").click()
    expect(ben.locator("#claim .stats")).to_be_visible()
    look(ben)

    cora = open_page(language="es")
    sign_in_on(cora, "cora")
    issue_everybody(cora)
    ben.goto("/my/certificates")
    look(ben)
    number = ben.locator("a[href^='/my/certificates/'][href$='.pdf']").first
    expect(number).to_be_visible()
    cora.goto(f"/manage/cohorts/{FINISHED}/certificates")
    look(cora)
    cora.locator("a[href^='/manage/certificates/']").first.click()
    look(cora)
    code = cora.locator("a[href*='/verify/']").first.get_attribute("href")
    public = open_page(language="es")
    public.goto(str(code))
    expect(public.locator("main")).to_contain_text(say("Valid"))
    look(public)
