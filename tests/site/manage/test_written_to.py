"""Rows of people who can be written to: writing clears them, and they come back after a week."""

from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.demo import work
from app.messages.announcements.actions import discard
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.messages.announcements.written import draft, sent_message
from tests.page import Part
from tests.site.teach.acts import sign

FALL = "/manage/cohorts/fall-2026"
LIST = "/teach/fall-2026/standing?show=at-risk#everybody"
WRITE = f"{FALL}/messages/new?to=at-risk&days=7&template=week-slipped-by"
RISK = "complete only by catching up"


@pytest.fixture(autouse=True)
def _missed(session: Session, cast: Cast, now: datetime) -> None:
    """Ada and Nan have signed week 1, missed its session, and one of the others is canceled."""
    absent = Submitted(AttendanceStatus.ABSENT)
    marks = {cast.enrollment(name).id: absent for name in ("ada", "nan")}
    work.mark_session(session, cast.unit("fall-2026", 1), marks, by=cast.id("cora"))
    for name in ("ada", "nan"):
        sign(session, cast, name, 1, now)
    cast.case_session("fall-2026", 4).canceled_at = now
    session.commit()


def row(browser: Browser, path: str, what: str = RISK) -> Part:
    """The row of what waits or rests."""
    (found,) = (part for part in browser.page(path).main.all("li.task") if what in part.text)
    return found


def waits(browser: Browser, path: str, what: str = RISK) -> bool:
    """Whether it waits for its reader now."""
    tasks = browser.page(path).main.all("li.task:not(.idle)")
    return any(what in part.text for part in tasks)


def written(
    session: Session, cast: Cast, *names: str, days: float, by: str = "cora", lead: bool = False
) -> None:
    people = [cast.id(name) for name in names]
    at = NOW - timedelta(days=days)
    sent_message(session, cast.fall, people, by=cast.id(by), by_lead=lead, at=at)
    session.commit()


def test_writing_from_the_row_clears_it_until_it_counts_again(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    before = row(cora, "/manage")
    assert before.addresses[:2] == [LIST, WRITE]
    form = cora.page(WRITE).form("Save and see what they would read")
    draft_path = cora.post(f"{FALL}/messages/new", data=form.fields).headers["location"]
    check = cora.page(draft_path)
    assert "2 people will receive this." in check.text
    cora.post(f"{draft_path}/send", data=check.form(action=f"{draft_path}/send").fields)
    assert not waits(cora, "/manage")
    page = cora.page("/manage")
    resting = page.one("#later")
    assert "2 people complete only by catching up" in resting.text
    assert "Fall 2026 · all written to on Wed, Nov 18" in resting.text
    assert "until Wed, Nov 25" in resting.text
    assert "Bring it back" not in resting.text
    assert WRITE not in page.addresses


def test_who_was_written_to_is_told_and_not_counted_again(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    written(session, cast, "ada", days=2)
    found = row(sign_in("cora"), "/manage")
    assert "1 was written to in the last 7 days" in found.text
    assert "Write to 1 of them" in found.text
    assert found.addresses[:2] == [LIST, WRITE]


def test_a_row_that_rested_is_back_after_a_week_and_with_who_is_new(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    written(session, cast, "ada", days=7)
    written(session, cast, "nan", days=3)
    assert "all written to, the last on" in row(cora, "/manage").text
    assert not waits(cora, "/manage")


def test_a_week_later_they_wait_again(sign_in: SignIn, session: Session, cast: Cast) -> None:
    written(session, cast, "ada", "nan", days=7.01)
    found = row(sign_in("cora"), "/manage")
    assert "written to" not in found.text
    assert "Write to them" in found.text


def test_a_draft_and_a_leads_message_clear_no_row_of_the_coordinator(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    unsent = draft(session, cast.fall, by=cast.id("cora"))
    written(session, cast, "ada", "nan", days=1, by="lee", lead=True)
    assert "Write to them" in row(sign_in("cora"), "/manage").text
    discard(session, unsent, by=cast.id("cora"), now=NOW)


def test_not_claimed_is_cleared_by_writing_too(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, what = sign_in("cora"), "has completed and not claimed credit"
    assert "Write to them" in row(cora, "/manage", what).text
    at, ben = NOW - timedelta(days=1), [cast.id("ben")]
    sent_message(session, cast.spring, ben, by=cast.id("cora"), at=at)
    session.commit()
    assert not waits(cora, "/manage", what)
    assert "Spring 2026 · written to on Tue, Nov 17" in row(cora, "/manage", what).text


def test_a_facilitator_asks_the_coordinator_and_sees_when_it_is_done(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay = sign_in("fay")
    ask = row(fay, "/teach").one("a[href^=mailto]")
    assert ask.text == "Ask the coordinator to write to them"
    address = unquote(ask.attribute("href"))
    assert address.startswith("mailto:cora@example.org?subject=2 people of Fall 2026 complete only")
    assert address.endswith(f"\n\nhttp://localhost:8000{LIST}")
    assert "Ada" not in address
    assert "Alvarez" not in address
    assert sign_in("cora").get(LIST).status_code == 200
    written(session, cast, "ada", "nan", days=1)
    page = fay.page("/teach")
    assert "2 people complete only by catching up" in page.one("#later").text
    assert "all written to on Tue, Nov 17" in page.one("#later").text
    assert not page.one("#later").all("a[href^=mailto]")


def test_a_lead_finds_a_message_ready_and_it_clears_the_row(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    lee, own = sign_in("lee"), "completes only by catching up"
    href = next(a for a in row(lee, "/institution", own).addresses if "/messages/new" in a)
    form = lee.page(href).form("Save and see what they would read")
    assert form.values("to") == ["at-risk"]
    assert form.values("days") == ["7"]
    assert form.values("subject") == ["A week slipped by, and you can still finish"]
    (text,) = form.values("text")
    assert text.rstrip().endswith("Lee Lindqvist, MD")
    assert "{coordinator}" not in text
    path = lee.post("/institution/messages/new?cohort=fall-2026", data=form.fields)
    checked = lee.page(path.headers["location"])
    assert "1 person will receive this." in checked.text
    assert "Lee Lindqvist, MD" in checked.main.one("pre").text
    assert "Cora" not in checked.main.one("pre").text
    send = f"{path.headers['location']}/send"
    lee.post(send, data=checked.form(action=send).fields)
    assert not waits(lee, "/institution", own)
    assert "written to on Wed, Nov 18" in row(lee, "/institution", own).text
