"""Booklets as files: one PDF for a version of a module, made in the background and kept.

A print belongs to a text and to a template; when the template changes it is made again, and until
then the older one serves. A task may be killed at any point and is done again: nothing is written
before the end. Printing happens outside of every transaction. What could not be printed is tried
again after some hours: a library may be there by then, or more memory.
"""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.content import queries as content
from app.content.booklets import queries
from app.content.booklets.booklet import Booklet, BookletFigure, BookletOrder, template_hash
from app.content.booklets.printer import BookletPrinter
from app.content.booklets.queries import PRINT, UnprintedModule, task_key
from app.content.models import ContentPrint, ContentVersion
from app.content.releases import queries as releases
from app.content.shown import as_shown
from app.core import queue
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import Task
from app.core.worker import Handler
from app.printing.errors import NOT_PRINTED, RenderError
from app.printing.pool import PrintingPool

BookletPool = PrintingPool[BookletOrder, Booklet]


def order(session: Session, modules: Collection[UnprintedModule], *, now: datetime) -> None:
    """Ask for a print of each of these modules; asking twice is asking once."""
    queue.reopen(session, PRINT, [task_key(module.id) for module in modules], now=now)
    for module in modules:
        with suppress(IntegrityError), session.begin_nested():
            queue.enqueue(
                session,
                PRINT,
                key=task_key(module.id),
                payload={"version": str(module.id)},
                label=module.title,
                now=now,
            )


class BookletPrinting:
    """Prints booklets one after the other; its process is there only while one waits."""

    def __init__(self, pool: BookletPool | None = None) -> None:
        """`pool`: a printing process to share; else `close` ends the one made here."""
        self._shared = pool
        self._own: BookletPool | None = None
        self._lock = threading.Lock()

    def print_booklet(self, database: Database, task: Task, now: datetime) -> None:
        """Print the version a task names, unless it has been printed with this template."""
        template = template_hash()
        with database.read() as session:
            version_id = UUID(task.payload["version"])
            todo = queries.without_print(session, [version_id], template)
            ordered = _order(session, version_id) if todo else None
        booklet = self._print(ordered) if ordered else None
        with database.write() as session:
            is_ours = queue.still_ours(session, task)
            if booklet:  # also after the lease: on a slow machine, nobody would ever be in time
                _keep(session, version_id, template, booklet, now)
            if is_ours:
                queue.finish(session, task, now=now)
            is_last = not queries.tasks_wait(session)
        if is_last:
            self.close()

    def close(self) -> None:
        """Finish what is being printed and end the printing process made here."""
        with self._lock:
            own, self._own = self._own, None
        if own:
            own.close()

    def _print(self, ordered: BookletOrder) -> Booklet:
        with self._lock:
            if self._shared is None and self._own is None:
                self._own = PrintingPool(BookletPrinter, workers=1)
            pool = self._shared or self._own
        assert pool is not None
        try:
            return pool.produce(ordered)
        except RenderError as error:
            raise RefusedError(NOT_PRINTED(problem=error.problem)) from error


@contextmanager
def make_handlers() -> Iterator[Mapping[str, Handler]]:
    """The handlers of booklets; their printing process ends with the block."""
    printing = BookletPrinting()
    try:
        yield {PRINT: printing.print_booklet}
    finally:
        printing.close()


def _order(session: Session, version_id: UUID) -> BookletOrder:
    version = session.get_one(ContentVersion, version_id)
    stored = content.figures(session, version.figures.values())
    figures = {name: stored[hash_] for name, hash_ in version.figures.items()}
    program = releases.program_document(session, version.program)
    language = program.data.get("language", "en") if program else "en"
    shown = as_shown(version, language)
    return BookletOrder(
        program=program.title if program else version.program,
        language=language,
        hash=version.hash,
        loaded_on=version.loaded_at.date(),
        data=shown.data,
        html=shown.html,
        figures={
            name: BookletFigure(figure.media_type, figure.content)
            for name, figure in figures.items()
        },
    )


def _keep(
    session: Session, version_id: UUID, template: str, booklet: Booklet, now: datetime
) -> None:
    made = ContentPrint(
        version_id=version_id, template=template, pdf=booklet.pdf, pages=booklet.pages, made_at=now
    )
    session.merge(made)
