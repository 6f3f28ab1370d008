"""What anybody may see: by code, by file, as a page, as JSON, on the command line."""

import json
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.enums import EventKind
from app.certificates.keys.queries import known_keys
from app.certificates.models import Certificate, CertificateKind
from app.certificates.numbers import new_code
from app.certificates.printing.pool import CertificatePool
from app.certificates.rules import ReasonClass
from app.certificates.snapshot import sha256_of
from app.certificates.verification import files
from app.certificates.verification.files import Match, check_file, verify_file
from app.certificates.verification.queries import file_as_issued
from app.core.db import Database
from app.credit.phrase import lint_credit_phrase
from app.language import Text
from app.site.verify import forms, routes
from app.web.limits import RateLimit
from tests.certificates.office import claim, happened, office, record, rename, start, work
from tests.client import Browser, Statements
from tests.correcting import revoke
from tests.page import Page
from tests.tampering import drop_guards

PRIVATE = ("ben@example.org", "physician", "Sonoran", "attested", "counted", "Cora")


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with nobody having asked."""
    for name in ("LOOKED_UP_FROM", "COMPARED_FROM"):
        limit: RateLimit = getattr(routes, name)
        monkeypatch.setattr(routes, name, RateLimit(limit.times, limit.window))


@pytest.fixture
def issued(session: Session) -> Certificate:
    """Ben's certificate of credit, with a few bytes for a file."""
    claim(session)
    certificate = record(session, kind=CertificateKind.CME_CREDIT)
    session.commit()
    return certificate


@pytest.fixture
def printed(session: Session, database: Database, pool: CertificatePool) -> bytes:
    """Ben's attestation of completion, as the whole pipeline made it."""
    start(session)
    session.commit()
    work(database, office(pool))
    pdf = file_as_issued(session, session.scalars(select(Certificate)).one())
    assert pdf is not None
    return pdf


def show(browser: Browser, address: str) -> str:
    """A public page as plain words."""
    return browser.page(address).text


# ------------------------------------------------------------------------------------- code


def test_page_of_a_code_says_what_was_issued(browser: Browser, issued: Certificate) -> None:
    page = show(browser, f"/verify/{issued.code}")
    for shown in (
        "Valid This certificate is valid.",
        "Issued to Ben Begay, MD",
        "Certificate of credit",
        issued.number,
        "Mentor Development Program, Spring 2026",
        "Example Office of Continuing Professional Learning",
        "Other activity (blended)",
        "April 9–30, 2026",
        "5.50 AMA PRA Category 1 Credits™",
        "Issued November 18, 2026",
        issued.pdf_sha256,
    ):
        assert shown in page, shown


