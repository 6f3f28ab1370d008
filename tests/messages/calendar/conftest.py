"""A term whose calendars are looked at."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.core.db import Database
from tests.messages.calendar.term import Term
from tests.messages.server import Behavior, FakeMailServer


@pytest.fixture
def term(database: Database, session: Session, app: FastAPI) -> Iterator[Term]:
    does = Behavior()
    with FakeMailServer(does) as server:
        yield Term(database, session, app, does, server.port)
