"""The register: every certificate issued in a cohort, as a page and as a spreadsheet."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from app.certificates.enums import EventKind
from app.certificates.models import CertificateEvent
from app.certificates.snapshot import CertificateKind
from app.cohorts.enrollments.actions import enroll
from app.credit.phrase import PHRASE_TEXT
from app.people.enums import Profession
from app.people.models import Institution
from tests.cast import NOW, Cast, make_person
from tests.certificates.office import claim, record, rename
from tests.client import SignIn, Statements
from tests.issued import issue_certificate
from tests.page import Page

CERTIFICATES = "/manage/cohorts/spring-2026/certificates/register"


def test_certificates_say_which_no_longer_hold(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    old = issue_certificate(session, cast.enrollment("ben"))
    new = issue_certificate(session, cast.enrollment("ben"), edition=2)
    session.add(
        CertificateEvent(
            certificate_id=old.id,
            kind=EventKind.REPLACED,
            reason_class="name",
            replaced_by_id=new.id,
            at=NOW,
            by=cast.id("cora"),
        )
    )
    session.commit()
    first, second = sign_in("cora").page(CERTIFICATES).rows
    assert f"{old.number} Replaced November 18, 2026" in first
    assert f"{new.number} November 18, 2026" in second


def test_certificates_show_the_name_on_the_paper(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    cast.person("ben").certificate_name = "Somebody Else"
    session.commit()
    page = sign_in("cora").page(CERTIFICATES)
    assert "Somebody Else" not in page.text
    assert "Dana Okafor, MD, MPH Sonoran Attestation of completion" in page.rows[0]


# ---------------------------------------------------------------------------- the list


@pytest.fixture
def issued(session: Session, cast: Cast) -> tuple[str, str, str]:
    """The numbers of three: one revoked, the other two of two people with other names."""
    home = session.get_one(Institution, cast.person("ben").institution_id)
    person = make_person(
        session, "zoe", "Zoe", "Álvarez", "MD", Profession.PHYSICIAN, institution=home
    )
    zoe = enroll(session, cast.spring, person.id, by=None, now=NOW)
    session.flush()
    revoked = issue_certificate(session, cast.enrollment("ben"))
    held = issue_certificate(session, cast.enrollment("ben"), edition=2)
    hers = issue_certificate(session, zoe)
    session.add(
        CertificateEvent(
            certificate_id=revoked.id,
            kind=EventKind.REVOKED,
            reason_class="issued_in_error",
            at=NOW,
            by=cast.id("cora"),
        )
    )
    session.commit()
    return revoked.number, held.number, hers.number


def numbers(page: Page) -> list[str]:
    return [link.text for link in page.links if link.href.endswith(link.text)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", [2, 0, 1]),
        ("?sort=-name", [0, 1, 2]),
        ("?show=revoked", [0]),
        ("?show=valid", [2, 1]),
        ("?show=replaced", []),
        ("?q=nobody", []),
        ("?q=okafor&show=revoked", [0]),
    ],
)
def test_certificates_are_sorted_by_their_owner_and_narrowed(
    sign_in: SignIn, issued: tuple[str, str, str], asked: str, expected: list[int]
) -> None:
    page = sign_in("cora").page(CERTIFICATES + asked)
    assert numbers(page) == [issued[n] for n in expected]


def test_certificate_is_found_by_its_number(sign_in: SignIn, issued: tuple[str, str, str]) -> None:
    page = sign_in("cora").page(CERTIFICATES, params={"q": issued[1].lower()})
    assert numbers(page) == [issued[1]]
    assert page.chips == ["All 1", "Valid 1", "Replaced 0", "Revoked 0"]


def test_words_that_nothing_has_are_said_with_the_way_back(
    sign_in: SignIn, issued: tuple[str, str, str]
) -> None:
    page = sign_in("cora").page(f"{CERTIFICATES}?q=nobody")
    assert "No certificate here has “nobody” in its name or number." in page.text
    assert page.link("Show all certificates") == CERTIFICATES


def test_certificates_are_downloaded_as_they_are_shown(
    sign_in: SignIn, issued: tuple[str, str, str]
) -> None:
    cora = sign_in("cora")
    link = cora.page(f"{CERTIFICATES}?show=revoked").link("Download as CSV")
    answer = cora.get(link)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.removeprefix("\ufeff").splitlines() == [
        "Name on certificate,Institution,Kind,Claimed,Eligible at the claim,Designated,Counted in,"
        "Number,Issued,Status",
        f'"Dana Okafor, MD, MPH",Sonoran,Attestation of completion,,,,,{issued[0]},2026-11-18,'
        "Revoked",
    ]


def test_register_says_what_was_claimed_of_what_was_earned_and_designated(
    sign_in: SignIn, session: Session
) -> None:
    claim(session, quarters=22)
    for kind in (CertificateKind.CME_CREDIT, CertificateKind.COMPLETION):
        record(session, kind=kind)
    session.commit()
    answer = sign_in("cora").get(f"{CERTIFICATES}?format=csv")
    first, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    credit, completion = (dict(zip(first, row, strict=True)) for row in rows)
    said = ("Claimed", "Eligible at the claim", "Designated", "Counted in")
    assert [credit[name] for name in said] == ["5.50", "6.00", "6.00", PHRASE_TEXT]
    assert [completion[name] for name in said] == [""] * 4


def test_name_that_looks_like_a_formula_is_text(sign_in: SignIn, session: Session) -> None:
    rename(session, "ben", "=HYPERLINK(1)")
    record(session)
    session.commit()
    answer = sign_in("cora").get(f"{CERTIFICATES}?format=csv")
    assert "'=HYPERLINK(1), MD" in answer.text


def test_cohort_without_certificates_leads_to_who_is_ready(sign_in: SignIn) -> None:
    page = sign_in("cora").page(CERTIFICATES)
    assert "No certificates yet" in page.text
    assert page.link("See who is ready") == CERTIFICATES.replace("register", "issue")


def test_more_certificates_need_no_more_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    cora = sign_in("cora")
    with statements() as few:
        cora.get(CERTIFICATES)
    for edition in range(2, 30):
        issue_certificate(session, cast.enrollment("ben"), edition=edition)
    session.commit()
    with statements() as many:
        cora.get(CERTIFICATES)
    assert many.total == few.total <= 6
