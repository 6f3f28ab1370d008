"""The transcript of one's own certificates, and what anybody learns of its file."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.models import CertificateAlteration
from app.certificates.keys.actions import mark_compromised
from app.certificates.keys.queries import known_keys
from app.certificates.models import Certificate, CertificateKind
from app.certificates.verification.files import Match, check_file, verify_file
from app.certificates.verification.queries import MADE
from app.core.models import AuditLine
from app.credit.phrase import PHRASE
from app.people.actions import change_profile
from app.site.my.certificates.transcript import routes
from app.site.visits import Visit
from app.web.limits import RateLimit
from tests.cast import NOW, Cast, add_enrollment
from tests.certificates.samples import run
from tests.client import Answer, Browser, SignIn, Statements
from tests.correcting import revoke
from tests.issued import issue_certificate
from tests.printing.crowd import no_room
from tests.tampering import drop_guards

ADDRESS = "/my/certificates/transcript"
CREDIT, HOURS = CertificateKind.CME_CREDIT, CertificateKind.PARTICIPATION
NURSES: dict[str, Any] = {"credit_system": "ancc", "award_text": "11.50 ANCC contact hours",
          "heading": "Certificate of contact hours"}  # fmt: skip
YEAR_BEFORE = date(2025, 5, 8)
ALL = {"first": "2025-01-01", "last": "2026-12-31"}
BENS: dict[str, Any] = {"person_name": "Ben Begay", "degrees": "MD"}


@pytest.fixture
def issued(session: Session, cast: Cast) -> dict[str, Certificate]:
    """Ben's, of three cohorts and in three systems; and one of Ada."""
    ben, day = cast.person("ben"), timedelta(days=1)
    places = {slug: add_enrollment(session, ben, cast.cohort(slug), at=NOW - 90 * day)
              for slug in ("fall-2026", "coach-2026")}  # fmt: skip
    spring = cast.enrollment("ben", "spring-2026")
    before: dict[str, Any] = {"completed_on": YEAR_BEFORE}
    made = {
        "hours": issue_certificate(session, spring, HOURS, at=NOW - day, pdf=b"%PDF-1",
                                   activity_title="Coaching in Practice", **before, **BENS),
        "nurses": issue_certificate(session, places["coach-2026"], CREDIT, pdf=b"%PDF-2",
                                    at=NOW - day, **NURSES, **BENS),
        "credit": issue_certificate(session, places["fall-2026"], CREDIT, pdf=b"%PDF-3", **BENS),
        "ada": issue_certificate(session, cast.enrollment("ada"), CREDIT, pdf=b"%PDF-4"),
    }  # fmt: skip
    session.commit()
    return made


def make(browser: Browser, **days: str) -> Answer:
    """What the button of the page sends."""
    answer: Answer = browser.post(ADDRESS, data=ALL | days)
    return answer


def text_of(answer: Answer, folder: Path) -> str:
    assert answer.status_code == 200, answer.page.text
    file = folder / "transcript.pdf"
    file.write_bytes(answer.content)
    return " ".join(run("pdftotext", "-layout", file, "-").split())


def compare(browser: Browser, pdf: bytes) -> Any:
    answer = browser.post("/verify", files={"file": ("t.pdf", pdf, "application/pdf")})
    assert answer.status_code == 200
    return answer.page


def test_certificates_of_several_cohorts_and_systems_are_on_one(
    sign_in: SignIn, issued: dict[str, Certificate], tmp_path: Path
) -> None:
    answer = make(sign_in("ben"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="begay-ben-transcript-2025-01-01-2026-12-31.pdf"'
    )
    words = text_of(answer, tmp_path)
    for name in ("hours", "nurses", "credit"):
        assert issued[name].number in words
        assert issued[name].code in words
    assert issued["ada"].number not in words
    assert f"{PHRASE}s™ 2026 11.50 {PHRASE}s™ All 11.50" in words
    assert "ANCC contact hours 2026 11.50 ANCC contact hours All 11.50" in words
    assert "hours of participation 2025 11.50 hours of participation All 11.50" in words
    assert "Ben Begay, MD" in words
    assert "As of November 18, 2026, 10:00 MST." in words


def test_only_what_was_completed_in_the_range_is_listed(
    sign_in: SignIn, issued: dict[str, Certificate], tmp_path: Path
) -> None:
    words = text_of(make(sign_in("ben"), first="2025-05-08", last="2025-05-08"), tmp_path)
    assert issued["hours"].number in words
    assert issued["credit"].number not in words
    assert PHRASE not in words


def test_what_was_revoked_is_neither_listed_nor_counted(
    sign_in: SignIn, session: Session, issued: dict[str, Certificate], tmp_path: Path
) -> None:
    revoke(session, issued["credit"])
    session.commit()
    ben = sign_in("ben")
    assert "2 certificates of yours are valid." in ben.page(ADDRESS).text
    words = text_of(make(ben), tmp_path)
    assert issued["credit"].number not in words
    assert PHRASE not in words
    assert issued["nurses"].number in words


def test_its_line_keeps_what_was_listed_and_the_hash_of_the_file(
    sign_in: SignIn, session: Session, cast: Cast, issued: dict[str, Certificate]
) -> None:
    answer = make(sign_in("ben"))
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == MADE))
    assert line.object_id == sha256(answer.content).hexdigest()
    assert (line.actor_id, line.at) == (cast.id("ben"), NOW)
    numbers = {issued[name].number for name in ("hours", "nurses", "credit")}
    assert set(line.facts["certificates"]) == numbers
    assert (line.facts["first"], line.facts["last"]) == ("2025-01-01", "2026-12-31")
    assert len(known_keys(session)) == 1, "the key that signed it counts when it is a former one"


