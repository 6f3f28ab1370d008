"""Finds the route of an address without asking every route there is.

Starlette compares an address with one route after the other. With some 150 of them, and a router
around each few, that took longer than the first page of a learner takes to render.
"""

from collections import defaultdict
from collections.abc import Iterable

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class Addresses(BaseRoute):
    """The routes of many routers, compared in their order.

    Only those that begin with the same word and have as many words as the address are asked, so
    every route begins with a word of its own and no parameter reaches beyond a `/`.

    Raises:
        ValueError: A route does not.
    """

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self.routes = [route for router in routers for route in router.routes]
        self._alike: dict[tuple[str, int], list[BaseRoute]] = defaultdict(list)
        for route in self.routes:
            if not isinstance(route, Route) or not _is_findable(route.path):
                raise ValueError(f"{route} has no first word, or parts of any length.")  # not shown
            self._alike[_shape(route.path)].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that is meant, else the first that takes another method."""
        otherwise: tuple[Match, Scope] = Match.NONE, {}
        if scope["type"] != "http":
            return otherwise
        for route in self._alike.get(_shape(scope["path"]), ()):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, found
            if match is Match.PARTIAL and otherwise[0] is Match.NONE:
                otherwise = match, found
        return otherwise

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route answer that was found."""
        await scope["route"].handle(scope, receive, send)


def _is_findable(path: str) -> bool:
    first, _count = _shape(path)
    return "{" not in first and ":path}" not in path


def _shape(path: str) -> tuple[str, int]:
    words = path.split("/")
    return words[1] if len(words) > 1 else "", len(words)
