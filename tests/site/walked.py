"""The pages of the application, as somebody who may see them walks through them.

Nobody has done anything before, so that everybody walks once: what they saw is looked at again.
"""

from collections.abc import Iterator

from fastapi import FastAPI

from tests.addresses import cases
from tests.client import Browser, SignIn
from tests.page import Page

DESKS = ("/manage", "/institution", "/admin", "/teach")
_SEEN: dict[str, list[tuple[str, Page]]] = {}


def pages(
    app: FastAPI, sign_in: SignIn, objects: dict[str, dict[str, str]], persona: str
) -> Iterator[tuple[str, Page]]:
    """Every page that somebody may see, but those that another page shows in a frame."""
    if persona not in _SEEN:
        _SEEN[persona] = list(_walk(app, sign_in(persona), objects))
    yield from _SEEN[persona]


def _walk(
    app: FastAPI, reader: Browser, objects: dict[str, dict[str, str]]
) -> Iterator[tuple[str, Page]]:
    paths = (path for method, path, *_ in cases(app, objects) if method == "GET")
    for path in dict.fromkeys(paths):
        answer = reader.get(path)
        html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status_code == 200 and html and (page := Page(answer.text)).all(".nav"):
            yield path, page