def test_verdict_is_a_word_with_the_code_as_printed_and_its_address(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    page = browser.page(f"/verify/{issued.code}")
    assert page.heading == "Valid"
    assert page.one(".verdict .code").text == f"Code {issued.code}"
    address = f"http://localhost:8000/verify/{issued.code}"
    assert page.link(address) == address
    happened(session, issued, EventKind.REVOKED)
    session.commit()
    page = browser.page(f"/verify/{issued.code}")
    assert (page.heading, page.title) == ("Revoked", "Revoked · Verify a certificate · Waypost")
    assert page.one(".verdict").attribute("class") == "notice verdict error"


def test_unknown_code_is_in_the_field_to_be_compared(browser: Browser) -> None:
    code = new_code()
    answer = browser.get(f"/verify/{code}")
    assert answer.page.one(".verdict h2").text == "Not issued here"
    assert answer.page.one("#code").attribute("value") == code


def test_public_page_gives_nothing_private_away(browser: Browser, issued: Certificate) -> None:
    page, data = browser.get(f"/verify/{issued.code}"), browser.get(f"/verify/{issued.code}.json")
    for secret in PRIVATE:
        assert secret not in page.text, secret
        assert secret not in data.text, secret


def test_json_says_the_same(browser: Browser, issued: Certificate) -> None:
    answer = browser.get(f"/verify/{issued.code}.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "status": "valid",
        "status_since": None,
        "revoked_for": None,
        "replaced_by": None,
        "replaced_by_code": None,
        "replaces": None,
        "replaces_code": None,
        "number": issued.number,
        "code": issued.code,
        "kind": "cme_credit",
        "name": "Ben Begay, MD",
        "program": "Mentor Development Program",
        "activity": "Mentor Development Program, Spring 2026",
        "provider": "Example Office of Continuing Professional Learning",
        "joint_providers": [],
        "learning_format": "Other activity (blended)",
        "dates": "April 9–30, 2026",
        "completed_on": "2026-04-30",
        "credits": "5.50",
        "credit_type": "AMA PRA Category 1 Credit(s)™",
        "hours": None,
        "sessions_led": [],
        "issued_on": "2026-11-18",
        "file_sha256": issued.pdf_sha256,
        "signed_by": None,
        "signer_sha256": None,
        "keys": "http://localhost:8000/verify/keys.zip",
        "time_stamp": None,
        "altered": False,
        "doubt": None,
    }


def test_public_pages_are_kept_and_listed_by_nobody(browser: Browser, issued: Certificate) -> None:
    for path in (f"/verify/{issued.code}", f"/verify/{issued.code}.json", "/verify", "/verify/x"):
        answer = browser.get(path)
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        if not path.endswith(".json"):
            assert '<meta name="robots" content="noindex, nofollow">' in answer.text


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_code_is_taken_in_any_spelling(browser: Browser, issued: Certificate, suffix: str) -> None:
    for typed in (issued.code.lower(), issued.code.replace("-", ""), issued.code.replace("-", " ")):
        answer = browser.get(f"/verify/{typed}{suffix}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/verify/{issued.code}{suffix}"


def test_typed_code_leads_to_its_page(browser: Browser, issued: Certificate) -> None:
    for typed in (f" {issued.code.lower()} ", f"https://waypost.example/verify/{issued.code}/"):
        answer = browser.post("/verify", data={"code": typed})
        assert answer.headers["location"] == f"/verify/{issued.code}"


def test_unknown_codes_get_one_page_whatever_is_wrong_with_them(browser: Browser) -> None:
    codes = (new_code(), "nonsense", "x" * 500)
    pages = {browser.get(f"/verify/{code}").text.replace(code, "") for code in codes}
    assert len(pages) == 1
    answer = browser.get(f"/verify/{new_code()}")
    assert answer.status_code == 404
    assert "No certificate has this code" in answer.text
    told = browser.get(f"/verify/{new_code()}.json")
    assert (told.status_code, told.json()) == (404, {"status": "unknown"})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", forms.NO_INPUT),
        ("WP-7K3M-9QFX-3", forms.A_NUMBER),
        ("7K3M-9QFX-2B4T-HW6D-X", forms.NO_CODE),
        ("x" * 301, "Shorten this to at most 300 characters."),
    ],
)
def test_what_is_no_code_is_answered_at_its_field(
    browser: Browser, typed: str, sentence: Text
) -> None:
    answer = browser.post("/verify", data={"code": typed})
    assert answer.status_code == 422
    assert str(sentence) in answer.text
    assert f'value="{typed}"' in answer.text
    assert "<title>Error:" in answer.text


@pytest.mark.parametrize("fields", [{}, {"code": new_code(), "number": "1"}, {"file": "text"}])
def test_other_fields_are_refused(browser: Browser, fields: dict[str, str]) -> None:
    assert browser.post("/verify", data=fields).status_code == 422


