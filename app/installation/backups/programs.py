"""Finding a PostgreSQL server, running its programs, and saying what they refuse."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from app.installation.backups.errors import BackupError


def parameters(url: str) -> dict[str, Any]:
    """What psycopg and the programs need to find a database."""
    _, given = PGDialect_psycopg().create_connect_args(make_url(url))  # type: ignore[no-untyped-call]
    return dict(given)


def program(name: str) -> str:
    """Where one of the programs is."""
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            f"{name} is not installed here. Install PostgreSQL's programs for clients, of the "
            "server's version or a newer one (Debian: postgresql-client)."
        )
    return found


def run(name: str, given: dict[str, Any], *options: str) -> None:
    """Run a program of PostgreSQL; the password goes where other users do not see it."""
    named = {key: value for key, value in given.items() if key != "password"}
    command = [program(name), f"--dbname={make_conninfo(**named)}", *options]
    environment = {**os.environ, "PGPASSWORD": str(given.get("password") or "")}
    done = subprocess.run(  # noqa: S603 - one of two programs, with options of ours
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split()) or "nothing"
        raise BackupError(f"{name} did not do it, and says: {said}")


@contextmanager
def saying() -> Iterator[None]:
    """Put what the server refuses into a sentence."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupError(
            f"PostgreSQL says: {error}. To restore, the role of DATABASE_URL has to be allowed to "
            "make databases: ALTER ROLE … CREATEDB."
        ) from error
    except psycopg.Error as error:
        raise BackupError(f"PostgreSQL says: {' '.join(str(error).split())}") from error
