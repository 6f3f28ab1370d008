"""What holds for every response, and for every request that would change something."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from app.web.security import (
    CONTENT_SECURITY_POLICY,
    HEADERS,
    POLICY_HEADER,
    POLICY_IN_OUR_FRAMES,
    POLICY_WITH_FRAMES,
    SecurityHeaders,
    is_same_origin,
)
from tests.cast import NOW
from tests.client import Browser, SignIn

OWN, FOREIGN = "http://localhost:8000", "https://evil.example"
ACCEPTED = [
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "same-origin", "origin": OWN},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "none", "origin": OWN},
    {"origin": OWN},
]
REFUSED = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "cross-site", "origin": FOREIGN},
    {"sec-fetch-site": "cross-site", "origin": OWN},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "same-site", "origin": "http://other.localhost:8000"},
    {"sec-fetch-site": "none", "origin": FOREIGN},
    {"sec-fetch-site": "none", "origin": "null"},
    {"sec-fetch-site": "anything"},
    {"origin": FOREIGN},
    {"origin": "null"},
    {"origin": "http://localhost:8001"},
    {"origin": "http://localhost"},
    {"origin": "http://localhost:8000.evil.example"},
    {"origin": ""},
    {},
]


def plain(app: FastAPI) -> Browser:
    """A client that says nothing of where its requests come from."""
    browser = Browser(app)
    del browser.headers["sec-fetch-site"]
    return browser


# changes come from our own pages only


@pytest.mark.parametrize("headers", REFUSED)
def test_change_that_another_site_asks_for_is_refused(
    app: FastAPI, headers: dict[str, str]
) -> None:
    answer = plain(app).post("/sign-in/demo", data={"persona": "ada"}, headers=headers)
    assert answer.status_code == 403
    assert "was not carried out" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("headers", ACCEPTED)
def test_change_from_our_own_pages_is_carried_out(app: FastAPI, headers: dict[str, str]) -> None:
    answer = plain(app).post("/sign-in/demo", data={"persona": "ada"}, headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "INVENTED"])
def test_every_method_but_reading_is_checked(app: FastAPI, method: str) -> None:
    answer = plain(app).request(method, "/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_refused_change_leaves_the_session_as_it_is(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    ada.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert ada.get("/my/profile").status_code == 200


@pytest.mark.parametrize("path", ["/", "/sign-in", "/my/profile"])
def test_links_from_other_sites_may_be_followed(sign_in: SignIn, path: str) -> None:
    answer = sign_in("ada").get(path, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code in {200, 303}


def test_host_and_origin_must_agree_in_port_as_well() -> None:
    assert is_same_origin(Headers({"origin": "https://a.example:444", "host": "a.example:444"}))
    assert not is_same_origin(Headers({"origin": "https://a.example:444", "host": "a.example"}))


# headers


@pytest.fixture
def broken(tmp_path: Path) -> Browser:
    """A browser on an application whose database has no tables."""
    app = create_app(
        Settings(demo=True),
        database=Database(f"sqlite:///{tmp_path / 'empty.db'}"),
        clock=lambda: NOW,
    )
    browser = Browser(app, raises=False)
    browser.cookies.set("waypost", "any")
    return browser


def answers(signed_in: Browser, signed_out: Browser, broken: Browser) -> dict[str, Any]:
    """One response of each kind."""
    too_large = b"x" * 5_000_000
    form = {"content-type": "application/x-www-form-urlencoded"}
    return {
        "page": signed_in.get("/my/profile"),
        "part of a page": signed_in.get("/admin", headers={"HX-Request": "true"}),
        "public page": signed_out.get("/help"),
        "redirect": signed_out.get("/my/profile"),
        "not found": signed_out.get("/nothing-here"),
        "not allowed": signed_in.get("/institution"),
        "wrong method": signed_out.get("/sign-out"),
        "bad address": signed_in.get("/institution/people?page=x"),
        "bad form": signed_out.post("/sign-in", data={"email": ""}),
        "too large": signed_out.post("/sign-in", content=too_large, headers=form),
        "from another site": signed_out.post("/sign-out", headers={"sec-fetch-site": "cross-site"}),
        "for a machine": signed_out.get("/health"),
        "static": signed_out.get("/static/app.css"),
        "no static": signed_out.get("/static/none.css"),
        "failure": broken.get("/my/profile"),
    }


STATUS = {
    "page": 200,
    "part of a page": 200,
    "public page": 200,
    "redirect": 303,
    "not found": 404,
    "not allowed": 403,
    "wrong method": 404,
    "bad address": 404,
    "bad form": 422,
    "too large": 413,
    "from another site": 403,
    "for a machine": 200,
    "static": 200,
    "no static": 404,
    "failure": 500,
}


def test_every_kind_of_response_carries_the_security_headers(
    sign_in: SignIn, browser: Browser, broken: Browser
) -> None:
    found = answers(sign_in("abe"), browser, broken)
    assert {kind: answer.status_code for kind, answer in found.items()} == STATUS
    for kind, answer in found.items():
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, f"{kind}: {name}"


def test_nothing_but_static_files_is_stored_by_anybody(
    sign_in: SignIn, browser: Browser, broken: Browser
) -> None:
    for kind, answer in answers(sign_in("abe"), browser, broken).items():
        stored = answer.headers.get("cache-control")
        if kind == "static":
            assert stored == "public, max-age=31536000, immutable"
        else:
            assert stored == "no-store", kind


def test_public_pages_set_no_cookie(browser: Browser) -> None:
    for path in ("/", "/privacy", "/accessibility", "/help", "/sign-in", "/verify", "/health"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert "set-cookie" not in answer.headers, path


def test_https_is_insisted_on_where_it_is_used(database: Database) -> None:
    settings = Settings(
        demo=False,
        base_url="https://training.example.edu",
        secret_key=SecretStr("s" * 40),
    )
    answer = Browser(create_app(settings, database=database, clock=lambda: NOW)).get("/help")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_plain_http_does_not_promise_https(browser: Browser) -> None:
    assert "strict-transport-security" not in browser.get("/help").headers


def test_content_security_policy_allows_our_own_files_and_nothing_else() -> None:
    policy = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert set(policy.values()) == {"'self'", "'none'"}


def test_failure_says_nothing_of_its_cause(broken: Browser) -> None:
    answer = broken.get("/my/profile")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    for word in ("Traceback", "sqlite", "OperationalError", "web_session"):
        assert word not in answer.text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_schema_of_the_application_is_not_public(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2fsettings.py"]
)
def test_static_files_stay_in_their_folder(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_response_brings_no_policy_but_the_two_for_frames() -> None:
    def bare(own: str) -> str:
        app = Starlette(
            routes=[
                Route("/", lambda _: PlainTextResponse("x", headers={POLICY_HEADER: own})),
            ]
        )
        guarded = SecurityHeaders(app, secure=False)
        return TestClient(guarded).get("/").headers[POLICY_HEADER]

    for own in (POLICY_WITH_FRAMES, POLICY_IN_OUR_FRAMES):
        assert bare(own) == own
    for other in ("default-src *", f"{POLICY_WITH_FRAMES}; script-src *", ""):
        assert bare(other) == CONTENT_SECURITY_POLICY


def test_policies_for_frames_differ_in_frames_only() -> None:
    usual = set(CONTENT_SECURITY_POLICY.split("; "))
    assert set(POLICY_WITH_FRAMES.split("; ")) - usual == {"frame-src 'self'"}
    assert set(POLICY_IN_OUR_FRAMES.split("; ")) ^ usual == {
        "frame-ancestors 'none'",
        "frame-ancestors 'self'",
    }
