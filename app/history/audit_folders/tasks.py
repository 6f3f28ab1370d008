"""What the worker does for audit folders: read, print the cover, pack, keep; throw old ones away.

All records are read in one view of them, while others go on writing; that moment is what the cover
says. The cover is printed outside of every transaction, in a process that ends with it.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments.queries import cohort_context
from app.core import audit, queue
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import Task
from app.core.worker import Handler
from app.history.audit_folders.actions import keep_folder, throw_away_old
from app.history.audit_folders.contents.folder import COVER, contents_of, with_manifest
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.printer import CoverPrinter
from app.history.audit_folders.cover.words import Cover, Ordered, cover_of
from app.history.audit_folders.models import AuditFolder
from app.history.audit_folders.queries import has_old_file
from app.history.audit_folders.rules import KEPT_FOR, MAKE
from app.language.languages import ENGLISH, LANGUAGES, writing_in
from app.outcomes.redcap.archive import zipped
from app.people.models import Person
from app.printing.errors import NOT_PRINTED, RenderError
from app.printing.pool import PrintingPool
from app.settings import Settings

CoverPool = PrintingPool[Cover, bytes]


def make_handlers(settings: Settings) -> Mapping[str, Handler]:
    """The handler of audit folders."""
    return {MAKE: partial(make_folder, invented=settings.demo)}


def make_folder(
    database: Database, task: Task, now: datetime, *, invented: bool, pool: CoverPool | None = None
) -> None:
    """Make the folder that a task names, unless it is made.

    `invented`: whether its people are those of the demo. `pool`: a printing process to share.

    Raises:
        RefusedError: The cover cannot be printed, or a certificate is not what was issued.
    """
    folder_id = UUID(task.key)
    with database.read() as session:
        found = _read(session, folder_id, task.payload["cohort"], now, invented=invented)
    content = _packed(task.payload["cohort"], *found, pool) if found else None
    with database.write() as session:
        if queue.still_ours(session, task):
            folder = session.get_one(AuditFolder, folder_id)
            if content is not None and folder.made_at is None:
                audit.continue_chain(session, folder.cohort_id)
                keep_folder(session, folder_id, content, sha256(content).hexdigest(), now)
            queue.finish(session, task, now=now)


def _read(
    session: Session, folder_id: UUID, slug: str, now: datetime, *, invented: bool
) -> tuple[Cover, dict[str, bytes]] | None:
    """The cover to print, and the other files by path; None: it is made already."""
    folder, here = session.get_one(AuditFolder, folder_id), cohort_context(session, slug)
    if folder.made_at is not None or here is None:
        return None
    by = session.get_one(Person, folder.ordered_by)
    with writing_in(LANGUAGES.get(folder.language, ENGLISH)):
        read = read_cohort(session, here, now)
        contents = contents_of(read)
        ordered = Ordered(folder.number, folder.why, by.display_name, invented)
        return cover_of(read, contents, ordered), contents.files()


def _packed(slug: str, cover: Cover, files: Mapping[str, bytes], pool: CoverPool | None) -> bytes:
    """All in one folder that is called by its cohort, so that unpacking two mixes nothing."""
    whole = with_manifest({COVER: _print(cover, pool), **files})
    return zipped({f"{slug}-audit/{path}": held for path, held in whole.items()})


def _print(cover: Cover, pool: CoverPool | None) -> bytes:
    try:
        if pool is not None:
            return pool.produce(cover)
        with PrintingPool(CoverPrinter, workers=1) as own:
            return own.produce(cover)
    except RenderError as error:
        raise RefusedError(NOT_PRINTED(problem=error.problem)) from error


def tidy(database: Database, now: datetime) -> None:
    """Throw away what was ordered too long ago."""
    with database.read() as session:
        is_due = has_old_file(session, now - KEPT_FOR)
    if is_due:
        with database.write() as session:
            throw_away_old(session, now)
