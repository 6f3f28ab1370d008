"""Codes, links and what a browser was given, where they are wrong, too old or somebody else's."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.drop_ins.rules import LASTS, NO_GOOD, NO_SEAT, TOO_LATE, WRONG_CODE
from app.cohorts.joining.queries import place_of
from app.cohorts.models import Cohort
from app.core.models import AuditLine
from tests.cast import Cast
from tests.site.house import ADA, House
from tests.site.join.drop_in.room import DROP_IN, code, mailed, marks, places, said


def test_what_a_browser_was_given_is_of_one_series_and_of_one_day(
    house: House, session: Session, cast: Cast, season: Cohort
) -> None:
    browser = house.browser()
    form = browser.page(f"{DROP_IN}?code={code(house, cast)}").form("Email me a link")
    given = form.fields["arrival"]
    for data in (
        {"arrival": f"{given[:-1]}{'A' if given[-1] != 'A' else 'B'}"},
        {"arrival": "é" * 30},
        {"arrival": "x" * 2000},
    ):
        answer = browser.post(DROP_IN, data=said(house, cast, code="") | data)
        assert answer.status_code == 422
        assert "Type the code that is shown in the session." in answer.page.text
    before = len(house.mails())
    house.now += LASTS
    late = browser.post(DROP_IN, data=said(house, cast, code="") | {"arrival": given})
    assert late.status_code == 422
    assert len(house.mails()) == before


@pytest.mark.parametrize("query", ["session=0", "session=x", "session=99999", "code=%00&session=3"])
def test_hostile_addresses_are_no_error_of_ours(house: House, query: str) -> None:
    browser = house.browser()
    assert browser.get(f"{DROP_IN}?{query}").status_code in {200, 404, 422}
    script = browser.get(f"{DROP_IN}?code=<script>alert(1)</script>{'x' * 3000}")
    assert script.status_code == 200
    assert "<script>alert" not in script.text
    assert str(WRONG_CODE) in script.page.text


def test_codes_that_are_not_of_a_session_that_is_on_mail_nothing(house: House, cast: Cast) -> None:
    before = len(house.mails())
    for other in (
        "XXXXXX",
        code(house, cast, 4),
        code(house, cast, ago=timedelta(seconds=91)),
        "é" * 20,
    ):
        answer = house.browser().post(DROP_IN, data=said(house, cast, code=other))
        assert answer.status_code == 422
        assert str(WRONG_CODE) in answer.page.text
        assert answer.page.form("Email me a link").fields["given_name"] == "Eve"
    empty = house.browser().post(DROP_IN, data={"code": ""})
    assert empty.status_code == 422
    assert "Type the code that is shown in the session." in empty.page.text
    assert len(house.mails()) == before


def test_a_code_of_a_session_that_is_over_is_none(house: House, cast: Cast) -> None:
    house.now += timedelta(hours=2)
    answer = house.browser().post(DROP_IN, data={"code": code(house, cast)})
    assert answer.status_code == 422
    assert str(WRONG_CODE) in answer.page.text


def test_with_no_seat_left_nobody_is_recorded(
    house: House, session: Session, cast: Cast, season: Cohort
) -> None:
    season.capacity = 0
    session.commit()
    ada = house.signed_in(ADA)
    answer = ada.post(DROP_IN, data={"code": code(house, cast)})
    assert answer.status_code == 409
    assert str(NO_SEAT) in answer.page.text
    assert marks(house, season) == []
    assert place_of(house.session, season.id, cast.id("ada")) is None


def test_a_link_that_was_passed_on_records_nobody(house: House, cast: Cast, season: Cohort) -> None:
    eve = house.browser()
    eve.post(DROP_IN, data=said(house, cast))
    confirmation = eve.post(mailed(house)).headers["location"]
    answer = house.signed_in(ADA).post(confirmation)
    assert answer.status_code == 409
    assert str(NO_GOOD) in answer.page.text
    assert marks(house, season) == []
    assert places(house, season) == 0


def test_a_link_that_is_too_old_says_what_to_do(house: House, cast: Cast, season: Cohort) -> None:
    eve = house.browser()
    eve.post(DROP_IN, data=said(house, cast))
    confirmation = eve.post(mailed(house)).headers["location"]
    house.now += LASTS
    answer = eve.post(confirmation)
    assert answer.status_code == 409
    assert str(TOO_LATE) in answer.page.text
    assert places(house, season) == 0


def refusals(house: House) -> list[str]:
    own = select(AuditLine).where(col(AuditLine.act) == "request.refused")
    return [line.facts["why"] for line in house.session.scalars(own.order_by(col(AuditLine.id)))]


@pytest.mark.parametrize(("is_known", "tries"), [(True, 10), (False, 100)])
def test_two_hundred_guesses_are_throttled(
    house: House, cast: Cast, season: Cohort, tries: int, *, is_known: bool
) -> None:
    browser = house.signed_in(ADA) if is_known else house.browser()
    statuses = [browser.post(DROP_IN, data={"code": f"GG{n:04}"}).status_code for n in range(200)]
    assert statuses == [422] * tries + [429] * (200 - tries)
    assert browser.post(DROP_IN, data={"code": code(house, cast)}).status_code == 429
    assert marks(house, season) == []
    assert refusals(house) == ["bad-code", "too-often"]  # each once a minute
    if not is_known:
        scanned = f"{DROP_IN}?code={code(house, cast)}"
        assert browser.get(scanned).status_code == 429, "nor are pictures tried"
        ada = house.signed_in(ADA)  # from the same address, and it was not she who guessed
        assert ada.post(DROP_IN, data={"code": code(house, cast)}).status_code == 303


def test_right_codes_are_no_tries(house: House, cast: Cast) -> None:
    browser = house.browser()
    for _ in range(110):
        assert browser.post(DROP_IN, data={"code": code(house, cast)}).status_code == 200


def test_nobody_drops_in_to_a_cohort(house: House, cast: Cast) -> None:
    browser, path = house.browser(), "/join/fall-2026/drop-in"
    assert browser.get(path).headers["location"] == "/join/fall-2026"
    answer = browser.post(path, data={"code": code(house, cast)})
    assert answer.headers["location"] == "/join/fall-2026"
