"""Removing files that no recording has any more."""

from datetime import datetime, timedelta
from pathlib import Path

from app.casework.recordings.queries import files_in_use
from app.core.db import Database
from app.core.shelf import Shelf
from app.core.worker import PeriodicWork

ORPHAN_AFTER = timedelta(hours=1)
"""Since its file was put up or written to: longer than the transaction that names it can take."""


def tidy(folder: Path) -> PeriodicWork:
    """Removes files of recordings that were removed or replaced, and what ended half-way."""
    shelf = Shelf(folder)

    def work(database: Database, _now: datetime) -> None:
        if not folder.is_dir():
            return
        before = shelf.moment() - ORPHAN_AFTER.total_seconds()
        old = shelf.old(before)
        if not old:
            return
        with database.read() as session:
            in_use = files_in_use(session)
        for name in sorted(old - in_use):
            shelf.remove(name, before)

    return work
