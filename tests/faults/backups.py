"""A backup while people write, restored on a bare machine and compared."""

import os
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from app.core.db import Database
from app.learning.models import Reflection
from app.settings import PROJECT_ROOT
from tests.cast import Cast
from tests.faults import invariants, people, places
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.restarts import WRITERS, everybody_writes
from tests.installation.backups.stored import files_of, row_hashes
from tests.issued import issue_certificate


@experiment("backup while people write, restored on a bare machine")
def backed_up(place: Place) -> str:
    with place.database.write() as session:
        issue_certificate(session, Cast(session).enrollment("ben"))
        writers = people.everybody(session, "learner")[:WRITERS]
    _, base = place.serve()
    with everybody_writes([place.visitor(base, writer.id) for writer in writers]) as saved:
        time.sleep(2)
        with place.database.read() as session:
            before = set(session.scalars(select(col(Reflection.text))))
        under_load = back_up(place, "under load")
    at_rest = back_up(place, "at rest")
    compare(place, under_load, before, whole=False)
    compare(place, at_rest, before, whole=True)
    return f"2 backups, {len(saved)} texts written meanwhile; restored, all rows and files equal"


def compare(place: Place, backup: Path, before: set[str], *, whole: bool) -> None:
    """What is restored is one moment of the database; of one at rest, all of it."""
    with places.bare(place.folder / f"bare of {backup.parent.name}") as bare:
        command(bare.url, bare.folder, "restore", str(backup))
        restored = Database(bare.url)
        try:
            wrong = invariants.broken(restored, bare.settings, place.now)
            assert wrong == [], wrong
            with restored.read() as session, place.database.read() as ours:
                there = set(session.scalars(select(col(Reflection.text))))
                assert before <= there, f"{len(before - there)} texts from before it are missing"
                assert files_of(session) == files_of(ours)
            if whole:
                assert row_hashes(restored) == row_hashes(place.database)
        finally:
            restored.dispose()


def back_up(place: Place, name: str) -> Path:
    folder = place.folder / name
    command(place.url, place.folder, "backup", str(folder))
    (made,) = folder.glob("waypost-*")
    return made


def command(url: str, data: Path, *words: str) -> None:
    """As an operator gives it."""
    given = {"DEMO": "1", "DATABASE_URL": url, "DATA_DIR": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=PROJECT_ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
