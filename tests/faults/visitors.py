"""People with browsers that speak to a server over a socket."""

import time
from collections import Counter
from typing import Any

from httpx2 import Client, HTTPError, Response

from tests.page import Page

PATIENCE = 60.0
COOKIE = "waypost"


class Visitor:
    """Somebody at a server; every answer is noted, and a bare 500 is none that we give."""

    def __init__(self, base: str, token: str = "") -> None:
        self.base = base
        self.answers: Counter[int] = Counter()
        self.slowest = 0.0
        cookies = {COOKIE: token} if token else {}
        headers = {"sec-fetch-site": "same-origin", "user-agent": "faults"}
        self._client = Client(base_url=base, headers=headers, cookies=cookies, timeout=PATIENCE)

    def asks_for_parts(self) -> None:
        """From now on as htmx asks, for what is new of a page."""
        self._client.headers["hx-request"] = "true"

    def sign_in(self, persona: str) -> "Visitor":
        assert self.post("/sign-in/demo", {"persona": persona}).status_code == 303
        return self

    def page(self, path: str) -> Page:
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return Page(answer.text)

    def get(self, path: str) -> Response:
        return self._ask("GET", path)

    def post(self, path: str, data: Any, *, of: str = "", files: Any = None) -> Response:
        """`of`: the page that the form stands on."""
        headers = {"referer": f"{self.base}{of or path}"}
        return self._ask("POST", path, data=data, files=files, headers=headers)

    def close(self) -> None:
        self._client.close()

    def _ask(self, method: str, path: str, **sent: Any) -> Response:
        began = time.monotonic()
        answer = self._client.request(method, path, **sent)
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.answers[answer.status_code] += 1
        assert answer.status_code != 500, f"{method} {path}: 500"
        return answer


def until_up(base: str, seconds: float = 60.0) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    with Client(base_url=base, timeout=5.0) as client:
        while True:
            try:
                client.get("/privacy")
                return
            except HTTPError:
                assert time.monotonic() < end, "nobody answers"
                time.sleep(0.05)
