"""From an empty installation to an invited person who reads the first week, in a real browser.

Nothing is invented beforehand: two commands as *Deploy* tells them, a mail server, and people who
read nothing but the screen. What they do is counted.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from app.core import schema
from app.core.db import Database
from app.settings import PROJECT_ROOT, Settings
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE, Site, free_port, served
from tests.browser.phones import begin, confirm
from tests.cast import NOW
from tests.databases import EmptyDatabase
from tests.messages.server import Behavior, FakeMailServer

pytestmark = pytest.mark.browser

MOST_FOR_COHORT, MOST_FOR_IMPORT = 25, 8
FIRST_SESSION = "2027-01-14"
WEEK_ONE = datetime(2027, 1, 12, 16, tzinfo=UTC)
ADMIN, COORDINATOR, INVITED = "ida@mesa.edu", "cora@mesa.edu", "dana.okafor@clearwater.edu"
MESA = ("Mesa School of Medicine", "Mesa", "New Mexico", "America/Denver", "mesa.edu")
CLEARWATER = ("Clearwater University", "Clearwater", "Idaho", "America/Boise", "clearwater.edu")
TOWNS = (
    ("Aspen Ridge", "America/Denver"),
    ("Bear Lake", "America/Denver"),
    ("Copper Canyon", "America/Phoenix"),
    ("Diné Valley", "America/Shiprock"),
    ("Eagle River", "America/Anchorage"),
    ("Four Winds", "America/Denver"),
    ("Granite Falls", "America/Los_Angeles"),
    ("High Prairie", "America/Chicago"),
    ("Island", "Pacific/Honolulu"),
    ("Juniper", "America/Boise"),
    ("Kiva", "America/Phoenix"),
)
GIVEN = ("Ana", "Björn", "Chidi", "Dolores", "Emeka", "Farah", "Gus", "Hana", "Ivo", "Jun")
FAMILY = ("Abeyta", "Begay", "Castillo", "Dlamini", "Etcitty")

CREDIT = {
    "Provider": "Mesa School of Medicine",
    "Most credits that can be awarded": "13.00",
    "Minutes that a module earns": "45",
    "Most credits for modules": "5.00",
    "Accreditation statement": "Mesa School of Medicine is accredited by its state society.",
    "Designation statement": "It designates this activity for a maximum of 13.00 {credit_phrase}.",
    "Name, with degrees": "Rosa Lindqvist, MD",
    "Role": "Course director",
    "Why relevant financial relationships do or do not apply": "Nothing clinical is taught.",
    "Who approved it": "Mesa CME office",
}


class Clock:
    """The moment it is in the installation."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Counted:
    """A page, and what somebody does on it: each click, choice and field filled counts one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = 0

    def press(self, name: str) -> None:
        self._count()
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()

    def follow(self, name: str) -> None:
        self._count()
        self.page.get_by_role("link", name=re.compile(name)).first.click()

    def fill(self, label: str, value: str) -> None:
        self._count()
        self.page.get_by_label(label, exact=True).first.fill(value)

    def fill_day(self, label: str, day: str) -> None:
        """Dates are what only she knows; they are not counted."""
        self.page.get_by_label(label, exact=True).fill(day)

    def choose(self, label: str, option: str) -> None:
        self._count()
        self.page.get_by_label(label, exact=True).select_option(option)

    def check(self, label: str | re.Pattern[str], *, on: bool = True) -> None:
        self._count()
        self.page.get_by_label(label).first.set_checked(on)

    def send(self, label: str, file: Path) -> None:
        self._count()
        self.page.get_by_label(label).set_input_files(file)

    def _count(self) -> None:
        self.interactions += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mails() -> Behavior:
    """A mail server, and what came in."""
    return Behavior()


@pytest.fixture
def new_site(
    empty_database: EmptyDatabase, tmp_path: Path, clock: Clock, mails: Behavior
) -> Iterator[Site]:
    """An installation as its operator leaves it: migrated, content loaded, one administrator."""
    port = free_port()
    with empty_database("nothing", tmp_path) as url, FakeMailServer(mails) as server:
        schema.upgrade(url)
        settings = Settings(
            base_url=f"http://localhost:{port}",
            port=port,
            data_dir=tmp_path,
            database_url=url,
            secret_key=SecretStr("only-for-this-test-and-long-enough"),
            smtp_url=SecretStr(f"smtp://127.0.0.1:{server.port}"),
            mail_from="Waypost <no-reply@mesa.edu>",
        )
        _command(settings, "content", "load")
        names = ("--given-name", "Ida", "--family-name", "Ibarra")
        _command(settings, "admin", ADMIN, *names, "--institution", MESA[0], "--zone", MESA[3])
        with served(settings, Database(url), clock=clock) as site:
            yield site


def _command(settings: Settings, *words: str) -> None:
    assert settings.secret_key
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "BASE_URL": settings.base_url,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
    }
    command = [sys.executable, "-m", "app", *words]
    subprocess.run(
        command,
        cwd=PROJECT_ROOT,
        env=environment,
        check=True,
        timeout=300,
        stdout=subprocess.DEVNULL,
    )


def _open(chromium: Browser, site: Site, *, phone: bool = False) -> Page:
    viewport = PHONE if phone else DESKTOP
    context = chromium.new_context(viewport=viewport, base_url=site.url)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def _mail_to(
    page: Page, mails: Behavior, address: str, about: str, *, after: int = 0
) -> EmailMessage:
    """The newest mail to an address with these words in its subject, once it is there.

    `after`: so many had come before, and are not meant.
    """
    for _ in range(300):
        for mail in reversed(mails.mails[after:]):
            sent: EmailMessage = mail
            if address in str(sent["To"]) and about in str(sent["Subject"]):
                return sent
        page.wait_for_timeout(50)
    subjects = [(str(mail["To"]), str(mail["Subject"])) for mail in mails.mails]
    pytest.fail(f"No mail about “{about}” came to {address}: {subjects}")


def _link_in(mail: EmailMessage, part: str) -> str:
    text = mail.get_body(("plain",))
    assert text is not None
    (link,) = re.findall(rf"https?://\S*{re.escape(part)}\S*", text.get_content())
    return str(link)


def _sign_in(page: Page, mails: Behavior, address: str) -> None:
    """With the mailed link, in the browser that asked for it."""
    if "/sign-in" not in page.url:
        page.goto("/sign-in")
    before = len(mails.mails)
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Email me a sign-in link").click()
    expect(page.get_by_text("Check your email")).to_be_visible()
    mail = _mail_to(page, mails, address, "Your sign-in link", after=before)
    page.goto(_link_in(mail, "/sign-in/link/"))
    page.get_by_role("button", name="Sign in to Waypost").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def test_from_an_empty_installation_to_the_first_week(
    chromium: Browser, new_site: Site, clock: Clock, mails: Behavior, tmp_path: Path
) -> None:
    ida = _open(chromium, new_site)
    _sign_in(ida, mails, ADMIN)
    _set_up_phone(ida, mails, ADMIN)
    _add_institutions(ida, tmp_path)
    _appoint_coordinator(ida, mails)
    cora = _open(chromium, new_site)
    _sign_in(cora, mails, COORDINATOR)
    _set_up_phone(cora, mails, COORDINATOR)
    cohort = _set_up_cohort(cora)
    _bring_people_in(cora, tmp_path, mails)
    _publish(cora, cohort)
    clock.now = NOW + timedelta(days=1)
    dana = _open(chromium, new_site, phone=True)
    _take_the_seat(dana, mails)
    clock.now = WEEK_ONE
    _read_week_one(dana, mails)


def _set_up_phone(page: Page, mails: Behavior, address: str) -> None:
    """Who sees other people's records proves more than a mailbox, from the first day."""
    begin(page)
    confirm(page, NOW)
    expect(page).not_to_have_url(re.compile("/security"))
    _mail_to(page, mails, address, "The second step of your sign-in is set up")


