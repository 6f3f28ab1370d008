"""Putting off what waits: only for oneself, only until a day, and taken back at once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage
from app.messages.outbox.actions import leave
from app.messages.outbox.queries import MailFound, one_mail
from app.people.snoozes.models import Snooze
from app.people.snoozes.rules import NOT_AHEAD, TOO_FAR
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn
from tests.issued import failed_mail

RECORD = "Record attendance of Week 1 Fall 2026 · held Thu, Nov 12 2 of 2 not marked"


@pytest.fixture
def subject(cast: Cast) -> str:
    """The attendance that waits in the queue, as both its pages name it."""
    return f"attendance:{cast.fall.id}:1"


def put_off(browser: Browser, subject: str, until: str, back: str = "/manage") -> Answer:
    sent = {"subject": subject, "until": until, "back": back, "things": "2"}
    return browser.post("/my/snoozes", data=sent)


def test_row_sends_what_it_is_and_offers_days(sign_in: SignIn, subject: str) -> None:
    cora = sign_in("cora")
    row = next(row for row in cora.page("/manage").all("li.task") if "Week 1" in row.text)
    sent = [field.attribute("value") for field in row.all("[name=subject]")]
    assert set(sent) == {subject}
    days = [button.attribute("value") for button in row.all("button[name=until]")]
    assert days == ["2026-11-19", "2026-11-23", "2026-11-30"]
    assert row.all("input[type=date]")[0].attribute("min") == "2026-11-19"


def test_what_is_put_off_stands_below_and_is_brought_back(sign_in: SignIn, subject: str) -> None:
    cora = sign_in("cora")
    before = cora.page("/manage").waits
    assert put_off(cora, subject, "2026-11-23").headers["location"] == "/manage#later"
    page = cora.page("/manage")
    assert page.waits == [
        *(row for row in before if row != RECORD),
        "Record attendance of Week 1 Fall 2026 · held Thu, Nov 12 until Mon, Nov 23",
    ]
    assert "2 things wait" in page.headings
    form = page.form("Bring it back : Record attendance of Week 1, Fall 2026 · held Thu, Nov 12")
    assert cora.post(form.action, data=form.fields).headers["location"] == "/manage"
    assert cora.page("/manage").waits == before


def test_it_is_out_of_sight_for_nobody_else_and_on_ones_other_list(
    sign_in: SignIn, subject: str
) -> None:
    put_off(sign_in("fay"), subject, "2026-11-20", "/teach")
    assert RECORD in sign_in("cora").page("/manage").waits
    fay = sign_in("fay").page("/teach")
    assert "Nothing waits for you" in fay.headings
    assert fay.waits[0].endswith("until Fri, Nov 20")


def test_put_off_again_is_the_other_day(sign_in: SignIn, session: Session, subject: str) -> None:
    cora = sign_in("cora")
    put_off(cora, subject, "2026-11-20")
    put_off(cora, subject, "2026-11-25")
    session.expire_all()
    kept = session.scalars(select(col(Snooze.until))).all()
    assert [until.isoformat() for until in kept] == ["2026-11-25T07:00:00+00:00"]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-11-18", NOT_AHEAD),
        ("2027-11-18", TOO_FAR),
        ("", "Choose a day."),
        ("next week", "day"),
    ],
)
def test_refused_day_is_said_on_the_list(
    sign_in: SignIn, session: Session, subject: str, until: str, said: object
) -> None:
    cora = sign_in("cora")
    answer = cora.post(
        "/my/snoozes",
        data={"subject": subject, "until": until, "back": "/manage", "things": "2"},
        headers={"referer": "http://localhost:8000/manage"},
    )
    assert answer.status_code == 422
    assert str(said) in answer.page.text
    assert RECORD in answer.page.waits
    assert session.scalars(select(Snooze)).all() == []


def test_a_list_of_somebody_elses_is_no_place_to_go_back_to(sign_in: SignIn, subject: str) -> None:
    answer = put_off(sign_in("cora"), subject, "2026-11-20", "https://evil.example/")
    assert answer.status_code == 422


def test_what_comes_after_it_was_seen_brings_it_back(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """The form says what was seen: what failed while the page was open is not out of sight."""
    cora, seen = sign_in("cora"), failed_mail(session, cast, cast.fall)
    session.commit()
    (row,) = (row for row in cora.page("/manage").all("li.task") if "did not get to" in row.text)
    form = row.form("Put off until then")
    sent = form.fields | {"until": "2026-11-23"}
    assert cora.post(form.action, data=sent).status_code == 303
    assert hidden(cora) == ["1 mail did not get to its reader"]
    other = failed_mail(session, cast, cast.fall, "ben")
    session.commit()
    assert hidden(cora) == []
    leave(session, one(session, seen), by=cast.id("cora"), now=NOW)
    session.commit()
    assert hidden(cora) == [], "as many as before, and not the same one"
    assert cora.post(form.action, data=sent).status_code == 303
    assert hidden(cora) == [], "put off again as it was seen before"
    leave(session, one(session, other), by=cast.id("cora"), now=NOW)
    session.commit()
    assert not any("did not get to" in row for row in cora.page("/manage").waits)


def one(session: Session, message: OutboxMessage) -> MailFound:
    found = one_mail(session, message.id)
    assert found is not None
    return found


def hidden(browser: Browser) -> list[str]:
    """What is put off, by title."""
    return browser.page("/manage").texts("#later .task-title")