def test_revoked_one_says_so_when_and_why(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    happened(session, issued, EventKind.REVOKED)
    session.commit()
    page = show(browser, f"/verify/{issued.code}")
    assert "Revoked on November 19, 2026" in page
    assert "It was issued in error." in page
    assert "Valid" not in page
    assert "Between us." not in page
    told = browser.get(f"/verify/{issued.code}.json").json()
    assert (told["status"], told["revoked_for"]) == ("revoked", "error")
    assert told["status_since"] == "2026-11-19T17:00:00+00:00"


def test_replaced_one_promises_nothing_of_the_newer_one(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    """It may be revoked, or replaced in turn: its own page says how it stands."""
    newer = record(session, kind=CertificateKind.CME_CREDIT, replaces=issued)
    happened(session, newer, EventKind.REVOKED)
    session.commit()
    text = browser.page(f"/verify/{issued.code}").text
    assert "This certificate is no longer valid; a newer one was issued." in text
    assert "is valid" not in text


def test_replaced_one_leads_to_the_newer_one_and_back(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    newer = record(session, kind=CertificateKind.CME_CREDIT, replaces=issued)
    session.commit()
    page = browser.page(f"/verify/{issued.code}")
    assert f"Replaced by {newer.number} on November 18, 2026" in page.text
    assert page.link("See the newer certificate") == f"/verify/{newer.code}"
    told = browser.get(f"/verify/{issued.code}.json").json()
    assert (told["status"], told["replaced_by"], told["replaced_by_code"]) == (
        "replaced",
        newer.number,
        newer.code,
    )
    assert told["revoked_for"] is None
    page = browser.page(f"/verify/{newer.code}")
    assert page.heading == "Valid"
    assert "It replaces the certificate that was issued on November 18, 2026." in page.text
    assert page.link("See the earlier certificate") == f"/verify/{issued.code}"
    told = browser.get(f"/verify/{newer.code}.json").json()
    assert (told["replaces"], told["replaces_code"]) == (issued.number, issued.code)


def test_who_holds_a_paper_in_a_former_name_is_led_to_no_other(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    """Also not by way of a chain: the name was on all of them."""
    kind = CertificateKind.CME_CREDIT
    second = record(session, kind=kind, replaces=issued)
    rename(session, "ben", "Robin Marsh")
    third = record(session, kind=kind, replaces=second, hides_name=True)
    session.commit()
    for code in (issued.code, second.code):
        page, told = browser.get(f"/verify/{code}"), browser.get(f"/verify/{code}.json")
        for text in (page.text, told.text):
            assert "Begay" not in text
            assert "Robin" not in text
            assert third.code not in text
        assert told.json()["name"] is None
    page, told = browser.get(f"/verify/{third.code}"), browser.get(f"/verify/{third.code}.json")
    for text in (page.text, told.text):
        assert "Robin Marsh" in text
        assert "Begay" not in text
        assert second.code not in text


def test_former_name_is_told_nowhere(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    happened(session, issued, EventKind.REPLACED, ReasonClass.NAME)
    session.commit()
    assert "Begay" not in browser.get(f"/verify/{issued.code}").text
    assert browser.get(f"/verify/{issued.code}.json").json()["name"] is None


def test_credit_is_named_as_its_owner_asks(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    for path in (f"/verify/{issued.code}", "/verify"):
        assert lint_credit_phrase(browser.get(path).text, italics=True) == []


def test_looking_up_takes_three_statements(
    browser: Browser, issued: Certificate, statements: Statements
) -> None:
    """What it is, what was recorded when it was issued, and whether there is a badge of it."""
    with statements() as count:
        browser.get(f"/verify/{issued.code}")
    assert count.total == 3, count.seen


def forge(session: Session, certificate: Certificate) -> None:
    """Another name, with a hash that fits, by whoever has the database in hand."""
    drop_guards(session)
    said = json.loads(certificate.snapshot) | {"person_name": "Eve Forger"}
    certificate.snapshot = json.dumps(said)
    certificate.snapshot_sha256 = sha256_of(certificate.snapshot)
    session.commit()


def test_certificate_that_was_changed_in_the_database_is_not_confirmed(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    forge(session, issued)
    page = browser.page(f"/verify/{issued.code}")
    assert page.heading == "Cannot be confirmed"
    assert "What is stored of this certificate is not what was issued" in page.text
    assert "Eve" not in page.text
    told = browser.get(f"/verify/{issued.code}.json").json()
    assert told == {"status": "altered", "altered": True, "code": issued.code}


def test_revoked_leads_over_what_was_changed(
    browser: Browser, session: Session, printed: bytes, tmp_path: Path
) -> None:
    issued = session.scalars(select(Certificate)).one()
    revoke(session, issued)
    session.commit()
    forge(session, issued)
    sent = browser.post("/verify", files={"file": ("c.pdf", printed, "application/pdf")}).page
    for page in (browser.page(f"/verify/{issued.code}"), sent):
        assert page.heading == "Revoked"
        assert "Revoked on " in page.text
        assert "It was issued in error." in page.text
        assert "What is stored of this certificate is not what was issued" in page.text
        assert "Eve" not in page.text
    told = browser.get(f"/verify/{issued.code}.json").json()
    assert (told["status"], told["altered"], told["revoked_for"]) == ("revoked", True, "error")
    assert "name" not in told
    path = tmp_path / "c.pdf"
    path.write_bytes(printed)
    holds, lines = verify_file(session, path)
    assert not holds
    assert lines[-2].startswith("The certificate was revoked on ")


def test_revocation_that_no_line_tells_of_leads_nothing(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    forge(session, issued)
    happened(session, issued, EventKind.REVOKED, ReasonClass.ERROR)
    session.commit()
    assert browser.page(f"/verify/{issued.code}").heading == "Cannot be confirmed"


def test_its_file_is_not_confirmed_either(
    browser: Browser, session: Session, printed: bytes, tmp_path: Path
) -> None:
    forge(session, session.scalars(select(Certificate)).one())
    answer = browser.post("/verify", files={"file": ("c.pdf", printed, "application/pdf")})
    assert answer.page.heading == "Cannot be confirmed"
    path = tmp_path / "c.pdf"
    path.write_bytes(printed)
    holds, lines = verify_file(session, path)
    assert (holds, lines[-1]) == (
        False,
        "What is stored of its certificate is not what was issued.",
    )


def test_asking_too_often_is_slowed(
    browser: Browser, issued: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "LOOKED_UP_FROM", RateLimit(3, timedelta(minutes=10)))
    answers = [browser.get(f"/verify/{new_code()}").status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]
    monkeypatch.setattr(routes, "COMPARED_FROM", RateLimit(1, timedelta(minutes=10)))
    files = [browser.post("/verify", files={"file": b"%PDF-"}).status_code for _ in range(2)]
    assert files == [200, 429]


# ------------------------------------------------------------------------------------- file


def compare(browser: Browser, data: bytes) -> str:
    """Drop a file on the page; the words of the answer."""
    answer = browser.post("/verify", files={"file": ("any name.pdf", data, "application/pdf")})
    assert answer.status_code == 200
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    return str(answer.text)


def test_file_as_issued_is_recognized(browser: Browser, printed: bytes) -> None:
    page = compare(browser, printed)
    assert "This is exactly the file that was issued" in page
    assert "This certificate is valid." in page
    assert "Ben Begay, MD" in page


def test_file_of_a_revoked_one_is_ours_and_does_not_hold(
    browser: Browser, session: Session, printed: bytes
) -> None:
    happened(session, session.scalars(select(Certificate)).one(), EventKind.REVOKED)
    session.commit()
    page = compare(browser, printed)
    assert page.index("Revoked on November 19, 2026") < page.index(
        "exactly the file that was issued"
    )
    assert "This certificate is valid." not in page


@pytest.mark.parametrize("place", [0.1, 0.33, 0.5, 0.9, 0.97])
def test_flipped_byte_is_noticed(
    browser: Browser, session: Session, printed: bytes, place: float
) -> None:
    data = bytearray(printed)
    data[int(len(data) * place)] ^= 1
    page = compare(browser, bytes(data))
    assert "This file was changed after it was issued" in page
    assert "Ben Begay" not in page


def test_changed_file_leads_to_the_record_whose_code_it_holds(
    browser: Browser, session: Session, printed: bytes
) -> None:
    certificate = session.scalars(select(Certificate)).one()
    page = Page(compare(browser, printed + b"\n"))
    assert page.heading == "Changed"
    words = f"Open the record of certificate {certificate.number}"
    assert page.link(words) == f"/verify/{certificate.code}"


@pytest.mark.usefixtures("printed")
def test_number_alone_does_not_open_a_record(browser: Browser, session: Session) -> None:
    """A number is in lists and mails, so a file that anybody can make of it is no key."""
    certificate = session.scalars(select(Certificate)).one()
    answer = compare(browser, b"%PDF-1.7 " + certificate.number.encode())
    assert "This file was changed after it was issued" in answer
    assert certificate.code not in answer


def test_small_file_that_holds_much_is_read_in_part(browser: Browser) -> None:
    bomb = b"%PDF-1.7\nstream\n" + zlib.compress(b"0" * 64 * 1024 * 1024)
    assert len(bomb) < forms.MAX_FILE
    assert len(files._readable(bomb)) < files.INFLATED_AT_MOST + len(bomb) + 10
    assert "This file was not issued here" in compare(browser, bomb)


def test_added_bytes_are_noticed(browser: Browser, printed: bytes) -> None:
    assert "changed after it was issued" in compare(browser, printed + b"\n")
    assert "changed after it was issued" in compare(browser, printed[:-1])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), mask=st.integers(1, 255))
def test_no_flipped_byte_ever_passes(
    session: Session, printed: bytes, place: int, mask: int
) -> None:
    data = bytearray(printed)
    data[place % len(data)] ^= mask
    check = check_file(session, bytes(data))
    assert check.match is not Match.EXACT
    assert not check.holds


def test_certificate_of_somebody_elses_installation_is_not_ours(
    browser: Browser, signed: bytes
) -> None:
    page = compare(browser, signed)
    assert "This file was not issued here" in page
    assert "It was signed by Waypost demo, and not for this installation." in page


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"\x00" * 100, b"<html>", b"PK\x03\x04"])
def test_any_other_file_is_not_ours(browser: Browser, printed: bytes, data: bytes) -> None:
    page = compare(browser, data)
    assert "This file was not issued here" in page
    assert "This file is not a readable PDF." in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", forms.NO_FILE),
        (b"\x00" * (forms.MAX_FILE + 1), forms.TOO_LARGE),
        (b"\x00" * (2 * forms.MAX_FILE), forms.TOO_LARGE),
    ],
)
def test_file_of_an_impossible_size_is_answered_at_its_field(
    browser: Browser, data: bytes, sentence: Text
) -> None:
    answer = browser.post("/verify", files={"file": ("a.pdf", data, "application/pdf")})
    assert answer.status_code == 422
    assert str(sentence) in answer.text


def test_comparing_writes_nothing(browser: Browser, printed: bytes, statements: Statements) -> None:
    with statements() as count:
        compare(browser, printed)
        compare(browser, printed + b" ")
    assert all(statement.lstrip().startswith("SELECT") for statement in count.seen)
    assert count.total <= 5, count.seen


# ----------------------------------------------------------------------------- command line


def test_command_line_knows_the_file(session: Session, printed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(printed)
    certificate = session.scalars(select(Certificate)).one()
    (key,) = known_keys(session)
    assert verify_file(session, path) == (
        True,
        [
            f"SHA-256 {certificate.pdf_sha256}",
            "Signed by Waypost demo; the signature is valid and covers the whole file.",
            f"Key {key.fingerprint}",
            f"This is exactly the file that was issued as certificate {certificate.number}.",
            "The certificate is valid.",
        ],
    )


def test_command_line_refuses_a_flipped_byte(
    session: Session, printed: bytes, tmp_path: Path
) -> None:
    data = bytearray(printed)
    data[len(data) // 2] ^= 1
    path = tmp_path / "forged.pdf"
    path.write_bytes(data)
    ok, lines = verify_file(session, path)
    assert not ok
    assert lines[1:] == [
        "This PDF was changed after it was signed.",
        "It names a certificate that was issued here, but it is not that file.",
    ]


def test_command_line_tells_a_revoked_one(session: Session, printed: bytes, tmp_path: Path) -> None:
    happened(session, session.scalars(select(Certificate)).one(), EventKind.REVOKED)
    path = tmp_path / "certificate.pdf"
    path.write_bytes(printed)
    ok, lines = verify_file(session, path)
    assert not ok
    assert lines[-1] == "The certificate was revoked on 2026-11-19 (UTC)."
