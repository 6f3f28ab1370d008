"""A big database is whole: its chains verify, it is made once, and PostgreSQL gets all of it."""

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage, Task
from app.models import metadata
from app.settings import PROJECT_ROOT
from tests.databases import EmptyDatabase

MAKES = """
import sys
from pathlib import Path
from tests.bench.kept import fill_server, kept
from tests.bench.sizes import Size

folder, url = Path(sys.argv[1]), sys.argv[2]
size = Size("small", 4, 12, 60, 6000)
file, objects = kept(size, folder)
made = file.stat().st_mtime_ns
assert kept(size, folder) == (file, objects) and file.stat().st_mtime_ns == made
if url:
    fill_server(url, file)
print(file)
"""


def test_a_small_decade_is_whole_on_both_databases(
    empty_database: EmptyDatabase, tmp_path: Path
) -> None:
    # in a process of its own: its course is longer than that of the tests
    with empty_database("decade", tmp_path) as url:
        named = "" if url.startswith("sqlite") else url
        told = subprocess.run(
            [sys.executable, "-c", MAKES, str(tmp_path), named],
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        file = Path(told.stdout.strip())
        assert json.loads(file.with_suffix(".json").read_text())["fall-2026"]["cohort"]
        made = Database(f"sqlite:///{file}")
        database = Database(named) if named else made
        assert counts(database) == counts(made)
        with database.read() as session:
            assert first_bad_line(session) is None
            lines = select(func.count(), func.count(col(AuditLine.chain).distinct()))
            count, chains = session.execute(lines.select_from(AuditLine)).one()
            assert count >= 6000
            assert chains >= 4
            assert session.scalar(select(Task).where(col(Task.failed_at).is_not(None)).limit(1))
            unsent = col(OutboxMessage.sent_at).is_(None)
            assert session.scalar(select(OutboxMessage).where(unsent).limit(1))
        database.dispose()
        made.dispose()


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }
