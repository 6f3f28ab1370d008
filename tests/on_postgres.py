"""Which tests PostgreSQL is given, after SQLite had them all.

All that meet a database and no page: those of queries, actions, races and migrations above all. Of
the tests of pages, which are most, as many as it takes to run there every statement that any page
runs. The run on SQLite writes down which test of a page sends which, and those are chosen that
send what no other test on PostgreSQL does. A test that asks of the database what no statement
shows, like what it makes of a zero byte, says so by the mark `both_databases`. Where nothing is
known of a test, it runs.

In a browser, an installation from its first command on and the main journey are tried on both:
worker, server and pages at once. Other journeys are layout; their pages have tests of their own.
"""

import json
import os
import re
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

SAVEPOINT = re.compile(r"(RELEASE |ROLLBACK TO )?SAVEPOINT ")
"""Of the harness, around every request; each has a number."""
DATABASE_FIXTURES = frozenset({"template", "empty_database", "made_demo"})
"""Every fixture with a database is made from one of these."""
PAGES, RACES = "app", "real_database"
"""The fixture of every test that asks for pages, and the one of connections that race."""


@dataclass
class Noted:
    """What a test took, and the statements by which it is judged, each by a short code."""

    seconds: float = 0.0
    statements: set[str] = field(default_factory=set)


class Notes:
    """What each test of a run sends to the database, until it is written down."""

    def __init__(self) -> None:
        self.tests: dict[str, Noted] = {}
        self._codes: dict[str, str] = {}
        self._test: Noted | None = None
        self._of_pages = False

    @contextmanager
    def of(self, item: pytest.Item) -> Iterator[None]:
        """Note what one test sends; of a test of pages, what requests do."""
        self._test = self.tests[item.nodeid] = Noted()
        self._of_pages = asks_for_pages(item)
        began = time.perf_counter()
        yield
        self._test.seconds = time.perf_counter() - began
        self._test = None

    def note(
        self, _conn: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool
    ) -> None:
        """Called by every engine; requests are answered in threads of their own."""
        if self._test is None or (
            self._of_pages and threading.current_thread() is threading.main_thread()
        ):
            return
        if SAVEPOINT.match(statement):
            return
        compiled = getattr(context, "compiled", None)
        text = compiled.string if compiled is not None else statement
        if getattr(getattr(compiled, "statement", None), "_for_update_arg", None) is not None:
            text += " FOR UPDATE"  # SQLite leaves it out, and PostgreSQL refuses it of some selects
        code = self._codes.get(text)
        if code is None:
            code = self._codes[text] = md5(text.encode(), usedforsecurity=False).hexdigest()[:12]
        self._test.statements.add(code)

    def write(self, file: Path) -> None:
        """Keep the notes for the run on the other database."""
        kept = {name: [test.seconds, *sorted(test.statements)] for name, test in self.tests.items()}
        file.write_text(json.dumps(kept))


def read_notes(folder: Path) -> dict[str, Noted]:
    """What all workers of a run have written down."""
    return {
        name: Noted(float(seconds), set(statements))
        for file in sorted(folder.glob("*.json"))
        for name, (seconds, *statements) in json.loads(file.read_text()).items()
    }


def asks_for_pages(item: pytest.Item) -> bool:
    """Whether a test asks the application, and not actions, queries or locks themselves."""
    fixtures = getattr(item, "fixturenames", ())
    return PAGES in fixtures and RACES not in fixtures


def meets_a_database(item: pytest.Item) -> bool:
    """Whether another database can make a difference to a test at all."""
    meets = DATABASE_FIXTURES & {*getattr(item, "fixturenames", ())}
    return bool(meets) and item.get_closest_marker("layout") is None


def chosen(items: Iterable[pytest.Item], notes: dict[str, Noted]) -> list[pytest.Item]:
    """The tests for PostgreSQL, in their order."""
    meeting = [item for item in items if meets_a_database(item)]
    optional = {
        item.nodeid: notes[item.nodeid]
        for item in meeting
        if asks_for_pages(item)
        and item.nodeid in notes
        and item.get_closest_marker("both_databases") is None
    }
    shown = {
        statement
        for item in meeting
        if item.nodeid not in optional and item.nodeid in notes
        for statement in notes[item.nodeid].statements
    }
    needed = set(needed_for_the_rest(optional, shown))
    return [item for item in meeting if item.nodeid not in optional or item.nodeid in needed]


def needed_for_the_rest(tests: dict[str, Noted], shown: set[str]) -> Iterator[str]:
    """Tests that together run all statements of all of them that are not shown yet.

    The next one is always the one that shows most in its time.
    """
    left = {statement for test in tests.values() for statement in test.statements} - shown
    while left:
        name, test = max(
            tests.items(),
            key=lambda named: len(named[1].statements & left) / (named[1].seconds + 0.02),
        )
        yield name
        left -= test.statements


# ------------------------------------------------------------------------------------- the run

NOTES = Notes()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add both options of `.ci/test.sh`."""
    parser.addoption(
        "--only-databases",
        action="store_true",
        help="leave out what is the same for every database: another run has had it",
    )
    parser.addoption(
        "--statements",
        type=Path,
        metavar="FOLDER",
        help="write down there which statements each test sends; with --only-databases, go by it",
    )


def notes_file(config: pytest.Config) -> Path | None:
    """Where this process writes down what its tests send, if it is to."""
    folder: Path | None = config.getoption("statements")
    if folder is None or config.getoption("only_databases"):
        return None
    return folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'all')}.json"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Hear of every statement from now on."""
    if notes_file(session.config):
        event.listen(Engine, "before_cursor_execute", NOTES.note)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other database has shown."""
    if not config.getoption("only_databases"):
        return
    folder: Path | None = config.getoption("statements")
    kept = chosen(items, read_notes(folder) if folder else {})
    if kept:  # else only others were asked for: better they run again than nothing does
        left_out = set(items) - set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what one test sends."""
    with NOTES.of(item):
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the notes for the run on the other database."""
    if NOTES.tests and (file := notes_file(session.config)):
        NOTES.write(file)
