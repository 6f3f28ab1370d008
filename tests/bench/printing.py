"""What issuing certificates takes: time beside pure printing, from other pages, and memory."""

import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from app.background import worker
from app.certificates.issuing.actions import start_issue
from app.certificates.issuing.candidates.queries import candidates
from app.certificates.issuing.tasks import key_file
from app.certificates.models import Certificate
from app.certificates.orders import WantedCertificate
from app.certificates.printing.pool import WORKERS, CertificatePool
from app.certificates.printing.templates import PACK, TemplatePack
from app.certificates.snapshot import CertificateKind, to_json
from app.certificates.specimens import specimen
from app.cohorts.institutions.queries import published_cohorts
from app.core.db import Database
from app.settings import Settings
from tests.bench.asking import Asked, ask, sign_in
from tests.bench.goals import CAST
from tests.bench.kept import kept
from tests.bench.making import NOW
from tests.bench.serving import Running, running, serve_app
from tests.bench.sizes import HALF
from tests.cast import Cast

MANY, LONG = 50, 500
RENDERS, SETTLED = 1000, 400
"""How many one process prints, and after how many its memory is looked at first."""
PAGES = (
    ("ada", "/home"),
    ("ada", f"/cohorts/{CAST.running}/units/{CAST.week}"),
    ("cora", f"/manage/cohorts/{CAST.finished}/certificates"),
)
VISITORS = 2
"""Who ask for one page after the other, without a pause."""


def share_of_printing(folder: Path) -> float:
    """Seconds for pure printing of fifty, over those in which the worker issues fifty."""
    settings = _place(folder)
    database = Database(settings.database)
    count = _order(database, MANY)
    with worker(settings, database, lambda: NOW) as issuing:
        issued = _timed(issuing.run_until_idle)
    with database.read() as session:
        newest = select(col(Certificate.snapshot)).order_by(col(Certificate.issued_at).desc())
        orders = session.scalars(newest.limit(count)).all()
    database.dispose()
    return _pure(settings, orders) / issued


def waits_while_issuing(folder: Path) -> float:
    """Milliseconds within which 95 % of pages are there while five hundred are issued."""
    settings, asked = _place(folder), Asked()
    database = Database(settings.database)
    _order(database, LONG)
    with (
        running(serve_app, settings.database, str(folder), NOW) as server,
        worker(settings, database, lambda: NOW) as issuing,
        ThreadPoolExecutor(1) as beside,
    ):
        cookies = {persona: sign_in(server, persona) for persona in ("ada", "cora")}
        issued = beside.submit(issuing.run_until_idle)
        while not issued.done():
            for persona, path in PAGES:
                ask(server, path, cookies[persona], 1.0, asked, VISITORS)
        issued.result()
    database.dispose()
    return asked.late(95)


def growth_of_memory(folder: Path) -> float:
    """Mebibytes by which one printing process grows from its 400th certificate to its 1,000th."""
    settings = Settings(demo=True, data_dir=folder, _env_file=None)
    snapshots = [to_json(specimen(kind, TemplatePack(PACK))) for kind in CertificateKind]
    with CertificatePool(key_file(settings, NOW), workers=1) as pool:
        held = []
        for number in range(1, RENDERS + 1):
            pool.produce(snapshots[number % len(snapshots)])
            if number in {SETTLED, RENDERS}:
                (child,) = active_children()
                held.append(Running(child.pid or 0, 0).mebibytes())
    return held[1] - held[0]


def _place(folder: Path) -> Settings:
    """An installation with twenty cohorts of five hundred, of its own."""
    made, _objects = kept(HALF)
    file = folder / "issued.db"
    shutil.copy(made, file)
    return Settings(demo=True, data_dir=folder, database_url=f"sqlite:///{file}", _env_file=None)


def _order(database: Database, most: int) -> int:
    """Ask for all that can be issued, up to so many; how many that are."""
    with database.write() as session:
        here = next(own for own in published_cohorts(session) if own.cohort.slug == CAST.finished)
        ready = [
            WantedCertificate(candidate.enrollment_id, due.kind)
            for candidate in candidates(session, here, NOW)
            for due in candidate.ready
        ]
        start_issue(session, here, ready[:most], by=Cast(session).id("cora"), now=NOW)
    return len(ready[:most])


def _pure(settings: Settings, orders: Sequence[str]) -> float:
    """The same certificates once more, by processes that do nothing else."""
    with (
        CertificatePool(key_file(settings, NOW)) as pool,
        ThreadPoolExecutor(WORKERS) as threads,
    ):
        return _timed(lambda: list(threads.map(pool.produce, orders)))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
