"""Changing until when people get in, work and claim."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage
from app.credit.queries import activity_of
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.cohorts.changes.changing import last_line
from tests.letters import read

SCHEDULE = "/manage/cohorts/fall-2026/schedule"
DATES = f"{SCHEDULE}/dates"
WISH = {"enrollment_closes": "2026-11-30", "closes": "2027-01-15", "claims_close": "2027-02-15"}


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def test_dates_change_after_a_page_that_says_for_whom(
    cora: Browser, session: Session, cast: Cast
) -> None:
    form = cora.page(DATES).form("See what follows")
    assert form.fields == {
        "seen": form.fields["seen"],
        "enrollment_closes": "",
        "closes": "2027-11-12",
        "claims_close": "2027-11-12",
    }
    page = cora.page(DATES, params=WISH)
    follows = page.section("What follows").text
    assert (
        "People can enroll by themselves until November 30, 2026, 5:00 PM Mountain Time." in follows
    )
    assert (
        "2 people have not completed yet. Work can be signed and made up until "
        "January 15, 2027, 5:00 PM Mountain Time, instead of November 12, 2027, 5:00 AM"
    ) in follows
    assert "2 people have not claimed credit yet, and can until February 15, 2027" in follows
    form = page.form("Change the dates")
    answer = cora.post(form.action, data=form.data(reason="The term is shorter."))
    assert answer.headers["location"] == f"{SCHEDULE}?done=dates#dates"
    session.expire_all()
    assert cast.fall.closes_at == datetime(2027, 1, 16, 0, tzinfo=UTC)
    assert cast.fall.enrollment_closes_at == datetime(2026, 12, 1, 0, tzinfo=UTC)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    assert approved.activity.claims_close_at == datetime(2027, 2, 16, 0, tzinfo=UTC)
    assert approved.activity.version == 1
    line = last_line(session)
    assert (line.act, line.reason) == ("cohort.deadlines-changed", "The term is shorter.")
    assert line.facts["before"]["closes"] == "2027-11-12T12:00:00+00:00"
    assert line.facts["after"]["closes"] == "2027-01-16T00:00:00+00:00"
    after = cora.page(SCHEDULE)
    assert "January 15, 2027, 5:00 PM" in after.section("Dates").text
    happened = cora.page(after.link("What changed")).rows[0]
    assert "Dates for enrolling, work, and claims changed" in happened


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"closes": "2026-11-17"}, {"closes", "enrollment_closes"}),
        ({"closes": "2026-12-02", "enrollment_closes": ""}, {"closes"}),
        ({"claims_close": "2026-12-02"}, {"claims_close"}),
        ({"enrollment_closes": "2027-03-01"}, {"enrollment_closes"}),
        ({"enrollment_closes": "2026-11-01"}, {"enrollment_closes"}),
        ({"closes": "soon"}, {"closes"}),
        ({"closes": ""}, {"closes"}),
        ({"closes": "9999-12-31"}, {"closes"}),
        (
            {"enrollment_closes": "0001-01-01", "claims_close": "2100-01-01"},
            {"enrollment_closes", "claims_close"},
        ),
        (
            {"closes": "2027-11-12", "claims_close": "2027-11-12", "enrollment_closes": ""},
            {"closes"},
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(
    cora: Browser, typed: dict[str, str], errors: set[str]
) -> None:
    answer = cora.get(DATES, params=WISH | typed)
    assert answer.status_code == 422
    assert set(answer.page.field_errors) == errors
    kept = answer.page.form("See what follows").fields
    assert kept == WISH | typed | {"seen": kept["seen"]}


def test_claims_that_close_before_work_are_pointed_out(cora: Browser) -> None:
    page = cora.page(DATES, params=WISH | {"claims_close": "2027-01-10"})
    assert page.notices[0].startswith("Look at this first Claims close before work does.")


def test_a_closed_cohort_is_opened_again(
    cora: Browser, session: Session, cast: Cast, sign_in: SignIn
) -> None:
    cast.fall.closes_at = datetime(2026, 11, 15, tzinfo=UTC)
    session.commit()
    page = cora.page(DATES, params=WISH)
    assert "The cohort is closed now, and is open again then." in page.text
    form = page.form("Change the dates")
    assert cora.post(form.action, data=form.data(reason="Too early.")).status_code == 303
    session.expire_all()
    assert cast.fall.closes_at > NOW


def test_a_day_for_claims_that_is_left_empty_stays(
    cora: Browser, session: Session, cast: Cast
) -> None:
    same = {"closes": "2027-11-12", "claims_close": ""}
    answer = cora.get(DATES, params=same)
    assert answer.status_code == 422
    assert answer.page.field_errors == {"closes": "These are already the dates."}
    form = cora.page(DATES, params=WISH | {"claims_close": ""}).form("Change the dates")
    assert form.fields["claims_close"] == "2027-11-12"
    cora.post(form.action, data=form.data(claims_close="", reason="The term is shorter."))
    facts = last_line(session).facts
    assert facts["before"]["claims_close"] == facts["after"]["claims_close"] is not None


def test_a_change_that_was_not_seen_is_not_taken_back(
    cora: Browser, session: Session, cast: Cast
) -> None:
    old_form = cora.page(DATES).form("See what follows")
    old_check = cora.page(DATES, params=WISH).form("Change the dates")
    cora.post(DATES, data=old_check.data(closes="2027-01-20", reason="A strike."))
    refused = cora.post(DATES, data=old_check.data(reason="The term is shorter."))
    assert refused.status_code == 409
    words = "The dates have changed since you opened the page. Look again."
    assert words in refused.page.text
    form = refused.page.form("Change the dates")
    assert {name: form.fields[name] for name in WISH} == WISH
    assert form.fields["reason"] == "The term is shorter."
    assert cora.page(DATES, params=old_form.fields | WISH).notices[0].endswith(words)
    cora.post(DATES, data=form.data())
    session.expire_all()
    assert cast.fall.closes_at == datetime(2027, 1, 16, 0, tzinfo=UTC)


def test_a_refused_change_keeps_what_was_typed(cora: Browser, cast: Cast) -> None:
    seen = {"seen": cora.page(DATES).form("See what follows").fields["seen"]}
    answer = cora.post(DATES, data=WISH | seen | {"reason": ""})
    assert answer.status_code == 422
    assert answer.page.field_errors == {"reason": "Say why. The reason stays in the history."}
    assert answer.page.form("Change the dates").fields == WISH | seen | {"reason": ""}
    late = cora.post(DATES, data=WISH | seen | {"closes": "2026-11-20", "reason": "Why not"})
    assert late.status_code == 422
    assert "The last session ends Thu, Dec 3, 1:00 PM Mountain Time." in late.page.text


def test_a_day_that_no_clock_can_tell_is_refused_when_it_is_sent_too(cora: Browser) -> None:
    answer = cora.post(DATES, data=WISH | {"closes": "9999-12-31", "reason": "For ever."})
    assert answer.status_code == 422
    assert answer.page.field_errors == {"closes": "Enter a year from 2000 to 2099."}


def test_whom_another_last_day_to_claim_concerns_is_told_once(
    cora: Browser, session: Session, cast: Cast
) -> None:
    told = "2 people are told by mail until when credit can be claimed, with your reason."
    changed = "What is different now: Claims close February 15, 2027, 5:00"
    page = cora.page(DATES, params=WISH)
    follows = page.section("What follows").text
    assert told in follows
    assert changed in follows, "the letter can be read before"
    form = page.form("Change the dates")
    for _click in range(2):
        cora.post(form.action, data=form.data(reason="The term is shorter."))
    kind = col(OutboxMessage.kind) == "credit_changed"
    letters = list(session.scalars(select(OutboxMessage).where(kind)))
    assert len(letters) == len({letter.person_id for letter in letters}) == 2
    text = read(session, letters[0]).text
    assert changed in text
    assert "keeps you from claiming" not in text, "nothing of what does anyway"
    assert "The reason given: The term is shorter." in text


def test_nobody_is_told_of_dates_that_are_none_of_credit(
    cora: Browser, session: Session, cast: Cast
) -> None:
    page = cora.page(DATES, params=WISH | {"claims_close": ""})
    assert "Nobody is told by mail." in page.section("What follows").text
    form = page.form("Change the dates")
    cora.post(form.action, data=form.data(reason="The term is shorter."))
    assert not [own for own in session.scalars(select(OutboxMessage)) if own.kind != "sign_in"]