def test_page_says_what_there_is_and_to_whom_it_is_made_out(
    sign_in: SignIn, session: Session, cast: Cast, issued: dict[str, Certificate]
) -> None:
    ben = sign_in("ben")
    page = ben.page(ADDRESS)
    assert page.main.facts == {
        f"{PHRASE}s™": "11.50",
        "ANCC contact hours": "11.50",
        "hours of participation": "11.50",
    }
    assert "It is made out to Ben Begay, MD, as your newest certificate is." in page.text
    assert "Your profile says" not in page.text
    assert dict(page.form("Make the PDF").sent) == {"first": "2025-05-08", "last": "2026-11-19"}
    change_profile(session, cast.person("ben"), {"degrees": "MD, PhD"}, now=NOW)
    session.commit()
    assert "Your profile says Ben Begay, MD, PhD." in ben.page(ADDRESS).text


def test_name_that_nobody_has_confirmed_is_not_signed(
    sign_in: SignIn, session: Session, cast: Cast, issued: dict[str, Certificate], tmp_path: Path
) -> None:
    change_profile(session, cast.person("ben"), {"certificate_name": "Eve Espinoza"}, now=NOW)
    session.commit()
    words = text_of(make(sign_in("ben")), tmp_path)
    assert "Ben Begay, MD" in words
    assert "Eve" not in words


def test_it_is_found_from_the_certificates_and_from_the_record(
    sign_in: SignIn, issued: dict[str, Certificate]
) -> None:
    ben = sign_in("ben")
    assert ben.page("/my/certificates").main.link("Make a transcript") == ADDRESS
    record = ben.page("/my/record?cohort=spring-2026").main
    assert record.link("One transcript of all your certificates") == ADDRESS


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (
            {"first": "2024-01-01", "last": "2024-12-31"},
            "No certificate of yours that holds is about anything completed from January 1, 2024 "
            "to December 31, 2024.",
        ),
        ({"first": "2026-12-31", "last": "2026-01-01"}, "The last day is before the first one."),
        ({"first": "soon"}, "Enter a date, such as 2027-01-14."),
    ],
)
def test_refusal_is_a_sentence_on_the_page_and_no_file(
    sign_in: SignIn,
    session: Session,
    issued: dict[str, Certificate],
    days: dict[str, str],
    why: str,
) -> None:
    answer = make(sign_in("ben"), **days)
    assert answer.status_code == 422
    assert answer.page.field_errors == {"first": why}
    sent = dict(answer.page.form("Make the PDF").sent)
    assert sent == ALL | days
    assert session.scalars(select(AuditLine).where(col(AuditLine.act) == MADE)).all() == []


def test_without_certificates_there_is_a_way_and_no_form(sign_in: SignIn) -> None:
    fay = sign_in("fay")
    page = fay.page(ADDRESS)
    assert "No certificate to list" in page.text
    assert page.main.link("See your record") == "/my/record"
    assert "Make a transcript" not in fay.page("/my/certificates").text
    assert make(fay).status_code == 422


def test_one_that_was_altered_in_the_database_is_never_signed(
    sign_in: SignIn, session: Session, issued: dict[str, Certificate]
) -> None:
    drop_guards(session)
    own = issued["nurses"]
    own.snapshot = own.snapshot.replace("11.50 ANCC", "99.50 ANCC")
    session.commit()
    ben = sign_in("ben")
    said = f"What is stored of certificate {own.number} is not what was issued"
    assert said in ben.page(ADDRESS).text
    answer = make(ben)
    assert answer.status_code == 422
    assert said in answer.page.text


