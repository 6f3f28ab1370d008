"""Nobody is expected in a series: no page of one, whoever looks and whenever, speaks of who is not.

Everybody follows all that leads on within the series, a day before its third session, during it and
an hour after it; and the same walk finds the words in a cohort, where people are expected.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from sqlalchemy.orm import Session

from app.casework.breakouts.actions import Wanted, make_groups
from app.casework.breakouts.enums import Among
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.drop_ins.actions import drop_in
from app.casework.drop_ins.rules import Arrival
from app.certificates.marks.actions import save_marks
from app.cohorts.joining.queries import cohort_to_join
from app.core.db import Database
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.missing_words import WORDS
from tests.page import Page
from tests.season import SLUG, came, make_season, register
from tests.site.teach.sessions.guides import browser_at

MINUTES = {"before": -24 * 60, "during": 20, "after": 120}
"""Since the third session began."""
STARTS = {
    "ada": ("/cohorts/{slug}", "/join/{slug}", "/my/record?cohort={slug}"),
    "abe": ("/cohorts/{slug}", "/my/record?cohort={slug}"),
    "fay": ("/teach/{slug}",),
    "cora": ("/teach/{slug}", "/manage/cohorts/{slug}"),
    "lee": ("/institution?cohort={slug}", "/institution/report?cohort={slug}"),
}
AT_LEAST = {"ada": 12, "abe": 8, "fay": 30, "cora": 70, "lee": 2}
"""Pages that each comes to."""
SECRET = "a secret of the session"
PLACE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass
class Walk:
    """All pages of one cohort that somebody comes to."""

    browser: Browser
    slug: str
    pages: dict[str, Page] = field(default_factory=dict)

    def go(self, starts: tuple[str, ...]) -> "Walk":
        waiting, seen = deque(start.format(slug=self.slug) for start in starts), set[str]()
        while waiting:
            address = waiting.popleft()
            if (alike := PLACE.sub("-", address)) in seen:
                continue
            seen.add(alike)
            answer = self.browser.get(address)
            if answer.is_redirect:
                waiting += self.own(address, [answer.headers["location"]])
            elif answer.headers.get("content-type", "").startswith("text/html"):
                assert answer.status_code < 400, address
                self.pages[address] = answer.page
                waiting += self.own(address, answer.page.addresses)
        return self

    def own(self, page: str, links: list[str]) -> list[str]:
        """Where links of a page lead within the cohort, without what only sorts or finds."""
        found = []
        for link in links:
            parts = urlsplit(urljoin(f"http://localhost:8000{page}", link))
            asked = [own for own in parse_qsl(parts.query) if own[0] in {"cohort", "step"}]
            address = f"{parts.path}?{urlencode(asked)}" if asked else parts.path
            if parts.netloc == "localhost:8000" and self.slug in address:
                found.append(address)
        return found

    def said(self) -> dict[str, list[str]]:
        """The words that are looked for, by address."""
        found = {address: WORDS.findall(page.main.text) for address, page in self.pages.items()}
        return {address: words for address, words in found.items() if words}


@pytest.fixture
def season(session: Session, cast: Cast) -> None:
    """Ada was at both sessions so far, Ben at the second; Abe never came."""
    season = make_season(session, cast)
    register(session, season, cast, "ada", "ben", "abe")
    came(session, cast, 1, "ada")
    came(session, cast, 2, "ada", "ben")
    held, fay = cast.case_session(SLUG, 2), cast.id("fay")
    make_groups(session, held.id, Wanted(2, 1, Among.THERE), by=fay, now=NOW)
    session.commit()


def nan_drops_in(session: Session, cast: Cast) -> None:
    held = cast.case_session(SLUG, 3)
    here = cohort_to_join(session, SLUG)
    assert here is not None
    code = shown_code(SECRET, held.starts_at).text
    drop_in(
        session,
        here,
        cast.id("nan"),
        Arrival(here.cohort.id, held.id, CheckInWay.CODE, code, held.starts_at),
        device="",
        secret=SECRET,
        save_marks=save_marks,
        now=held.starts_at,
    )
    session.commit()


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("when", MINUTES)
@pytest.mark.parametrize("who", STARTS)
def test_no_page_of_a_series_speaks_of_who_is_not_there(
    session: Session, cast: Cast, database: Database, who: str, when: str
) -> None:
    if when != "before":
        nan_drops_in(session, cast)
    walk = Walk(at(cast, database, when, SLUG, 3).sign_in(who), SLUG).go(STARTS[who])
    assert walk.said() == {}
    assert len(walk.pages) >= AT_LEAST[who]


@pytest.mark.parametrize("who", ["fay", "cora"])
def test_the_same_walk_finds_the_words_where_people_are_expected(
    cast: Cast, database: Database, who: str
) -> None:
    browser = at(cast, database, "during", "fall-2026", 2).sign_in(who)
    walk = Walk(browser, "fall-2026").go(STARTS[who])
    found = {word.lower() for words in walk.said().values() for word in words}
    assert {"absent", "excused", "not in yet", "make-up", "not marked", "expected"} <= found
    assert len(walk.pages) >= AT_LEAST[who]


def at(cast: Cast, database: Database, when: str, slug: str, position: int) -> Browser:
    begins = cast.case_session(slug, position).starts_at
    return browser_at(database, begins + timedelta(minutes=MINUTES[when]))
