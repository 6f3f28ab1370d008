"""Reported posts at the desks of those who settle them."""

import pytest
from sqlalchemy.orm import Session

from app.learning.threads.actions import switch_threads
from app.learning.threads.reports.actions import report
from app.learning.threads.reports.queries import reports_in
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.learning.posting import THREAD, asked, place_of

REPORTS = "/teach/fall-2026/reports"


@pytest.fixture
def reported(session: Session, cast: Cast) -> str:
    """The address at which Nan's report of Ada's post is settled."""
    post = asked(session, cast, "ada", "My mentee **cries**.")
    place = place_of(session, cast, "nan")
    report(session, place, post.id, "<b>Too</b> private.", by=cast.id("nan"), now=NOW)
    session.commit()
    (row,) = reports_in(session, cast.fall.id, limit=2, offset=0)
    return f"{REPORTS}/{row.id}"


def test_report_shows_at_both_desks_until_it_is_settled(sign_in: SignIn, reported: str) -> None:
    desks = (("fay", "/teach/fall-2026"), ("cora", "/manage/cohorts/fall-2026"))
    for persona, path in desks:
        assert sign_in(persona).page(path).main.link("See what was reported") == REPORTS
    fay = sign_in("fay")
    page = fay.page(REPORTS)
    assert "Week 2: a post of Ada Alvarez, MD" in page.main.text
    assert "<b>Too</b> private." in page.main.text
    sent = fay.post(reported, data={"outcome": "left", "note": "It is put with care."})
    assert sent.status_code == 303
    assert "Left as it is by Fay Fuentes, PhD" in fay.page(REPORTS).main.text
    for persona, path in desks:
        assert REPORTS not in sign_in(persona).get(path).text
    assert "cries" in sign_in("ada").page(THREAD).one("article").text


def test_removal_settles_and_tells_the_author(sign_in: SignIn, reported: str) -> None:
    cora = sign_in("cora")
    assert cora.post(reported, data={"outcome": "removed", "note": "Private."}).status_code == 303
    assert "says why: Private." in sign_in("ada").page(THREAD).one("article").text
    late = sign_in("fay").post(reported, data={"outcome": "left", "note": "I saw it late."})
    assert late.status_code == 409
    assert "I saw it late." in late.page.main.text


def test_what_was_reported_is_settled_also_while_threads_are_switched_off(
    sign_in: SignIn, session: Session, cast: Cast, reported: str
) -> None:
    switch_threads(session, cast.fall, on=False, by=cast.id("cora"), now=NOW)
    session.commit()
    fay = sign_in("fay")
    assert "/thread" not in fay.get(REPORTS).text
    assert fay.post(reported, data={"outcome": "removed", "note": "Private."}).status_code == 303


def test_refused_settlement_keeps_what_was_typed(sign_in: SignIn, reported: str) -> None:
    answer = sign_in("fay").post(reported, data={"note": "Half a thought"})
    assert answer.status_code == 422
    assert answer.page.field_errors == {"outcome": "Choose whether the post stays."}
    assert answer.page.one("textarea").text == "Half a thought"


@pytest.mark.parametrize("persona", ["ada", "lee", "ben"])
def test_reports_are_for_those_who_settle_them(
    sign_in: SignIn, reported: str, persona: str
) -> None:
    expected = 403 if persona == "ada" else 404
    assert sign_in(persona).get(REPORTS).status_code == expected
    assert sign_in(persona).post(reported, data={"outcome": "left"}).status_code == expected
