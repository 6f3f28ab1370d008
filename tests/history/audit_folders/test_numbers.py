"""The numbers of an audit folder are those of the pages: nobody counts twice, or otherwise."""

import csv
from collections import Counter
from io import StringIO

import pytest
from sqlalchemy.orm import Session

from app.certificates.enums import EventKind
from app.certificates.snapshot import CertificateKind
from app.credit.disclosures.actions import add
from app.credit.disclosures.enums import ControllerRole
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.words import totals
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, claim, complete, happened, here, record
from tests.client import Browser, SignIn
from tests.credit.disclosures.cleared import ACME, clear, give, need
from tests.history.audit_folders.ordered import rows_of

MANAGE = f"/manage/cohorts/{SPRING}"
PHRASE = "AMA PRA Category 1 Credit(s)™"
CREDIT, PARTICIPATION = CertificateKind.CME_CREDIT, CertificateKind.PARTICIPATION
COMPLETION = CertificateKind.COMPLETION


@pytest.fixture(autouse=True)
def happenings(session: Session, cast: Cast) -> None:
    """Two who completed and claimed, four certificates, one revoked; one disclosure reviewed."""
    complete(session, "nan")
    for persona, quarters, kind in (("ben", 22, CREDIT), ("nan", 9, PARTICIPATION)):
        claim(session, persona, quarters)
        record(session, persona, kind, pdf=f"%PDF-{persona}-1".encode())
    record(session, "ben", COMPLETION, pdf=b"%PDF-ben-2")
    revoked = record(session, "nan", COMPLETION, pdf=b"%PDF-nan-2")
    happened(session, revoked, EventKind.REVOKED)
    fay, cora = cast.person("fay"), cast.id("cora")
    add(session, cast.spring, fay, ControllerRole.AUTHOR, by=cora, now=NOW)
    need(session, cast, cast.spring)
    give(session, cast, "fay", [ACME])
    clear(session, cast, "fay", cohort=cast.spring)
    session.commit()
    session.expire_all()


@pytest.fixture
def held(session: Session) -> dict[str, bytes]:
    return contents_of(read_cohort(session, here(session), NOW)).files()


@pytest.fixture
def told(session: Session) -> dict[str, str]:
    return {str(a): str(b) for a, b in totals(read_cohort(session, here(session), NOW))}


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def exported(browser: Browser, path: str) -> list[list[str]]:
    answer = browser.get(path)
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))


def test_certificates_by_state_are_those_of_the_pages(
    cora: Browser, held: dict[str, bytes], told: dict[str, str]
) -> None:
    head, *rows = exported(cora, f"{MANAGE}/certificates/register?format=csv")
    register = [dict(zip(head, row, strict=True)) for row in rows]
    ours = rows_of(held["certificates/register.csv"])
    assert {row["Number"] for row in register} == {row["Number"] for row in ours}
    states = Counter(row["Status"].lower() for row in register)
    assert states == Counter(row["Status"] for row in ours) == {"valid": 3, "revoked": 1}
    assert told["Certificates that are valid"] == str(states["valid"])
    assert told["Certificates that were revoked"] == str(states["revoked"])
    page = cora.page(f"{MANAGE}/certificates")
    assert "Valid: 3 certificates for 2 people." in page.main.text


def test_marks_are_those_of_attendance_in_numbers(
    cora: Browser, held: dict[str, bytes], told: dict[str, str]
) -> None:
    rows = exported(cora, f"/teach/{SPRING}/statistics?format=csv")
    begins = rows.index(["By session"]) + 2
    by_session = []
    for row in rows[begins:]:
        if len(row) < 4:
            break
        by_session.append(int(row[2]))
    marks = rows_of(held["attendance/marks.csv"])
    counted = Counter(row["Unit"] for row in marks if row["Counts for completion"] == "Yes")
    sessions = [row for row in rows_of(held["attendance/sessions.csv"]) if row["Held"] == "Yes"]
    assert [counted[row["Unit"]] for row in sessions] == by_session
    assert sum(by_session) > 0
    assert told["Sessions held"] == str(len(by_session))
    assert told["Marks of attendance"] == str(len(marks))


def test_claims_are_those_of_the_credit_page(
    cora: Browser, held: dict[str, bytes], told: dict[str, str]
) -> None:
    claims = rows_of(held["credit/claims.csv"])
    assert [row["Claimed"] for row in claims] == ["5.50", "2.25"]
    assert told["Claims that hold"] == "2"
    amounts = told[f"{PHRASE} claimed"], told["Hours of participation claimed"]
    said = cora.page(f"{MANAGE}/credit").section("What was claimed").text
    assert f"{amounts[0]} AMA PRA Category 1 Credits™, claimed by 1 person" in said
    assert f"{amounts[1]} hours of participation, claimed by 1 person" in said
    people = cora.page(f"{MANAGE}/certificates").rows
    for row, line in zip(claims, people, strict=True):
        assert row["Name"].partition(",")[0] in line
        assert f"{row['Claimed']} " in line


def test_minutes_are_those_that_a_learner_claims_by(
    sign_in: SignIn, held: dict[str, bytes]
) -> None:
    own = [row for row in rows_of(held["credit/arithmetic.csv"]) if row["Name"] == "Begay, Ben"]
    page = sign_in("ben").page(f"/cohorts/{SPRING}/claim")
    modules, sessions, total = page.table("What you have earned").records
    assert [row["Minutes"] for row in own] == [modules["Minutes"], sessions["Minutes"]]
    assert {row["Minutes counted in all"] for row in own} == {total["Minutes"]}
    assert own[0]["Eligible"] in total["What earned minutes"]


def test_disclosures_are_those_of_their_page(
    cora: Browser, held: dict[str, bytes], told: dict[str, str]
) -> None:
    page = cora.page(f"{MANAGE}/credit/disclosures")
    rows = exported(cora, f"{MANAGE}/credit/disclosures?format=csv")[1:]
    controllers = rows_of(held["disclosures/controllers.csv"])
    assert told["People who control content"] == str(len(rows)) == str(len(controllers))
    missing = sum(row["Status"] not in {"cleared", "left_out"} for row in controllers)
    assert told["Those of them who are not cleared"] == str(missing)
    words = "1 person is" if missing == 1 else f"{missing} people are"
    assert f"{words} not cleared." in page.main.text
    assert told["Disclosures in this folder"] == "1"
