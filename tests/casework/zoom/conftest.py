"""A Zoom to ask, and a session that takes place there."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.casework.zoom.client import Zoom
from tests.casework.zoom.fake import LINK, FakeZoom, fake_zoom
from tests.cast import Cast


@pytest.fixture
def fake() -> Iterator[FakeZoom]:
    with fake_zoom() as zoom:
        yield zoom


@pytest.fixture
def zoom(fake: FakeZoom) -> Iterator[Zoom]:
    client = Zoom(fake.keys)
    yield client
    client.close()


@pytest.fixture
def linked(session: Session, cast: Cast) -> None:
    """Session 1 of `fall-2026` is that meeting."""
    held = cast.case_session("fall-2026", 1)
    held.link = LINK
    session.commit()
