"""A proxy that keeps what it may, as HTTP caching (RFC 9111) allows one that many people share."""

import re
from dataclasses import dataclass, field

from tests.client import Answer, Browser

HEURISTIC = frozenset({200, 203, 204, 300, 301, 404, 405, 410, 414, 501})
"""What may be kept although nobody said for how long."""


def said(answer: Answer) -> dict[str, str]:
    """The directives of an answer, by name."""
    told = answer.headers.get("cache-control", "")
    parts = (part.strip().partition("=") for part in told.lower().split(",") if part.strip())
    return {name: value.strip('"') for name, _, value in parts}


@dataclass
class CachingProxy:
    """Stands between a reader and the application, and asks it only where it must."""

    browser: Browser
    kept: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """What it had to ask the application for."""

    def get(self, path: str) -> Answer:
        """What a reader gets: what was kept, while it is fresh or the application says so."""
        before = self.kept.get(path)
        if before is not None and is_fresh(before):
            return before
        headers = {}
        if before is not None and "etag" in before.headers:
            headers["if-none-match"] = before.headers["etag"]
        if before is not None and "last-modified" in before.headers:
            headers["if-modified-since"] = before.headers["last-modified"]
        self.asked.append(path)
        answer = self.browser.get(path, headers=headers)
        if answer.status_code == 304 and before is not None:
            return before
        self.kept.pop(path, None)
        if may_keep(answer):
            self.kept[path] = answer
        return answer


def may_keep(answer: Answer) -> bool:
    """Whether a cache that many share may keep an answer at all."""
    directives = said(answer)
    if {"no-store", "private"} & set(directives):
        return False
    explicit = {"max-age", "s-maxage", "public"} & set(directives) or "expires" in answer.headers
    return bool(explicit) or answer.status_code in HEURISTIC


def is_fresh(answer: Answer) -> bool:
    """Whether what was kept may be given without asking; nobody's clock moves in a test."""
    directives = said(answer)
    if "no-cache" in directives:
        return False
    for name in ("s-maxage", "max-age"):
        if name in directives:
            return int(re.sub(r"\D", "", directives[name]) or 0) > 0
    return True  # by heuristic: long enough for any test
