"""From the open unit to a verified certificate, as the people of the demo would do it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.people.models import RoleGrant
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.browser.conftest import Site, sign_in_on
from tests.cast import NOW, Cast

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]
RUNNING, FINISHED = "fall-2026", "spring-2026"


def save_reflection(page: Page) -> None:
    """And wait until the page has it as its text; the sentence may be that of an earlier save."""
    field = page.get_by_label("Your reflection")
    written = field.input_value()
    page.get_by_role("button", name="Save reflection").click()
    expect(field).to_have_text(written)
    expect(page.locator("main").get_by_text("Your reflection is saved.")).to_be_visible()


def test_ada_reads_reflects_and_signs_the_open_week(open_page: Opener) -> None:
    page = open_page(phone=True)
    sign_in_on(page, "ada")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Week 5"))
    page.get_by_role("link", name="Continue").click()
    required = page.locator("#readings button[aria-pressed=false]")
    assert required.count() >= 2
    while required.count():
        left = required.count()
        required.first.click()
        expect(required).to_have_count(left - 1)
    page.get_by_label("Your reflection").fill("I took silence for agreement.")
    page.get_by_label("Type your name to sign").fill("Ada Alvarado")
    sign = page.get_by_role("button", name="Sign: I completed Week 5")
    expect(sign).to_be_disabled()
    save_reflection(page)
    page.get_by_label("Your reflection").fill("I took silence for agreement. I will ask.")
    page.get_by_label("Type your name to sign").fill("Ada Alvarado")
    sign.click()
    expect(page.locator("#problem")).to_contain_text("Save your reflection first")
    save_reflection(page)
    page.get_by_label("Type your name to sign").fill("Ada Alvarado")
    sign.click()
    done = page.get_by_role("heading", name="Week 5 is done")
    expect(done).to_be_focused()
    expect(page).to_have_title("Week 5 is done · Waypost")
    expect(done).to_be_in_viewport()
    page.goto("/my/record")
    row = page.get_by_role("row", name=re.compile("^Week 5"))
    expect(row).to_contain_text("Wed, Nov 18")


def test_fay_marks_fifty_people_with_two_exceptions_in_five_interactions(open_page: Opener) -> None:
    page = open_page("fay")
    page.goto(f"/teach/{RUNNING}")
    interactions = 0

    page.goto(f"/teach/{RUNNING}/sessions/4/attendance")
    interactions += 1
    assert page.locator("input[type=radio]:checked").count() == 0
    rows = page.locator("fieldset.seg")
    assert rows.count() == 50
    rows.nth(3).get_by_text("Late", exact=True).click()
    rows.nth(7).get_by_text("Absent", exact=True).click()
    page.get_by_role("button", name=re.compile("^Mark remaining .* present$")).click()
    page.get_by_role("button", name=re.compile("^Save")).click()
    interactions += 4

    expect(page.locator("#saved")).to_contain_text("Saved 50 marks")
    checked = page.locator("input[type=radio]:checked")
    assert checked.count() == 50
    assert interactions == 5


def test_attendance_is_found_by_name_and_counted_while_it_is_marked(open_page: Opener) -> None:
    page = open_page("fay")
    page.goto(f"/teach/{RUNNING}/sessions/3/attendance")
    row = page.locator("#roster tbody tr").filter(has=page.locator("input[value=present]:checked"))
    name = row.first.locator("legend").inner_text()
    absent = page.locator(".stats [data-count=absent]")
    before = int(absent.inner_text())
    page.locator("#find").fill(name.upper())
    expect(page.locator("#found")).to_have_text("1 of 50 people")
    expect(page.locator("#roster tbody tr:visible")).to_contain_text(name)
    page.locator("#roster tbody tr:visible").get_by_text("Absent", exact=True).click()
    expect(absent).to_have_text(str(before + 1))
    expect(page.locator("#save")).to_have_text("Save 1 mark")
    expect(page.locator("#unsaved")).to_have_text("1 mark not saved yet")


def test_keys_step_over_ones_own_row(open_page: Opener, site: Site) -> None:
    with site.database.write() as session:
        cast = Cast(session)
        role = grant_role(
            session,
            cast.enrollment("ada", RUNNING).person_id,
            Role.FACILITATOR,
            Scope.COHORT,
            cast.fall.id,
            by=None,
            now=NOW,
        )
        session.flush()
        role_id = role.id
    page = open_page("ada")
    page.goto(f"/teach/{RUNNING}/sessions/3/attendance")
    rows = page.locator("#roster tbody tr")
    own = rows.filter(has_text=str(NOT_FOR_ONESELF))
    expect(own.locator("input")).to_have_count(0)
    place = own.evaluate("row => row.sectionRowIndex")
    rows.nth(place - 1).locator("input:checked").focus()
    for key, row in (("ArrowDown", place + 1), ("ArrowUp", place - 1)):
        page.keyboard.press(key)
        expect(rows.nth(row).locator("input:checked")).to_be_focused()
    with site.database.write() as session:
        session.get_one(RoleGrant, role_id).revoked_at = NOW


def issue_everybody(page: Page) -> None:
    """Cora's three clicks after the preview, at most."""
    page.goto(f"/manage/cohorts/{FINISHED}/certificates/issue")
    page.get_by_role("button", name=re.compile("^Issue \\d+ certificates?$")).click()
    done = page.get_by_role("link", name="See the certificates")
    expect(done).to_be_visible(timeout=60_000)


