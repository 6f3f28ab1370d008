"""Every page of the demo that somebody comes to by following what stands on the page before."""

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from app.site.sign_in.pages import PERSONAS
from tests.addresses import handlers
from tests.numbers.shown import Demo
from tests.page import Page

ENOUGH = 2
"""Pages of one route, asked the same things, at a desk: its others are like them."""
LEARNERS = frozenset({"ada", "ben", "mo"})
"""They look at all they have."""
PRINTED = ("/preview", "reflections.pdf", "/reader.pdf")
"""Ends of what is printed while one waits: one of each is enough."""
WALKERS: tuple[str | None, ...] = (None, *(persona.key for persona in PERSONAS))
STARTS: dict[str | None, tuple[str, ...]] = {None: ("/", "/demo/mail")}
OURS = "http://localhost:8000"


@dataclass
class Walk:
    """What somebody came to."""

    pages: dict[str, Page] = field(default_factory=dict)
    """By address."""
    answers: dict[str, int] = field(default_factory=dict)
    """Of every address that was asked for."""
    stands_on: dict[str, str] = field(default_factory=dict)
    """On which page a link stands first; with the place on a page that it leads to."""
    sent_to: dict[str, str] = field(default_factory=dict)
    """Where forms are sent, and on which page the first of them stands."""
    asked: set[str] = field(default_factory=set)
    """Where forms ask for a page: as they stand, they may be asked for more."""


class Walker:
    """Goes on until nothing is new."""

    def __init__(self, demo: Demo, who: str | None) -> None:
        self.browser = demo.browser(who)
        self.enough = 100 if who in LEARNERS else ENOUGH
        self.routes = [
            (route, route.path_regex)
            for route, _handler in handlers(demo.app)
            if "GET" in (route.methods or ())
        ]
        self.seen: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.waiting: deque[str] = deque()
        self.walk = Walk()
        for start in STARTS.get(who, ("/home",)):
            self.find(start, "the beginning")

    def find(self, link: str, page: str) -> None:
        """Note a link, and come back to it."""
        if link not in self.walk.stands_on:
            self.walk.stands_on[link] = page
            self.waiting.append(link.partition("#")[0])

    def go(self) -> Walk:
        """Look at everything."""
        while self.waiting:
            address = self.waiting.popleft()
            if address not in self.walk.answers and self.is_new(address):
                self.look_at(address)
        return self.walk

    def is_new(self, address: str) -> bool:
        """Whether enough like it were not looked at yet."""
        parts = urlsplit(address)
        path = next((route.path for route, regex in self.routes if regex.match(parts.path)), "")
        kind = path, tuple(sorted({name for name, _value in parse_qsl(parts.query)}))
        self.seen[kind] += 1
        return self.seen[kind] <= (1 if path.endswith(PRINTED) else self.enough)

    def look_at(self, address: str) -> None:
        """Ask for it, and note all that it leads to."""
        answer = self.browser.get(address)
        self.walk.answers[address] = answer.status_code
        if answer.is_redirect:
            self.find(answer.headers["location"], address)
        elif answer.headers.get("content-type", "").startswith("text/html"):
            self.walk.pages[address] = answer.page
            self.note(answer.page, address)

    def note(self, page: Page, address: str) -> None:
        for href in page.addresses:
            if (link := own(href, address)) is not None:
                self.find(link, address)
        for form in page.forms if page.all(".foot") else ():  # a page in a frame is looked at only
            if form.method == "post":
                self.walk.sent_to.setdefault(str(own(form.action, address)), address)
            else:
                to, _, place = str(own(form.action or address, address)).partition("#")
                path = to.partition("?")[0]
                self.walk.asked.add(path)
                self.find(f"{path}?{urlencode(form.sent)}#{place}", address)


def own(href: str, address: str) -> str | None:
    """Where a link leads on our own pages; None where it leads elsewhere."""
    whole = urljoin(f"{OURS}{address}", href)
    if not whole.startswith((f"{OURS}/", f"{OURS}#")) or whole.startswith(f"{OURS}/static/"):
        return None
    return whole.removeprefix(OURS)
