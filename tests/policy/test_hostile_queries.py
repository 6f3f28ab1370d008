"""Whatever stands behind the question mark of an address, the answer is never a failure."""

from collections.abc import Iterator
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.routing import APIRoute

from tests.addresses import cases, handlers
from tests.bench.pages import PRINTED
from tests.client import Browser, SignIn

HOSTILE = ("//[", "\x00", "-1", "9" * 400, "\N{DEVANAGARI DIGIT ONE}", "[]{}<>'\"%")
BY_HAND = (
    *("q", "sort", "page", "show", "format"),  # lists
    *("day", "at", "minutes", "title", "starts_on", "ends_on", "edit"),  # checks of a schedule
    *("modules_required", "sessions_required", "present_minutes", "late_after_minutes"),
)
"""What is read of addresses besides what handlers declare."""


def pages(app: FastAPI, objects: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """For each route that is asked for pages, its addresses; what is printed takes seconds."""
    found: dict[str, list[str]] = {}
    for method, address, _, path, _ in cases(app, objects):
        if method == "GET" and path not in PRINTED and not path.endswith(".pdf"):
            found.setdefault(path, []).append(address)
    return found


def queries(declared: list[str]) -> Iterator[str]:
    """One parameter that the handler declares at a time, and all others at once."""
    for value in HOSTILE:
        yield from (urlencode({name: value}) for name in declared)
        yield urlencode(dict.fromkeys(BY_HAND, value))


def open_to(browsers: list[Browser], addresses: list[str]) -> tuple[Browser, str]:
    """Somebody who may see a page, and its address."""
    for address in addresses:
        for browser in browsers:
            if browser.get(address).status_code in {200, 303, 409, 422}:
                return browser, address
    raise AssertionError(addresses)


def test_no_query_makes_a_page_fail(
    app: FastAPI, sign_in: SignIn, browser: Browser, objects: dict[str, dict[str, str]]
) -> None:
    declared = {route.path: route for route, _ in handlers(app)}
    browsers = [sign_in(persona) for persona in ("cora", "ada", "ben", "fay", "lee", "abe", "opal")]
    asked = 0
    for path, addresses in pages(app, objects).items():
        who, address = open_to(browsers, addresses)
        for query in queries(names_of(declared[path])):
            assert who.get(f"{address}?{query}").status_code < 500, f"{address}?{query}"
            asked += 1
    assert asked > 700


def names_of(route: APIRoute) -> list[str]:
    return [field.alias for field in route.dependant.query_params]


def test_sign_in_leads_nowhere_but_home_after_a_malformed_address(browser: Browser) -> None:
    for value in (*HOSTILE[2:], "//[", "//[::1", "/\\evil.example", "https://[", "///x", "/%5B//["):
        answer = browser.get("/sign-in", params={"next": value})
        assert answer.status_code == 200, value
        assert answer.page.all("input[name=next]")[-1].attribute("value") in {"/home", "/%5B//["}