def test_ben_claims_cora_issues_and_anybody_verifies(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    ben = open_page()
    sign_in_on(ben, "ben")
    ben.get_by_role("link", name="Claim your credit").click()
    ben.get_by_label("Credit I claim").select_option("38")
    ben.get_by_role("button", name="Claim this credit").click()
    expect(ben.locator("#claim")).to_contain_text("Claimed on November 18, 2026")

    issue_everybody(open_page("cora"))

    ben.goto("/my/certificates")
    row = ben.locator("main").get_by_text(re.compile("Certificate of credit")).first
    expect(row).to_be_visible()
    link = ben.locator("a[href^='/my/certificates/'][href$='.pdf']")
    paths = sorted({str(found_link.get_attribute("href")) for found_link in link.all()})
    files = [_download(ben, path, tmp_path / f"{n}.pdf") for n, path in enumerate(paths)]
    credit = next(file for file in files if "AMA PRA Category 1" in _text(file))
    assert (
        credit.read_bytes()
        == _download(ben, paths[files.index(credit)], tmp_path / "again.pdf").read_bytes()
    )

    words = _text(credit)
    for needed in (
        "Ben Begay, MD, MPH",
        "is awarded 9.50 AMA PRA Category 1 Credits",
        "Demo Office of Continuing Professional Learning",
        "Mentor Development Program, Spring 2026",
        "blended",
        "2026",
    ):
        assert needed in words, needed
    signature = _run("pdfsig", credit)
    assert "Signature is Valid" in signature
    assert "Total document signed" in signature
    info = _run("pdfinfo", credit)
    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(r"Pages:\s+1\n", info)

    address = _scan(credit, tmp_path)
    assert address.startswith(f"{site.url}/verify/")
    public = open_page(scripts=False)
    public.goto(address)
    expect(public.locator("main")).to_contain_text("Valid")
    expect(public.locator("main")).to_contain_text("Ben Begay")
    told = public.request.get(f"{address}.json").json()
    assert told["status"] == "valid"

    data = bytearray(credit.read_bytes())
    data[len(data) // 3] ^= 1
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(data)
    for file, words_shown in ((credit, "exactly the file"), (forged, "changed")):
        public.goto("/verify")
        public.set_input_files("input[type=file]", str(file))
        public.get_by_role("button", name="Compare the file").click()
        expect(public.locator("main")).to_contain_text(words_shown)


def _download(page: Page, path: str, target: Path) -> Path:
    target.write_bytes(page.request.get(path).body())
    return target


def _run(*command: object) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=True
    )
    return done.stdout


def _text(pdf: Path) -> str:
    return " ".join(_run("pdftotext", "-layout", pdf, "-").split())


def _scan(pdf: Path, folder: Path) -> str:
    _run("pdftoppm", "-r", "100", "-png", "-singlefile", pdf, folder / "scan")
    return _run("zbarimg", "--quiet", "--raw", folder / "scan.png").strip()
