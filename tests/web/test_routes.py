"""Every route declares what it is: one action, or public; and keeps its file's rules."""

import inspect

from fastapi import FastAPI

from app.policy.table import DESCRIPTIONS, POLICY, Action, Role
from app.site.visits import LookFirstVisit, WriteVisit
from tests.addresses import handlers

LEAST = 45


def test_every_route_has_exactly_one_action_or_is_public(app: FastAPI) -> None:
    seen = 0
    for route, handler in handlers(app):
        assert hasattr(handler, "action"), f"{route.path} declares neither an action nor public"
        assert handler.action is None or handler.action in Action
        seen += 1
    assert seen >= LEAST


def test_every_action_is_used_and_described(app: FastAPI) -> None:
    used = {getattr(handler, "action", None) for _, handler in handlers(app)}
    assert used - {None} == set(Action)
    assert set(POLICY) == set(DESCRIPTIONS) == set(Action)
    assert all(POLICY[action] for action in Action)
    assert set().union(*POLICY.values()) == set(Role)


def test_only_a_post_may_write(app: FastAPI) -> None:
    writers = 0
    for route, handler in handlers(app):
        given = inspect.signature(handler).parameters.values()  # type: ignore[arg-type]
        if any(parameter.annotation in (WriteVisit, LookFirstVisit) for parameter in given):
            assert route.methods == {"POST"}, route.path
            writers += 1
        assert route.methods in ({"GET"}, {"POST"}), route.path
    assert writers >= 15


def test_handlers_are_sync_and_return_a_response(app: FastAPI) -> None:
    for route, handler in handlers(app):
        assert not inspect.iscoroutinefunction(handler), route.path
        assert inspect.signature(handler).return_annotation.__name__.endswith("Response")  # type: ignore[arg-type]


def test_no_route_is_in_a_public_schema(app: FastAPI) -> None:
    assert app.openapi_url is None
    assert all(not route.include_in_schema for route, _ in handlers(app))
