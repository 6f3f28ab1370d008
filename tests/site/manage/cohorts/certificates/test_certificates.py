"""Certificates by person, and the message to who has not claimed."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.snapshot import CertificateKind
from app.cohorts.enrollments.actions import withdraw
from app.core.models import OutboxMessage
from app.messages.announcements.models import Announcement, AnnouncementRecipient
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.certificates.office import claim, complete, happened, record
from tests.client import Browser, SignIn, Statements
from tests.page import Page, Part

SPRING = "/manage/cohorts/spring-2026"
CERTIFICATES = f"{SPRING}/certificates"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def row(page: Page, name: str = "Ben Begay, MD") -> Part:
    return page.main.row(name)


# ------------------------------------------------------------------- one row for each


def test_a_row_has_all_of_one_person(cora: Browser, session: Session) -> None:
    claim(session, quarters=22)
    held = record(session)
    revoked = record(session, kind=CertificateKind.CME_CREDIT)
    happened(session, revoked, EventKind.REVOKED)
    session.commit()
    page = cora.page(CERTIFICATES)
    assert len([words for words in page.rows if "Begay" in words]) == 1
    words = row(page).text
    assert "5.50 of 6.00" in words
    assert f"Credit {revoked.number} Revoked" in words
    assert f"Completion {held.number} Valid" in words


def test_what_is_ready_leads_to_its_preview_and_what_is_missing_is_said(
    cora: Browser, session: Session, cast: Cast
) -> None:
    claim(session)
    complete(session, "ada")
    session.commit()
    page = cora.page(CERTIFICATES)
    place = cast.enrollment("ben", "spring-2026").id
    hrefs = [link.attribute("href") for link in row(page).all("a")]
    kinds = [href.rpartition("kind=")[2] for href in hrefs if f"preview?place={place}" in href]
    assert kinds == ["cme_credit", "completion"]
    assert "Credit not claimed" in row(page, "Ada Alvarez, MD").text


@pytest.mark.parametrize("show", ["all", "ready", "unclaimed", "missing", "issued"])
def test_each_number_is_that_of_the_list_it_leads_to(
    cora: Browser, session: Session, show: str
) -> None:
    complete(session, "ada")
    enroll_crowd(session, Cast(session).spring, 7)
    claim(session)
    record(session)
    session.commit()
    page = cora.page(CERTIFICATES)
    (chip,) = [
        part
        for part in page.main.all("a.badge")
        if part.attribute("href").partition("?")[2] == f"show={show}".replace("show=all", "")
    ]
    listed = cora.page(chip.attribute("href"))
    assert int(chip.text.rpartition(" ")[2]) == len(listed.rows)


def test_who_left_keeps_their_row_with_what_they_were_given(
    cora: Browser, session: Session, cast: Cast
) -> None:
    made = record(session)
    place = cast.enrollment("ben", "spring-2026")
    withdraw(session, place, reason="They moved.", by=cast.id("cora"), now=NOW)
    session.commit()
    words = row(cora.page(CERTIFICATES)).text
    assert "No longer enrolled" in words
    assert made.number in words


def test_the_spreadsheet_has_a_row_for_each_person(
    cora: Browser, session: Session, cast: Cast
) -> None:
    claim(session, quarters=22)
    made = record(session)
    session.commit()
    answer = cora.get(f"{CERTIFICATES}?format=csv&q=begay")
    first, only = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    said = dict(zip(first, only, strict=True))
    assert (said["Family name"], said["Claimed"], said["Earned"]) == ("Begay", "5.50", "6.00")
    assert said["Valid certificates"] == made.number


def test_statements_do_not_grow(cora: Browser, session: Session, statements: Statements) -> None:
    record(session)
    session.commit()
    with statements() as few:
        cora.get(CERTIFICATES)
    enroll_crowd(session, Cast(session).spring, 20)
    session.commit()
    with statements() as many:
        cora.get(CERTIFICATES)
    assert many.total == few.total <= 18, many.seen


# ----------------------------------------------------- the message to who has not claimed


def nudge(cora: Browser) -> str:
    """Press the button; where the draft is."""
    form = cora.page(CERTIFICATES).form(action=f"{CERTIFICATES}/nudge")
    answer = cora.post(form.action, data=form.fields)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def letters(session: Session) -> int:
    kinds = ("announcement", "personal_message")
    found = select(func.count(col(OutboxMessage.id))).where(col(OutboxMessage.kind).in_(kinds))
    return session.scalar(found) or 0


def test_one_press_proposes_a_message_to_who_has_not_claimed_and_sends_nothing(
    cora: Browser, session: Session
) -> None:
    complete(session, "ada")
    session.commit()
    page = cora.page(CERTIFICATES)
    assert "2 people have completed the program and have not claimed." in page.text
    assert len(cora.page(f"{CERTIFICATES}?show=unclaimed").rows) == 2
    check = cora.page(nudge(cora))
    assert "2 people will receive this." in check.text
    assert check.main.section("Their names").texts("li") == ["Ada Alvarez, MD", "Ben Begay, MD"]
    assert "Your credit waits for you" in check.text
    assert letters(session) == 0


def test_it_is_sent_once_and_the_page_says_when(
    cora: Browser, session: Session, cast: Cast
) -> None:
    path = nudge(cora)
    form = cora.page(path).form(action=f"{path}/send")
    for _ in range(2):
        assert cora.post(f"{path}/send", data=form.fields).status_code == 303
    assert letters(session) == 1
    page = cora.page(CERTIFICATES)
    assert "Asked to claim on November 18, 2026" in row(page).text
    card = page.main.section("Credit not claimed").text
    assert "Last asked on November 18, 2026." in card
    assert "1 person was written to in the last 7 days, and is left out." in card
    assert not page.main.all(f"form[action='{CERTIFICATES}/nudge']")


def test_a_second_press_leads_to_the_same_draft(cora: Browser, session: Session) -> None:
    form = cora.page(CERTIFICATES).form(action=f"{CERTIFICATES}/nudge")
    first, second = (cora.post(form.action, data=form.fields) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert session.scalar(select(func.count(col(Announcement.id)))) == 1


def test_who_was_asked_long_ago_is_asked_again(cora: Browser, session: Session, cast: Cast) -> None:
    earlier = NOW - timedelta(days=8)
    sent = Announcement(
        cohort_id=cast.spring.id,
        written_by=cast.id("cora"),
        audience="unclaimed",
        language="en",
        subject="Claim",
        text="Claim",
        template="claim-your-credit",
        created_at=earlier,
        changed_at=earlier,
        sent_at=earlier,
    )
    session.add(sent)
    session.flush()
    session.add(AnnouncementRecipient(announcement_id=sent.id, person_id=cast.id("ben")))
    session.commit()
    page = cora.page(CERTIFICATES)
    assert "Asked to claim on November 10, 2026" in row(page).text
    assert "1 person will receive this." in cora.page(nudge(cora)).text


def test_where_everybody_has_claimed_nobody_is_asked(cora: Browser, session: Session) -> None:
    claim(session)
    session.commit()
    assert "Credit not claimed" not in cora.page(CERTIFICATES).text


@pytest.mark.parametrize("persona", ["ada", "fay", "lee"])
def test_only_coordinators_begin_it(sign_in: SignIn, persona: str) -> None:
    answer = sign_in(persona).post(f"{CERTIFICATES}/nudge", data={})
    assert answer.status_code in {403, 404}
