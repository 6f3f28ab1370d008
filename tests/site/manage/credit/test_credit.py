"""The counts of a year: whose they are, of whom they are, and that they add up."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.snapshot import CertificateKind
from app.cohorts.models import CaseSession, SessionPart
from app.credit.models import Activity
from app.credit.queries import activity_of
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.words import totals
from app.people.enums import Profession
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, claim, complete, happened, here, record
from tests.client import Browser, SignIn, Statements
from tests.credit.activities import designate
from tests.crowds import fill

PAGE = "/manage/credit"
AWARDED = "AMA PRA Category 1 Credit(s)™ awarded"
EVE = datetime(2026, 1, 1, 6, 30, tzinfo=UTC)
"""Half past eleven of December 31, 2025 in Denver."""


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def rows(browser: Browser, asked: str = "") -> list[dict[str, str]]:
    content = browser.get(f"{PAGE}?format=csv{asked}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def of_spring(browser: Browser, asked: str = "") -> dict[str, str]:
    return next(row for row in rows(browser, asked) if row["Cohort"] == "Spring 2026")


def test_who_took_part_is_counted_with_what_a_valid_certificate_awards(
    cora: Browser, session: Session
) -> None:
    claim(session)
    paper = record(session, kind=CertificateKind.CME_CREDIT)
    complete(session, "ada")
    session.commit()
    row = of_spring(cora)
    assert (row["Year"], row["Physicians"], row[AWARDED]) == ("2026", "2", "5.50")
    assert (row["Designated credits"], row["Hours of instruction"]) == ("6.00", "6.00")
    happened(session, paper, EventKind.REVOKED)
    session.commit()
    assert of_spring(cora)[AWARDED] == "0.00"


def test_contact_hours_are_not_added_to_physicians_credit(
    cora: Browser, session: Session, cast: Cast
) -> None:
    designate(session, cast.spring, ancc=20)
    complete(session, "nan")
    cast.person("nan").profession = Profession.NURSE
    for persona, quarters in (("ben", 22), ("nan", 18)):
        claim(session, persona, quarters)
        record(session, persona, CertificateKind.CME_CREDIT, pdf=persona.encode())
    session.commit()
    row = of_spring(cora)
    assert (row[AWARDED], row["ANCC contact hours awarded"]) == ("5.50", "4.50")
    told = cora.page(PAGE).main.row("Spring 2026").text
    assert "5.50" in told
    assert "ANCC contact hours: 4.50" in told
    read = totals(read_cohort(session, here(session), NOW))
    cover = {str(about): str(number) for about, number in read}
    assert cover[AWARDED.replace("awarded", "claimed")] == row[AWARDED]
    assert cover["ANCC contact hours claimed"] == row["ANCC contact hours awarded"]


def test_change_in_a_later_year_does_not_rewrite_a_year_that_is_over(
    cora: Browser, session: Session, cast: Cast
) -> None:
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    own = approved.activity
    for version, at, most in ((2, NOW, 20), (3, datetime(2027, 3, 1, tzinfo=UTC), 16)):
        said = own.model_dump(exclude={"id", "version", "changed_at", "designated_quarters"})
        changed: dict[str, Any] = {
            "version": version,
            "changed_at": at,
            "designated_quarters": most,
        }
        session.add(Activity(**said, **changed))
    session.commit()
    row = of_spring(cora, "&year=2026")
    assert row["Designated credits"] == "5.00"
    assert row["Designated earlier in the year"].startswith("6.00 until ")
    assert "6.00 until" in cora.page(f"{PAGE}?year=2026").main.row("Spring 2026").text


def test_new_years_eve_in_denver_is_the_year_before(
    cora: Browser, session: Session, cast: Cast
) -> None:
    """All sessions are moved there, and the signatures stay after them no longer."""
    before = EVE - timedelta(days=60)
    held = [cast.case_session(SPRING, position).id for position in range(1, 5)]
    session.execute(update(CaseSession).where(col(CaseSession.id).in_(held)).values(starts_at=EVE))
    session.execute(
        update(Activity).where(col(Activity.cohort_id) == cast.spring.id).values(approved_at=before)
    )
    session.commit()
    last = of_spring(cora, "&year=2025")
    assert last["Hours of instruction"] == "4.00"
    assert (last["Physicians"], of_spring(cora, "&year=2026")["Physicians"]) == ("0", "1")


def test_page_says_the_same_as_the_spreadsheet_and_sums_it_up(
    cora: Browser, session: Session, cast: Cast
) -> None:
    fill(session, cast.spring, 20, now=NOW)
    fill(session, cast.fall, 20, now=NOW)
    session.commit()
    found = rows(cora, "&year=2026")
    text = cora.page(f"{PAGE}?year=2026").main.text
    total = sum(int(row["Physicians"]) for row in found)
    assert len(found) > 1
    assert f"Total {total} " in text
    for row in found:
        assert (
            f"{row['Physicians']} " in cora.page(f"{PAGE}?year=2026").main.row(row["Cohort"]).text
        )


def test_whoever_led_the_sessions_took_no_part_in_them(
    cora: Browser, session: Session, cast: Cast
) -> None:
    ben = cast.id("ben")
    held = [cast.case_session(SPRING, position).id for position in range(1, 5)]
    session.add_all(SessionPart(case_session_id=id_, person_id=ben, part="lead") for id_ in held)
    session.execute(
        update(Activity)
        .where(col(Activity.cohort_id) == cast.spring.id)
        .values(approved_at=NOW - timedelta(days=1))
    )
    session.commit()
    assert [row for row in rows(cora) if row["Cohort"] == "Spring 2026"] == []


def test_officer_sees_the_activities_of_their_provider_and_leads_into_none(
    sign_in: SignIn, session: Session
) -> None:
    found = sign_in("opal").page(PAGE)
    assert "Spring 2026" in found.main.text
    assert all("/manage/cohorts/" not in address for address in found.addresses)


@pytest.mark.parametrize("persona", ["ada", "fay", "lee", "abe"])
def test_nobody_else_sees_them(sign_in: SignIn, persona: str) -> None:
    assert sign_in(persona).get(PAGE).status_code == 403


def test_year_without_anything_shows_the_newest(cora: Browser) -> None:
    assert "Credit of 2026" in cora.page(f"{PAGE}?year=1999").main.text


def test_more_people_and_cohorts_need_no_more_statements(
    cora: Browser, session: Session, cast: Cast, statements: Statements
) -> None:
    cora.page(PAGE)
    with statements() as few:
        cora.page(PAGE)
    fill(session, cast.spring, 40, now=NOW)
    session.commit()
    with statements() as many:
        cora.page(PAGE)
    assert few.total == many.total