def _add_institutions(page: Page, folder: Path) -> None:
    """Hers was made with her; one more by hand, eleven from a file."""
    page.goto("/admin")
    page.get_by_role("link", name=re.compile("institution", re.IGNORECASE)).first.click()
    page.get_by_role("link", name=MESA[0]).click()
    page.get_by_label("Mail domains").fill(MESA[4])
    page.get_by_role("button", name="Save institution").click()
    page.goto("/admin/institutions")
    page.get_by_role("link", name="Add an institution").click()
    for label, value in zip(("Name", "Short name", "State or country"), CLEARWATER, strict=False):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Time zone").select_option(CLEARWATER[3])
    page.get_by_label("Mail domains").fill(CLEARWATER[4])
    page.get_by_role("button", name="Add institution").click()
    table = folder / "sites.csv"
    lines = [f"{town} College of Medicine;{town};{zone}" for town, zone in TOWNS]
    table.write_text("Institution;Short name;Time zone\n" + "\n".join(lines), encoding="utf-8")
    page.goto("/admin/institutions/import")
    page.get_by_label("CSV file").set_input_files(table)
    page.get_by_role("button", name="Check this table").click()
    page.get_by_role("button", name="Add 11 institutions").click()
    page.goto("/admin/institutions")
    expect(page.locator("tbody tr")).to_have_count(13)


def _appoint_coordinator(page: Page, mails: Behavior) -> None:
    page.goto("/admin/roles/new?role=coordinator")
    page.get_by_label("Scope").select_option(label="Mentor Development Program")
    page.get_by_label("Who").fill(COORDINATOR)
    page.get_by_role("button", name="Give this role").click()
    page.get_by_label("Given name").fill("Cora")
    page.get_by_label("Family name").fill("Chavez")
    page.get_by_label("Institution").select_option(label=MESA[0])
    page.get_by_role("button", name="Give this role").click()
    _mail_to(page, mails, COORDINATOR, "You have a new role in Waypost")


