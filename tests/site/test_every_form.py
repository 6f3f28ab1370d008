"""Every form of the application, sent empty, too long, twice, from two windows, and signed out.

It answers on its own page with all that was typed. A route to which no form of `tests/every_form`
is sent fails: who adds a form says where it stands.
"""

import inspect
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.people.models import WebSession
from app.site.routers import ROUTERS
from tests.cast import NOW, Cast
from tests.client import Answer, SignIn
from tests.every_form import (
    absences,
    cohorts,
    credit,
    desks,
    disclosures,
    doors,
    hours,
    own,
    studies,
    surveys,
    trials,
)
from tests.every_form.filling import OTHER, Fields, Found
from tests.every_form.world import WHERE, WITHOUT_A_FORM, World

__all__ = [
    "absences",
    "cohorts",
    "credit",
    "desks",
    "disclosures",
    "doors",
    "hours",
    "own",
    "studies",
    "surveys",
    "trials",
]


def routes(*, of_who_is_signed_in: bool) -> Iterator[str]:
    """Every address that takes a form; or those of them that ask who sends it."""
    for route in chain.from_iterable(router.routes for router in ROUTERS):
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()):
            action = inspect.unwrap(route.endpoint).action
            if action is not None or not of_who_is_signed_in:
                yield route.path


ROUTES = sorted(set(routes(of_who_is_signed_in=False)) - set(WITHOUT_A_FORM))
GUARDED = sorted(set(routes(of_who_is_signed_in=True)) - set(WITHOUT_A_FORM))


@pytest.fixture
def found(
    app: FastAPI,
    session: Session,
    cast: Cast,
    objects: dict[str, dict[str, str]],
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> Found:
    route: str = request.param
    return WHERE[route](World(app, session, cast, objects, sign_in, route))


def test_every_form_is_known() -> None:
    assert len(ROUTES) >= 80
    assert sorted(WHERE) == ROUTES


def is_shown(page_text: str, typed: str) -> bool:
    return " ".join(typed.split())[:200] in page_text


def judge(found: Found, answer: Answer, typed: Fields) -> None:
    """It was taken and leads on, or says why not on its own page, with what was typed."""
    if answer.status_code in {303, 307}:
        to = answer.headers["location"]
        assert not to.startswith("/sign-in"), to
        return
    assert answer.status_code in {200, 409, 413, 422, 404}, answer.status_code
    if answer.status_code == 200:
        return
    page = answer.page
    assert page.heading not in {"That did not work", "Check what you entered", "Nothing here"}
    assert page.errors or page.field_errors or page.notices, page.text
    assert page.title.count("Error: ") == 1, page.title
    assert page.title.startswith("Error: "), page.title
    here = {value for form in page.forms for _name, value in form.sent}
    read = " ".join([page.text, *(" ".join(value.split()) for value in here)])
    lost = {n: v for n, values in typed.items() for v in values if v and not is_shown(read, v)}
    assert lost == {}


@pytest.mark.parametrize("found", ROUTES, indirect=True)
def test_form_that_is_sent_empty_answers_on_its_page(found: Found) -> None:
    judge(found, found.send(found.empty(), files=False), {})


@pytest.mark.parametrize("found", ROUTES, indirect=True)
def test_form_with_texts_without_end_gives_them_back(found: Found) -> None:
    fields = found.too_long()
    typed = {name: fields[name] for name in found.typed}
    judge(found, found.send(fields), typed)


@pytest.mark.parametrize("found", ROUTES, indirect=True)
def test_form_that_is_sent_twice_answers_on_its_page(found: Found) -> None:
    first = found.send(found.right())
    assert first.status_code in {200, 303, 307}, first.page.main.text
    second = found.otherwise()
    judge(found, found.send(second), {name: [OTHER] for name in found.prose})


@pytest.mark.parametrize("found", GUARDED, indirect=True)
def test_form_that_is_sent_signed_out_waits_for_its_sender(found: Found, session: Session) -> None:
    sent = found.right()
    signed_in_until(session, NOW - timedelta(minutes=1))
    answer = found.send(sent)
    to = answer.headers["location"]
    if not any(value for values in sent.values() for value in values):
        assert to == f"/sign-in?next={quote(found.path, safe='')}"
        return
    assert to == "/sign-in?next=%2Fparked"
    signed_in_until(session, NOW + timedelta(minutes=1))
    page = found.browser.page("/parked")
    shown = page.texts(".written")
    typed = [" ".join(str(found.filled[name]).split()) for name in found.prose]
    assert [text for text in typed if text not in shown] == []
    again = page.form("Send it now")
    onward = found.browser.post(again.action, data=sent)
    assert (onward.status_code, onward.headers["location"]) == (307, found.action)
    if not found.files:
        assert found.browser.post(found.action, data=sent).status_code in {200, 303}


def signed_in_until(session: Session, moment: datetime) -> None:
    """Let every session end at a moment."""
    session.execute(update(WebSession).values(expires_at=moment))
    session.commit()
