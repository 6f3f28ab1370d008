"""Looking into a database until something holds."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.faults.places import Place


def count(session: Session, table: Any, **wanted: Any) -> int:
    """How many rows say so."""
    found = select(func.count()).select_from(table).filter_by(**wanted)
    return session.scalar(found) or 0


def until(place: Place, holds: Callable[[Session], bool], seconds: float = 120.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while True:
        with place.database.read() as session:
            if holds(session):
                return
        assert time.monotonic() < end, f"it never came to that: {place.said[-2000:]}"
        time.sleep(0.1)
