"""Refusals that matter leave a line, without anything private in it."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.chains import first_bad_line
from app.core.models import AuditLine
from app.site import noted
from app.site.sign_in import routes as sign_in_routes
from app.web.limits import RateLimit
from tests.cast import Cast
from tests.client import Browser, SignIn


@pytest.fixture(autouse=True)
def _nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EACH", "ALL"):
        limit: RateLimit = getattr(noted, name)
        monkeypatch.setattr(noted, name, RateLimit(limit.times, limit.window))


def lines(session: Session) -> list[AuditLine]:
    session.expire_all()
    refused = select(AuditLine).where(col(AuditLine.act) == "request.refused")
    return list(session.scalars(refused.order_by(col(AuditLine.id))))


def only(session: Session) -> tuple[str, str]:
    (line,) = lines(session)
    return line.facts["why"], line.object_id


def test_request_from_another_site_is_noted_without_what_it_sent(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    answer = ada.post(
        "/cohorts/fall-2026/units/2/reflection",
        data={"text": "secret"},
        headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    (line,) = lines(session)
    assert (line.facts, line.object_id) == (
        {"why": "foreign-origin", "from": "testclient"},
        "POST /cohorts",
    )
    assert line.actor_id == cast.id("ada")
    assert first_bad_line(session) is None


def test_act_that_is_not_permitted_is_noted_and_a_look_is_not(
    sign_in: SignIn, session: Session
) -> None:
    fay = sign_in("fay")
    assert fay.get("/manage/cohorts/fall-2026/people").status_code == 403
    assert lines(session) == []
    assert fay.post("/manage/cohorts/fall-2026/archive", data={}).status_code == 403
    assert only(session) == ("not-permitted", "POST /manage/cohorts/{cohort}/archive")


def test_wrong_link_and_wrong_code_are_noted_by_their_route_only(
    browser: Browser, session: Session
) -> None:
    browser.post("/sign-in/link/of-somebody-else", data={})
    assert only(session) == ("bad-link", "POST /sign-in/link/{token}")
    browser.post("/sign-in/code", data={"code": "1234 5678"})
    assert lines(session)[-1].facts["why"] == "bad-code"
    assert all("somebody" not in str(line.model_dump()) for line in lines(session))


def test_asking_too_often_is_noted(
    browser: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_routes, "ASKED_FROM", RateLimit(0, timedelta(minutes=1)))
    assert browser.post("/sign-in", data={"email": "x@example.org"}).status_code == 429
    assert only(session) == ("too-often", "POST /sign-in")


def test_who_tries_without_end_leaves_one_line_a_minute(
    app: FastAPI, browser: Browser, session: Session
) -> None:
    began = app.state.clock()
    for seconds in range(0, 90, 10):
        app.state.clock = lambda at=began + timedelta(seconds=seconds): at
        browser.post("/sign-in/code", data={"code": "1234 5678"})
    assert len(lines(session)) == 2
