"""Places for the short set, and a world of its own for each form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.core import again
from app.core.db import Database
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.every_form.world import World
from tests.faults import people, places
from tests.faults.places import Place


@pytest.fixture(scope="session")
def crowded(template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What every place is a copy of."""
    with places.template(tmp_path_factory.mktemp("crowded"), people.SOME) as url:
        yield url


@pytest.fixture
def place(crowded: str, tmp_path: Path) -> Iterator[Place]:
    with places.copied(crowded, tmp_path, seed=1) as place:
        yield place


@pytest.fixture
def real_world(
    furnished: tuple[Database, dict[str, dict[str, str]]],
    served: FastAPI,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    """All that an address can name, in a database of its own with real transactions."""
    monkeypatch.setattr(again, "MOST_SECONDS", -1.0)
    source, objects = furnished
    source.engine.dispose()
    with places.copied(source.url, tmp_path, seed=1) as place:
        former, served.state.database = served.state.database, place.database
        with Session(place.database.engine, expire_on_commit=False) as session:
            yield World(served, session, Cast(session), objects, signing_in(served, session), "")
        served.state.database = former


def signing_in(served: FastAPI, session: Session) -> SignIn:
    """What a scene has changed is there before somebody comes."""

    def as_persona(persona: str) -> Browser:
        session.commit()
        return Browser(served).sign_in(persona)

    return as_persona
