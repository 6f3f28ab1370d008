"""A browser that refuses bad pages, and a counter of statements."""

import atexit
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from httpx2 import Client, Response

from tests.page import Page
from tests.transport import WholeAnswers

FORBIDDEN = re.compile(r"on|style$|hx-on")
VOID = frozenset(
    "area base br col embed hr img input link meta path circle source track use wbr".split()  # noqa: SIM905
)
CONTROLS = frozenset({"input", "select", "textarea"})


class Answer(Response):
    """An answer; if it is a page, with what the page shows."""

    page: Page


def content_of(fragment: str) -> str:
    """What htmx swaps into a page: its answer without the title, which goes to the tab."""
    title, content = fragment.split("</title>", 1)
    assert title.startswith("<title>")
    return content.strip()


@cache
def _portal() -> BlockingPortal:
    """The one event loop of a run, in its own thread: one for each request would take 4 ms."""
    until_the_end = ExitStack()
    atexit.register(until_the_end.close)
    return until_the_end.enter_context(start_blocking_portal())


class Browser(Client):
    """A browser on our own pages; every HTML answer is checked."""

    def __init__(self, app: FastAPI, *, raises: bool = True) -> None:
        super().__init__(
            base_url="http://localhost:8000",
            transport=WholeAnswers(app, _portal(), raises=raises),
            headers={"user-agent": "testclient", "sec-fetch-site": "same-origin"},
        )

    def sign_in(self, persona: str) -> "Browser":
        """Sign in as one of the cast."""
        answer = self.post("/sign-in/demo", data={"persona": persona})
        assert answer.status_code == 303, answer.text
        return self

    def page(self, path: str, **kwargs: Any) -> Page:
        """What an address shows to a person."""
        answer = self.get(path, **kwargs)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.page

    def get(self, *args: Any, **kwargs: Any) -> Answer:
        """Ask for something."""
        return cast(Answer, super().get(*args, **kwargs))

    def post(self, *args: Any, **kwargs: Any) -> Answer:
        """Send a form."""
        return cast(Answer, super().post(*args, **kwargs))

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send, then refuse what no browser should be given; `answer.page` is what it shows."""
        answer: Any = super().request(*args, **kwargs)
        if answer.request.method != "HEAD" and answer.headers.get("content-type", "").startswith(
            "text/html"
        ):
            problems = page_problems(answer.text, whole="hx-request" not in answer.request.headers)
            assert not problems, f"{answer.request.url}: {problems}"
            answer.page = Page(answer.text)
        return answer


SignIn = Callable[[str], Browser]
"""The fixture `sign_in`: a persona's browser."""


class Statements:
    """How many statements reached the database."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def note(self, _conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Called by the engine before each statement; savepoints are the harness's own."""
        if not re.match(r"(RELEASE |ROLLBACK )?(TO )?SAVEPOINT|BEGIN|PRAGMA", statement):
            self.seen.append(statement)

    @property
    def total(self) -> int:
        """Statements in the block."""
        return len(self.seen)

    @contextmanager
    def __call__(self) -> Iterator["Statements"]:
        """Count from here."""
        self.seen.clear()
        yield self


_VALUE = r"""(?:"[^"]*"|'[^']*')"""
_TAG = re.compile(
    r"<!--.*?-->|<!doctype html>|<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)"
    rf"""(?P<attributes>(?:\s+[^\s=>"'/<]+(?:={_VALUE})?)*)\s*/?>""",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rf"""([^\s=>"'/<]+)(?:=({_VALUE}))?""")


class _Tag(NamedTuple):
    """What a tag says by itself, wherever it stands: read once, since pages are much alike."""

    given: dict[str, str]
    problems: list[str]
    references: list[str]
    is_control: bool


@lru_cache(maxsize=10_000)
def _read_tag(tag: str, attributes: str) -> _Tag:
    found = [(name, html.unescape(value[1:-1])) for name, value in _ATTRIBUTE.findall(attributes)]
    given = dict(found)
    problems = [f"<{tag}> has {name}" for name in given if FORBIDDEN.match(name)]
    if len(given) != len(found):
        problems.append(f"<{tag}> repeats an attribute")
    if given.get("type") == "file" and "value" in given:
        problems.append("a file input with a value")
    if tag == "img" and "alt" not in given:
        problems.append("<img> without alt")
    if tag == "script" and "src" not in given:
        problems.append("inline script")
    address = given.get("src") or (given.get("href", "") if tag == "link" else "")
    if address.startswith(("http:", "https:", "//")):
        problems.append(f"<{tag}> loads {address}")
    names = ("aria-describedby", "aria-labelledby", "for")
    references = [ref for name in names for ref in given.get(name, "").split()]
    is_control = tag in CONTROLS and given.get("type") not in {"hidden", "submit", "button"}
    return _Tag(given, problems, references, is_control)


class _Checker:
    """Reads the tags of a page, and nothing else: pages are well formed, or that is a problem.

    A parser that forgives, as browsers have one, would mend what is looked for here; and the
    standard library's takes longer for a page than the whole application.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.counts: Counter[str] = Counter()
        self.requires = False

    def feed(self, page: str) -> None:
        end = 0
        for found in _TAG.finditer(page):
            begin, after = found.span()
            if begin != end:
                self._check_text(page[end:begin])
            end = after
            closes, tag, attributes = found.groups()
            if tag is None:
                continue
            if closes:
                self.handle_endtag(tag)
            else:
                self.handle_starttag(tag, _read_tag(tag, attributes))
        self._check_text(page[end:])

    def _check_text(self, text: str) -> None:
        if "<" in text:
            self.problems.append(f"no tag: {text[text.index('<') :][:40]!r}")

    def handle_starttag(self, tag: str, read: _Tag) -> None:
        self.counts[tag] += "svg" not in self.open  # a drawing has a title of its own
        self.problems += read.problems
        self.references += read.references
        given = read.given
        if given.get("id"):
            self.ids.append(given["id"])
        if tag == "label" and given.get("for"):
            self.labelled.add(given["for"])
        self._check_select(tag, given)
        if read.is_control:
            self.controls.append({**given, "inside": "label" if "label" in self.open else None})
        if tag not in VOID:
            self.open.append(tag)

    def _check_select(self, tag: str, given: dict[str, str]) -> None:
        """The first option of a required list is none (the HTML standard, section 4.10.7)."""
        if tag == "select":
            self.requires = "required" in given and "multiple" not in given
        elif tag == "option" and self.requires:
            if given.get("value"):
                self.problems.append("a required list whose first option is a choice already")
            self.requires = False

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def page_problems(page: str, *, whole: bool) -> list[str]:
    """What is wrong with a page: nesting, ids, labels, handlers, foreign addresses."""
    checker = _Checker()
    checker.feed(page)
    problems = checker.problems
    problems += [f"<{tag}> is never closed" for tag in checker.open]
    problems += [f"id {i!r} twice" for i, times in Counter(checker.ids).items() if times > 1]
    if whole:
        problems += [
            f"{ref!r} refers to nothing" for ref in checker.references if ref not in checker.ids
        ]
        problems += [
            f"{checker.counts[tag]} <{tag}>"
            for tag in ("title", "h1", "main")
            if checker.counts[tag] != 1
        ]
    for control in checker.controls:
        named = control.get("aria-label") or control.get("aria-labelledby") or control["inside"]
        if not named and control.get("id") not in checker.labelled:
            problems.append(f"control {control.get('name')!r} without a label")
    return problems
