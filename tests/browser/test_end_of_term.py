"""The end of a term in one sitting: what a coordinator does, counted as she does it."""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.certificates.pars import actions, queries
from app.certificates.queries import CertificateInCohort, certificates_of_cohort
from app.certificates.snapshot import CertificateKind, from_json
from tests.browser.conftest import Site, served_demo, sign_in_on
from tests.cast import NOW, Cast
from tests.certificates.pars.reported import ACTIVITY, DETAILS, cells_of
from tests.whole_demo import MadeDemo

pytestmark = pytest.mark.browser
DESK = "/manage/cohorts/spring-2026"
MOST = 25


class Sitting:
    """A coordinator's page, and how often something was opened, clicked or filled in on it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.interactions = 0

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.interactions += 1

    def click(self, what: Locator) -> None:
        what.click()
        self.interactions += 1

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.interactions += 1

    def press(self, name: str | re.Pattern[str]) -> None:
        self.click(self.page.get_by_role("button", name=name))

    def download(self, role: str, name: str | re.Pattern[str]) -> Path:
        with self.page.expect_download(timeout=60_000) as coming:
            self.click(self.page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
        path = self.folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path

    def wait_for(self, name: str | re.Pattern[str]) -> None:
        """Until long work is done."""
        expect(self.page.get_by_role("link", name=name).first).to_be_visible(timeout=90_000)


@pytest.fixture
def over(made_demo: MadeDemo, tmp_path: Path) -> Iterator[Site]:
    """A demo of its own, in which two physicians allow that their credit is reported."""
    with served_demo(made_demo, "term", tmp_path) as site:
        with site.database.write() as session:
            cast = Cast(session)
            actions.number_activity(session, cast.spring, ACTIVITY, by=cast.id("cora"), now=NOW)
            for own in queries.candidates(session, cast.spring.id)[:2]:
                place = own.enrollment_id
                actions.permit(session, place, DETAILS, by=own.person_id, now=NOW)
        yield site


def at_every_session(session: Session) -> list[CertificateInCohort]:
    """Two people who hold an attestation of completion, and were at all eight sessions."""
    issued = certificates_of_cohort(session, Cast(session).spring.id)
    return [
        own
        for own in issued
        if own.certificate.kind is CertificateKind.COMPLETION
        and from_json(own.certificate.snapshot).participation.sessions_counted == 8
    ][:2]


def issue_everything(cora: Sitting) -> None:
    cora.open(f"{DESK}/certificates/issue")
    cora.press(re.compile(r"^Issue \d+ certificates$"))
    cora.wait_for("See the certificates")


def amend(cora: Sitting, people: list[CertificateInCohort]) -> None:
    """Two marks of a session that certificates rest on."""
    cora.open("/teach/spring-2026/sessions/3/attendance")
    rows = cora.page.locator("#roster tbody tr")
    for own in people:
        name = f"{own.person.family_name}, {own.person.given_name}"
        cora.click(rows.filter(has_text=name).get_by_text("Absent", exact=True))
    cora.press(re.compile("^Save"))
    cora.fill("Why", "The list of the meeting says so.")
    cora.press("Change 2 marks")
    expect(cora.page.locator("#saved")).to_be_visible()


def issue_anew(cora: Sitting, number: str) -> None:
    cora.open(f"{DESK}/certificates/reissue")
    cora.click(cora.page.get_by_role("link", name=number))
    cora.click(cora.page.get_by_role("link", name="Issue it anew"))
    cora.press("Issue it anew")
    expect(cora.page.locator("main").get_by_text("All is signed")).to_be_visible(timeout=90_000)


def whole(archive: Path) -> zipfile.ZipFile:
    """A ZIP whose list of hashes names each file in it, and is right."""
    packed = zipfile.ZipFile(archive)
    (sums,) = (name for name in packed.namelist() if name.endswith("SHA256SUMS"))
    listed = dict(line.split("  ", 1)[::-1] for line in packed.read(sums).decode().splitlines())
    root = sums.removesuffix("SHA256SUMS")
    assert {root + name for name in listed} == {*packed.namelist()} - {sums}
    for name, wanted in listed.items():
        assert hashlib.sha256(packed.read(root + name)).hexdigest() == wanted, name
    return packed


def test_end_of_term_of_fifty_people_in_one_sitting(
    over: Site, chromium: Browser, tmp_path: Path
) -> None:
    with over.database.read() as session:
        people = at_every_session(session)
    assert len(people) == 2
    page = chromium.new_page(viewport={"width": 1200, "height": 860}, base_url=over.url)
    sign_in_on(page, "cora")
    cora = Sitting(page, tmp_path)

    issue_everything(cora)
    amend(cora, people)
    issue_anew(cora, people[0].certificate.number)
    cora.open(f"{DESK}/certificates/files")
    certificates = whole(cora.download("link", "Download all as ZIP"))
    cora.open(f"{DESK}/certificates/register")
    register = cora.download("link", "Download as XLSX")
    cora.open(f"{DESK}/credit/pars")
    cora.press("Make the file")
    reported = cora.download("button", re.compile("^Download"))
    cora.open(f"{DESK}/credit/audit")
    cora.fill("What it is for", "The accreditor asks for it.")
    cora.press("Make the audit folder")
    cora.wait_for("See the folder")
    cora.click(cora.page.get_by_role("link", name="See the folder"))
    folder = whole(cora.download("button", re.compile("^Download")))
    assert cora.interactions <= MOST, cora.interactions

    with over.database.read() as session:
        issued = certificates_of_cohort(session, Cast(session).spring.id)
        valid = [own for own in issued if own.state.value == "valid"]
        newest = session.scalars(
            select(Certificate).order_by(col(Certificate.issued_at).desc(), col(Certificate.number))
        ).first()
    assert newest is not None
    assert len(issued) == len(valid) + 1
    assert len(certificates.namelist()) == len(valid) + 1, "each, and the hashes"
    rows = cells_of(register.read_bytes())
    assert len(rows) == len(issued) + 2, "each, that of who led sessions, and the headings"
    lines = cells_of(reported.read_bytes())
    assert [row[0][1] for row in lines] == ["Record Action", "Add", "Add"]
    papers = [name for name in folder.namelist() if name.endswith(".pdf")]
    assert len(papers) == len(issued) + 2, "each, that of who led sessions, and the cover"
