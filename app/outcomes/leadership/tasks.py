"""What the worker does for reports to leaders: read, print, keep.

A report is made of the records as they are when its task is done, all read in one transaction, in
which what it tells of groups is remembered; that moment is its cut-off and stands in it. Printing
happens outside of every transaction, in a process that ends with it: reports are few, and nobody
waits for the second one.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Program
from app.core import audit, queue
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import Task
from app.core.worker import Handler
from app.language.reasons import Reason
from app.outcomes.leadership import costs as money
from app.outcomes.leadership import faculty as at_large
from app.outcomes.leadership import queries
from app.outcomes.leadership.actions import PRINT
from app.outcomes.leadership.facts.queries import begun_cohorts
from app.outcomes.leadership.models import LeadershipReport, LeadershipReportFile
from app.outcomes.leadership.reading import read, tell
from app.outcomes.leadership.records import Window
from app.outcomes.leadership.sheet.order import PrintedReport, SheetOrder
from app.outcomes.leadership.sheet.printer import ReportPrinter
from app.outcomes.leadership.told import Report
from app.printing.errors import NOT_PRINTED, RenderError
from app.printing.pool import PrintingPool
from app.settings import Settings

ReportPool = PrintingPool[SheetOrder, PrintedReport]


def make_report(
    database: Database, task: Task, now: datetime, *, invented: bool, pool: ReportPool | None = None
) -> None:
    """Make the report that a task names, unless it is made.

    `invented`: whether its people are those of the demo. `pool`: a printing process to share; else
    one is there for this report.

    Raises:
        RefusedError: There is nothing to report any more, or it cannot be printed.
    """
    report_id = UUID(task.key)
    quotes = task.payload.get("quotes")
    ordered = _order(database, report_id, now, quotes, invented=invented)
    printed = _print(ordered, pool) if ordered else None
    with database.write() as session:
        if queue.still_ours(session, task):
            if ordered and printed and not queries.has_file(session, report_id):
                _keep(session, report_id, ordered, printed, now)
            queue.finish(session, task, now=now)


def make_handlers(settings: Settings) -> Mapping[str, Handler]:
    """The handler of reports to leaders."""
    return {PRINT: partial(make_report, invented=settings.demo)}


def _order(
    database: Database,
    report_id: UUID,
    now: datetime,
    quotes: Collection[str] | None,
    *,
    invented: bool,
) -> SheetOrder | None:
    """What is printed; None: it is made already. `quotes`: those that were chosen (`tell`).

    What it tells is remembered before anybody reads it: printed or not, no later one tells more.

    Raises:
        RefusedError: There is nothing to report any more.
    """
    with database.write() as session:
        if queries.has_file(session, report_id):
            return None
        ordered = session.get_one(LeadershipReport, report_id)
        report = _told(session, ordered, now, quotes)
    if isinstance(report, Reason):
        raise RefusedError(report)
    return SheetOrder(report, ordered.number, ordered.language, invented)


def _told(
    session: Session, ordered: LeadershipReport, now: datetime, quotes: Collection[str] | None
) -> Report | Reason:
    program = session.get_one(Program, ordered.program_id)
    window = Window(ordered.first_day, ordered.last_day)
    own = read(session, program, begun_cohorts(session, program.id, now), window, now)
    if isinstance(own, Reason):
        return own
    faculty, costs = at_large.restored(ordered.faculty), money.restored(ordered.costs)
    return tell(session, own, faculty, costs, by=ordered.ordered_by, now=now, quotes=quotes)


def _print(ordered: SheetOrder, pool: ReportPool | None) -> PrintedReport:
    try:
        if pool is not None:
            return pool.produce(ordered)
        with PrintingPool(ReportPrinter, workers=1) as own:
            return own.produce(ordered)
    except RenderError as error:
        raise RefusedError(NOT_PRINTED(problem=error.problem)) from error


def _keep(
    session: Session, report_id: UUID, ordered: SheetOrder, printed: PrintedReport, now: datetime
) -> None:
    sha256 = hashlib.sha256(printed.pdf).hexdigest()
    session.add(
        LeadershipReportFile(
            report_id=report_id,
            cut_off=ordered.report.cut_off,
            code=ordered.report.code,
            paragraph=printed.paragraph,
            pdf=printed.pdf,
            sha256=sha256,
            made_at=now,
        )
    )
    facts = {"number": ordered.number, "sha256": sha256}
    audit.record(
        session,
        "leadership_report.made",
        "leadership_report",
        report_id,
        by=None,
        now=now,
        facts=facts,
    )