def _set_up_cohort(page: Page) -> Counted:
    """Four pages: dates, who leads, seats and rules with the credit, and the rehearsal."""
    does = Counted(page)
    page.goto("/manage/cohorts")
    does.follow("New cohort")
    does.check(re.compile("template"))
    does.press("Start the draft")
    does.fill_day("Day of the first session", FIRST_SESSION)
    does.press("Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who leads")
    does.press("Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seats and rules")
    does.fill("Seats", "50")
    does.press("Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Clock rehearsal")
    expect(page.locator("table").first).to_contain_text("Navajo Nation")
    return does


def _messy_file(folder: Path) -> Path:
    """52 lines: capitals, `Last, First`, a name twice, two sites unknown, a namesake of hers."""
    rows = ["Site;E-Mail;Participant Name;What do you hope for?"]
    people = [(given, family) for family in FAMILY for given in GIVEN][:47]
    for n, (given, family) in enumerate(people):
        site = f"{TOWNS[n % 11][0].upper()} COLLEGE OF MEDICINE"
        name = (f"{given} {family}", f"{family}, {given}", f"{given} {family}".upper())[n % 3]
        rows.append(f"{site};{given[:2]}.{family}{n}@Example.EDU;{name};Time, and a plan")
    first = f"{GIVEN[0]} {FAMILY[0]}"
    rows.append(f"Aspen Ridge;{GIVEN[0][:2]}.{FAMILY[0]}0@example.edu;{first};The same again")
    rows.append(f"Clearwater University;{INVITED};OKAFOR, DANA;A good first year")
    rows.append("Mesa School of Medicine;c.chavez@elsewhere.org;Chavez, Cora;Her namesake")
    rows.append("Kiva Med. Ctr.;w.white@example.edu;Wade White;A site in other words")
    rows.append("Nobody's University;z.zuni@example.edu;Zia Zuni;A site that is none")
    file = folder / "people.csv"
    file.write_bytes("\r\n".join(rows).encode("cp1252"))
    return file


def _bring_people_in(page: Page, folder: Path, mails: Behavior) -> None:
    """The draft's people from a file, with three choices; nobody is told before the publication."""
    slug = page.url.split("/cohorts/")[1].split("/")[0]
    page.goto(f"/manage/cohorts/{slug}/people")
    before = len(mails.mails)
    does = Counted(page)
    does.follow("People from a file")
    does.send("File", _messy_file(folder))
    does.press("Check this list")
    expect(page.locator("[id^=choice-title-]")).to_have_count(3)
    does.check("Two different people")
    does.check(re.compile("^It is Kiva"))
    does.check("Leave row 53 out")
    does.press("Keep these choices")
    expect(page.get_by_text("Nothing has been written yet")).to_be_visible()
    does.press("Apply to")
    expect(page.get_by_role("heading", name="Who was on the list")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(50)
    assert does.interactions <= MOST_FOR_IMPORT, does.interactions
    page.wait_for_timeout(500)
    assert len(mails.mails) == before
    page.goto(f"/manage/cohorts/{slug}/setup/rehearsal")


def _publish(page: Page, does: Counted) -> None:
    """The credit of a first cohort, which can be copied from nowhere; then all of it goes out."""
    does.follow("Enter the credit")
    for label, value in CREDIT.items():
        does.fill(label, value)
    does.check("Relevant financial relationships are disclosed", on=False)
    does.check(re.compile("^Credit is claimed by those who complete"))
    does.fill_day("Day of the approval", "2026-11-10")
    does.press("Enter this credit")
    expect(page.get_by_text("50 invitations go out")).to_be_visible()
    does.press("Publish")
    expect(page).to_have_url(re.compile("/manage/cohorts/[^/]+$"))
    assert does.interactions <= MOST_FOR_COHORT, does.interactions


def _take_the_seat(page: Page, mails: Behavior) -> None:
    invitation = _mail_to(page, mails, INVITED, "You are invited to")
    page.goto(_link_in(invitation, "/join/"))
    page.locator("main").get_by_role("link", name=re.compile("[Ss]ign in")).first.click()
    _sign_in(page, mails, INVITED)
    page.get_by_role("button", name="Take the seat").click()
    expect(page.locator("main")).to_contain_text("You have a seat")


def _read_week_one(page: Page, mails: Behavior) -> None:
    page.goto("/home")
    if "/sign-in" in page.url:
        _sign_in(page, mails, INVITED)
    page.goto("/home")
    expect(page.locator("main")).to_contain_text("Identifying and aligning expectations")
    page.locator("main a[href$='/units/1']").first.click()
    expect(page).to_have_url(re.compile("/units/1$"))
    expect(page.locator("main")).to_contain_text("I completed")
