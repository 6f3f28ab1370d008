"""What the frame of public pages says: to search engines, and where the source is."""

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.certificates.numbers import new_code
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.addresses import handlers
from tests.cast import NOW, Cast
from tests.certificates.office import claim, record
from tests.client import Browser

NOT_FOR_EVERYBODY = {
    "/demo/mail",
    "/sign-in/link/{token}",
    "/sign-in/second-step",
    "/parked",
}
"""The demo's own, and what only the holder of a link or of a cookie is shown."""
NOT_DESCRIBED = NOT_FOR_EVERYBODY | {
    "/addresses/{token}",
    "/mail/unsubscribe/{token}",
    "/surveys/{token}",
    "/raters/{token}",
    "/calendar/{token}.ics",
    "/join/{cohort}/newcomer/{token}",
    "/{path:path}",
    "/health",
    "/ready",
    "/robots.txt",
    "/verify/{code}.json",
    "/verify/keys.zip",
    "/join/{cohort}/qr.svg",
    "/join/{cohort}/drop-in",
}


def described(browser: Browser, path: str) -> str:
    """What a page says of itself to a search engine."""
    found = browser.get(path).page.head('meta[name="description"]')
    return found[0].attribute("content") if found else ""


def public_pages(app: FastAPI) -> list[str]:
    return [
        route.path
        for route, handler in handlers(app)
        if getattr(handler, "action", None) is None
        and "GET" in (route.methods or ())
        and route.path not in NOT_DESCRIBED
        and not route.path.startswith("/badges/")  # what programs read, and pictures
    ]


def test_every_public_page_describes_itself_in_its_language(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    claim(session)
    code = record(session).code
    session.commit()
    values = {"cohort": cast.fall.slug, "code": code}
    paths = [path.format(**values) for path in public_pages(app)]
    assert {"/", "/verify", f"/verify/{code}", "/help", "/privacy", "/accessibility"} <= {*paths}
    english = {path: described(browser, path) for path in paths}
    assert len(set(english.values())) == len(paths)
    assert all(20 < len(words) < 160 for words in english.values()), english


def test_the_page_of_a_code_is_described_without_anybody(
    browser: Browser, session: Session
) -> None:
    claim(session)
    issued = record(session)
    session.commit()
    said = described(browser, f"/verify/{issued.code}")
    assert said == "Whether a certificate is valid, and what was recorded when it was issued."
    assert described(browser, f"/verify/{new_code()}") == described(browser, "/verify")


@pytest.mark.parametrize("address", ["", "https://git.example.org/waypost"])
def test_source_in_the_footer_leads_to_the_source(database: Database, address: str) -> None:
    settings = Settings(demo=True, source_url=address)
    browser = Browser(create_app(settings, database=database, clock=lambda: NOW))
    link = browser.page("/privacy").one(".foot p").link("Source")
    assert link == (address or "/help#source")
    assert ("This is a demo" in browser.get("/help").text) is not bool(address)