def test_what_changed_while_it_was_printed_is_not_signed_as_valid(
    sign_in: SignIn,
    session: Session,
    issued: dict[str, Certificate],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits = Visit.take_turn

    def take_turn(visit: Visit) -> None:
        waits(visit)
        revoke(visit.db, issued["credit"])  # by whoever had the turn before
        visit.db.flush()

    ben = sign_in("ben")
    monkeypatch.setattr(Visit, "take_turn", take_turn)
    answer = make(ben)
    assert answer.status_code == 409
    assert "One of your certificates changed while the transcript was printed." in answer.page.text
    assert session.scalars(select(AuditLine).where(col(AuditLine.act) == MADE)).all() == []


def test_key_that_somebody_else_may_have_signs_none(
    sign_in: SignIn, session: Session, issued: dict[str, Certificate]
) -> None:
    ben = sign_in("ben")
    make(ben)
    (key,) = known_keys(session)
    mark_compromised(session, key.fingerprint, since=NOW, why="Lost.", now=NOW)
    session.commit()
    assert make(ben).status_code == 503
    assert len(session.scalars(select(AuditLine).where(col(AuditLine.act) == MADE)).all()) == 1


def test_too_many_at_once_and_too_often_are_told_to_come_back(
    app: FastAPI,
    sign_in: SignIn,
    issued: dict[str, Certificate],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ben = sign_in("ben")
    with no_room(app.state.transcripts._pool):
        assert make(ben).status_code == 503
    monkeypatch.setattr(routes, "PRINTED", RateLimit(1, timedelta(minutes=10)))
    assert [make(ben).status_code for _ in range(2)] == [200, 429]


def test_page_takes_as_many_statements_for_three_as_for_one(
    sign_in: SignIn, issued: dict[str, Certificate], statements: Statements
) -> None:
    taken = []
    for persona in ("ada", "ben"):
        browser = sign_in(persona)
        with statements() as count:
            browser.get(ADDRESS)
        taken.append(count.total)
    assert taken[0] == taken[1] <= 8


# ---------------------------------------------------------------------------------- verify


def test_file_is_called_what_it_is(
    sign_in: SignIn, browser: Browser, session: Session, issued: dict[str, Certificate],
    tmp_path: Path,
) -> None:  # fmt: skip
    pdf = make(sign_in("ben")).content
    page = compare(browser, pdf)
    assert page.heading == "Genuine transcript"
    assert "All certificates on it are valid today" in page.text
    assert "exactly the transcript that was made here on Wed, Nov 18" in page.text, page.text
    assert "A transcript lists certificates and is none." in page.text
    assert "not issued here" not in page.text.lower()
    file = tmp_path / "t.pdf"
    file.write_bytes(pdf)
    assert verify_file(session, file)[0]
    assert verify_file(session, file)[1][-2:] == [
        "This is a transcript, exactly as it was made here on 2026-11-18 (UTC).",
        "All certificates that it lists are valid.",
    ]


def test_file_says_when_it_is_out_of_date(
    sign_in: SignIn, browser: Browser, session: Session, issued: dict[str, Certificate]
) -> None:
    pdf = make(sign_in("ben")).content
    revoke(session, issued["credit"])
    session.commit()
    page = compare(browser, pdf)
    assert page.heading == "Out of date"
    assert "1 certificate on it can no longer be relied on" in page.text
    assert not check_file(session, pdf).holds


def test_file_says_that_a_certificate_on_it_was_found_altered(
    sign_in: SignIn, browser: Browser, session: Session, issued: dict[str, Certificate]
) -> None:
    pdf = make(sign_in("ben")).content
    session.add(CertificateAlteration(certificate_id=issued["credit"].id, edition=1, at=NOW))
    session.commit()
    assert compare(browser, pdf).heading == "Out of date"
    assert not check_file(session, pdf).holds


def test_changed_file_is_no_transcript(
    sign_in: SignIn, browser: Browser, session: Session, issued: dict[str, Certificate]
) -> None:
    pdf = make(sign_in("ben")).content
    middle = pdf.index(b"%%EOF") // 2
    altered = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    for forged in (altered, pdf + b"\n", pdf[:-40]):
        found = check_file(session, forged)
        assert found.match is not Match.TRANSCRIPT
        assert not found.holds
        assert compare(browser, forged).heading in {"Changed", "Not issued here"}


def test_file_signed_with_a_key_that_was_lost_before_is_doubtful(
    sign_in: SignIn, browser: Browser, session: Session, issued: dict[str, Certificate]
) -> None:
    pdf = make(sign_in("ben")).content
    (key,) = known_keys(session)
    mark_compromised(session, key.fingerprint, since=NOW - timedelta(1), why="Lost.", now=NOW)
    session.commit()
    page = compare(browser, pdf)
    assert page.heading == "Doubtful"
    assert "Somebody else may have had the key that signed it" in page.text


def test_line_that_was_altered_vouches_for_nothing(
    sign_in: SignIn, session: Session, issued: dict[str, Certificate]
) -> None:
    pdf = make(sign_in("ben")).content
    drop_guards(session)
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == MADE))
    line.facts = line.facts | {"certificates": []}
    session.commit()
    assert check_file(session, pdf).match is not Match.TRANSCRIPT
