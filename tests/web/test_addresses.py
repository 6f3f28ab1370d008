"""The route of an address is the one that comparing all of them, in their order, would find."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from app.web.addresses import Addresses
from tests.addresses import handlers


def asking(method: str, path: str) -> Scope:
    return {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}


def with_words(app: FastAPI) -> list[APIRoute]:
    """All but the one that says that there is nothing here."""
    return [route for route, _ in handlers(app) if ":path}" not in route.path]


def found_by_all(app: FastAPI, scope: Scope) -> tuple[Match, BaseRoute | None]:
    partial = None
    for route in with_words(app):
        match, _found = route.matches(dict(scope))
        if match is Match.FULL:
            return match, route
        if match is Match.PARTIAL:
            partial = partial or route
    return (Match.PARTIAL, partial) if partial else (Match.NONE, None)


def test_every_address_leads_where_comparing_all_routes_leads(app: FastAPI) -> None:
    (addresses,) = (route for route in app.routes if isinstance(route, Addresses))
    asked = full = 0
    for route in with_words(app):
        for path in (route.path.replace("{", "").replace("}", ""), f"{route.path}/x"):
            for method in ("GET", "POST", "DELETE"):
                scope = asking(method, path)
                match, found = addresses.matches(scope)
                assert (match, found.get("route")) == found_by_all(app, scope), (method, path)
                asked += 1
                full += match is Match.FULL
    assert asked > 600
    assert full > 120


def test_a_route_that_could_be_missed_is_refused() -> None:
    for path in ("/{anything}", "/files{kind}", "/files/{name:path}"):
        router = APIRouter()
        router.add_api_route(path, lambda: None)
        with pytest.raises(ValueError, match="first word"):
            Addresses([router])
