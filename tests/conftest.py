"""The harness: a migrated database, one outer transaction a test, one cast, a strict client.

The suite runs on SQLite and, where TEST_DATABASE_URL names a server, on PostgreSQL; of which tests
`make test` asks that again, `tests/on_postgres.py` says.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.certificates.badges.printing import BadgeOrder, Badges, SignedBadge
from app.certificates.transcripts.printing import TranscriptOrder, Transcripts
from app.core import db, schema
from app.core.db import Database, ReadSession, WriteSession
from app.main import create_app
from app.printing.pool import ReaderPool
from app.settings import Settings
from tests import databases
from tests.cast import NOW, Cast, make_cast
from tests.certificates.fixtures import (
    badge_pool,
    key_file,
    pool,
    renderer,
    signed,
    signer,
    transcript_pool,
)
from tests.client import Browser, SignIn, Statements
from tests.databases import EmptyDatabase
from tests.issued import objects_of_cohorts
from tests.limits import forget_tries
from tests.whole_demo import NAME as MADE_DEMO
from tests.whole_demo import demo, made_demo

__all__ = [
    "badge_pool",
    "demo",
    "key_file",
    "made_demo",
    "pool",
    "renderer",
    "signed",
    "signer",
    "transcript_pool",
]  # fixtures that many folders use
pytest_plugins = ("tests.on_postgres",)

# The settings of whoever runs the tests, from their shell or their `.env`, are not the tests'.
Settings.model_config["env_file"] = None
for setting in Settings.model_fields:
    os.environ.pop(setting.upper(), None)

# What a test has committed is lost with the machine, and with nothing less; to wait for the disk
# takes most of the time of races.
db.SYNCHRONOUS = "OFF"

MADE_CAST = "made_cast"

# How long an example takes says how busy the machine is, and nothing about the rule.
hypothesis_settings.register_profile("busy machine", deadline=None)
hypothesis_settings.load_profile("busy machine")

# A quarter of a million objects are there as long as the run is: looking through them again and
# again would take a tenth of its time.
gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """When all workers are done."""
    if not hasattr(session.config, "workerinput"):
        for name in (MADE_CAST, MADE_DEMO):
            databases.drop(name)


class OneConnection(Database):
    """The house's database inside one outer transaction that the test rolls back."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self.url = database.url
        self.is_sqlite = database.is_sqlite
        self.engine = database.engine
        self.connection = connection

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        with ReadSession(
            self.connection,
            expire_on_commit=False,
            autoflush=False,
            join_transaction_mode="create_savepoint",
        ) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        with WriteSession(
            self.connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        ) as session:
            yield session
            session.commit()

    def unless_busy(self, act: Callable[[Session], None]) -> bool:
        with self.write() as session:
            act(session)
        return True

    def dispose(self) -> None:
        """The outer transaction outlives the application."""


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Each test begins with nothing tried: the clock stands still, and a worker runs thousands."""
    forget_tries()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated database holding the cast, made once for all workers of a run, and copied."""
    made = databases.made_once(MADE_CAST, tmp_path_factory.getbasetemp(), _make_template)
    with databases.copy(made.url, "template", tmp_path_factory.mktemp("template")) as url:
        database = Database(url)
        yield database
        database.dispose()


def _make_template(url: str, _folder: Path) -> None:
    schema.upgrade(url)
    database = Database(url)
    with database.write() as session:
        make_cast(session)
    database.dispose()


@pytest.fixture(scope="session")
def empty_database() -> EmptyDatabase:
    """`with empty_database("name", folder) as url`: a database without tables."""
    return databases.empty


@pytest.fixture(scope="session")
def copied_database(template: Database) -> EmptyDatabase:
    """`with copied_database("name", folder) as url`: a database with the cast, of its own."""

    def copied(name: str, folder: Path) -> AbstractContextManager[str]:
        template.engine.dispose()
        return databases.copy(template.url, name, folder)

    return copied


@pytest.fixture(scope="session")
def furnished(
    copied_database: EmptyDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, dict[str, dict[str, str]]]]:
    """The same with all that an address can name, committed once; and what that is."""
    with copied_database("furnished", tmp_path_factory.mktemp("furnished")) as url:
        database = Database(url)
        with database.write() as session:
            found = objects_of_cohorts(session, Cast(session))
        yield database, found
        database.dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest, template: Database) -> Iterator[Database]:
    """The database as one test sees it; whatever it does is rolled back.

    Where it asks for `objects`, they are there.
    """
    if "objects" in request.fixturenames:
        template, _objects = request.getfixturevalue("furnished")
    with template.engine.connect() as connection, connection.begin() as outer:
        yield OneConnection(template, connection)
        outer.rollback()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session for rules, queries and actions."""
    with database.write() as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    """Ada, Ben, Fay, Cora, Lee, Abe, and what they belong to."""
    return Cast(session)


@pytest.fixture
def objects(
    furnished: tuple[Database, dict[str, dict[str, str]]],
) -> dict[str, dict[str, str]]:
    """For each cohort, what an address can name in it: its slug, a job, a certificate's number."""
    _database, found = furnished
    return {owner: {**names} for owner, names in found.items()}


@pytest.fixture
def now() -> datetime:
    """Wednesday of the running cohort's second week, 10:00 in Denver."""
    return NOW


@pytest.fixture(scope="session")
def served(
    template: Database,
    transcript_pool: ReaderPool[TranscriptOrder, bytes],
    badge_pool: ReaderPool[BadgeOrder, SignedBadge],
) -> FastAPI:
    """The whole application, at a fixed moment; what it answers with is built once."""
    settings = Settings(demo=True)
    app = create_app(settings, database=template, clock=lambda: NOW)
    app.state.transcripts = Transcripts(settings, transcript_pool)  # with the key of the tests
    app.state.badges = Badges(settings, badge_pool)
    return app


@pytest.fixture
def app(served: FastAPI, database: Database) -> Iterator[FastAPI]:
    """The application before the database of one test."""
    state = served.state._state
    before = dict(state)
    served.state.database = database
    yield served
    state.clear()
    state.update(before)


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    """Somebody without an account."""
    return Browser(app)


@pytest.fixture
def sign_in(app: FastAPI) -> SignIn:
    """`sign_in("ada")` is Ada's browser."""

    def as_persona(persona: str) -> Browser:
        return Browser(app).sign_in(persona)

    return as_persona


@pytest.fixture
def statements(database: Database) -> Iterator[Statements]:
    """Counts statements: `with statements() as count: …; assert count.total <= 8`."""
    counter = Statements()
    event.listen(database.engine, "before_cursor_execute", counter.note)
    yield counter
    event.remove(database.engine, "before_cursor_execute", counter.note)


@pytest.fixture
def real_database(copied_database: EmptyDatabase, tmp_path: Path) -> Iterator[Database]:
    """A database of its own with the cast, for races between real connections."""
    with copied_database("race", tmp_path) as url:
        database = Database(url)
        yield database
        database.dispose()
