"""A page that sends people to their coordinator or administrator leads to who that is."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from tests.addresses import PERSONAS, cases, handlers
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.issued import objects_of_cohorts

ASKS = re.compile(r"\b(ask|tell)\b[^.]*\byour (coordinator|administrator)\b", re.IGNORECASE)
LEADS = re.compile(r'href="(/help)?#who"')


def addresses(app: FastAPI, session: Session) -> list[str]:
    """Every page that can be asked for, and one that is not there."""
    objects = objects_of_cohorts(session, Cast(session))
    guarded = [path for method, path, *_ in cases(app, objects) if method == "GET"]
    public = [
        route.path
        for route, handler in handlers(app)
        if getattr(handler, "action", None) is None
        and "GET" in (route.methods or ())
        and "{" not in route.path
    ]
    return list(dict.fromkeys((*guarded, *public)))


def asking(browser: Browser, paths: list[str]) -> dict[str, bool]:
    """The pages that send people to somebody, and whether each leads to who that is."""
    found = {}
    for path in paths:
        answer = browser.get(path)
        if answer.headers.get("content-type", "").startswith("text/html"):
            page = answer.text
            said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
            if ASKS.search(said):
                found[path] = LEADS.search(page) is not None
    return found


def test_pages_lead_to_whom_they_send_people_to(
    app: FastAPI, session: Session, browser: Browser, sign_in: SignIn
) -> None:
    paths = addresses(app, session)
    session.commit()
    readers = {"": browser, **{persona: sign_in(persona) for persona in PERSONAS}}
    found = {
        f"{persona} {path}": leads
        for persona, reader in readers.items()
        for path, leads in asking(reader, paths).items()
    }
    assert [page for page, leads in found.items() if not leads] == []
    assert {" /help", " /accessibility", "ada /my/record", "ben /admin"} <= set(found)


@pytest.mark.parametrize("said", ["Ask your coordinator.", "If it is wrong, tell your coordinator"])
def test_a_sentence_that_sends_people_is_seen(said: str) -> None:
    assert ASKS.search(said)


def test_the_address_that_pages_lead_to_is_there(browser: Browser) -> None:
    assert 'id="who"' in browser.get("/help").text
