"""A number, and every page that shows it.

Each test names what is counted, and for each page how it is read there. What is read is a number or
the words of it, never what the page computes it from.
"""

import re
from collections.abc import Callable, Hashable
from typing import NamedTuple

from fastapi import FastAPI

from app.core.db import Database
from tests.client import Browser
from tests.page import Page


class Shown(NamedTuple):
    """Where a number is shown, to whom, and how it is read."""

    who: str | None
    """None: somebody who is not signed in."""
    path: str
    read: Callable[[Page], Hashable]


class Demo:
    """The demo's pages, each asked for once by whoever reads it."""

    def __init__(self, app: FastAPI, database: Database) -> None:
        self.database = database
        self.app = app
        self._browsers: dict[str | None, Browser] = {}
        self._pages: dict[tuple[str | None, str], Page] = {}

    def browser(self, who: str | None) -> Browser:
        """Somebody's browser."""
        if who not in self._browsers:
            browser = Browser(self.app)
            self._browsers[who] = browser.sign_in(who) if who else browser
        return self._browsers[who]

    def page(self, who: str | None, path: str) -> Page:
        """What an address shows to somebody."""
        if (who, path) not in self._pages:
            self._pages[who, path] = self.browser(who).page(path)
        return self._pages[who, path]

    def changed(self) -> None:
        """Something was done: every page is asked for again."""
        self._pages.clear()

    def one_number(self, *places: Shown, at_least: int) -> Hashable:
        """What all of these pages say alike. `at_least`: so many of them there are."""
        assert len({(place.who, place.path) for place in places}) >= at_least
        read = {
            f"{place.who} {place.path} ({number})": place.read(self.page(place.who, place.path))
            for number, place in enumerate(places)
        }
        assert len(set(read.values())) == 1, read
        return next(iter(read.values()))


def listed(full_name: str) -> str:
    """A name of the demo, in which given names are one word, as lists write it."""
    given, _space, family = full_name.partition(",")[0].partition(" ")
    return f"{family}, {given}"


def words(pattern: str) -> Callable[[Page], str]:
    """What the groups of a pattern match in the words of a page, the same wherever they stand."""

    def read(page: Page) -> str:
        found = {
            match if isinstance(match, str) else " of ".join(match)
            for match in re.findall(pattern, page.main.text)
        }
        assert len(found) == 1, f"{sorted(found)} for {pattern!r} in {page.main.text[:3000]}"
        return found.pop()

    return read


def number(pattern: str) -> Callable[[Page], int]:
    """The number that a pattern finds in the words of a page."""
    return lambda page: int(words(pattern)(page))


def figure(label: str) -> Callable[[Page], str]:
    """A number that stands with its label."""
    return lambda page: page.figures[label]


def count(label: str) -> Callable[[Page], int]:
    """The number of a chip: how many are on that part of a list."""

    def read(page: Page) -> int:
        (found,) = {chip for chip in page.chips if re.fullmatch(rf"{label} \d+", chip)}
        return int(found.rsplit(" ", 1)[1])

    return read


def cell(caption: str, row: str, column: str) -> Callable[[Page], str]:
    """What stands in a table's row under a heading."""

    def read(page: Page) -> str:
        table = page.table(caption)
        (found,) = [record for record in table.records if record[table.headers[0]].startswith(row)]
        return found[column]

    return read


def first(read: Callable[[Page], str]) -> Callable[[Page], int]:
    """The first number of what is read: `50` of `50 of 50`."""

    def the_first(page: Page) -> int:
        found = re.search(r"\d+", read(page))
        assert found is not None
        return int(found[0])

    return the_first
