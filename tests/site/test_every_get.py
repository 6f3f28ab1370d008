"""Everything that can be asked for, by everybody: asking changes nothing, and pages lead on.

The whole database is the same before and after. A page that sends people to their coordinator or
administrator leads to who that is.
"""

import hashlib
import re

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.core.db import Database
from app.models import metadata
from tests.addresses import PERSONAS, cases, handlers
from tests.client import Browser, SignIn

ASKS = re.compile(
    r"\b(ask|tell)\b[^.]*\b(your|the) (coordinator|administrator)\b(?! who)", re.IGNORECASE
)
LEADS = re.compile(r'href="((/help)?#who"|mailto:)')
KNOWN = {
    None: {"/help", "/accessibility"},
    "ada": {"/my/record"},
    "ben": {"/admin"},
}
"""Some pages that send people to somebody: the walk finds what there is to find."""


def checksum(database: Database) -> str:
    """Over every row of every table, in the order of their keys."""
    digest = hashlib.sha256()
    with database.read() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table).order_by(*table.primary_key.columns)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def addresses(app: FastAPI, objects: dict[str, dict[str, str]]) -> list[str]:
    """Every page that can be asked for, and one that is not there."""
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


@pytest.mark.parametrize("persona", [None, *PERSONAS])
def test_no_get_changes_anything_and_pages_lead_to_whom_they_send_people_to(
    app: FastAPI,
    browser: Browser,
    sign_in: SignIn,
    database: Database,
    objects: dict[str, dict[str, str]],
    persona: str | None,
) -> None:
    reader = sign_in(persona) if persona else browser
    paths = addresses(app, objects)
    assert len(paths) >= 40
    before = checksum(database)
    found = asking(reader, paths)
    assert checksum(database) == before
    assert [path for path, leads in found.items() if not leads] == []
    assert KNOWN.get(persona, set()) <= set(found)


@pytest.mark.parametrize(
    "said",
    [
        "Ask your coordinator.",
        "If it is wrong, tell your coordinator",
        "Claimed: ask the coordinator",
    ],
)
def test_a_sentence_that_sends_people_is_seen(said: str) -> None:
    assert ASKS.search(said)


def test_the_address_that_pages_lead_to_is_there(browser: Browser) -> None:
    assert 'id="who"' in browser.get("/help").text
