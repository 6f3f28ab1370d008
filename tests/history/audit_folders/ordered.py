"""Audit folders in tests: one that is ordered, and a worker that makes it."""

import csv
import io
from datetime import datetime
from zipfile import ZipFile

from sqlalchemy.orm import Session

from app.core import queue
from app.core.db import Database
from app.core.models import Task
from app.history.audit_folders.actions import order_folder
from app.history.audit_folders.models import AuditFolder, AuditFolderFile
from app.history.audit_folders.rules import MAKE
from app.history.audit_folders.tasks import make_folder
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, here

WHY = "The accreditor asks for the file."


def order(
    session: Session, slug: str = SPRING, *, why: str = WHY, language: str = "en"
) -> AuditFolder:
    """Cora orders a folder."""
    by = Cast(session).id("cora")
    folder = order_folder(session, here(session, slug), why, language=language, by=by, now=NOW)
    session.commit()
    return folder


def leased(database: Database, now: datetime = NOW) -> list[Task]:
    """The tasks that wait, taken by a worker."""
    with database.write() as session:
        return queue.lease(session, [MAKE], limit=9, now=now)


def make_all(database: Database, now: datetime = NOW) -> None:
    """Every folder that was ordered is made."""
    for task in leased(database, now):
        make_folder(database, task, now, invented=False)


def files_in(content: bytes) -> dict[str, bytes]:
    """The files of a ZIP by path."""
    with ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        roots, _, paths = zip(*(name.partition("/") for name in packed.namelist()), strict=True)
        assert set(roots) == {"spring-2026-audit"}
        return {path: packed.read(f"{roots[0]}/{path}") for path in paths}


def made(session: Session, database: Database, slug: str = SPRING) -> dict[str, bytes]:
    """A folder from the click to its files."""
    folder = order(session, slug)
    make_all(database)
    session.expire_all()
    return files_in(session.get_one(AuditFolderFile, folder.id).content)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a table, by its headers."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
