"""How much of the time in which certificates are issued is spent on printing and signing them."""

import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
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
from app.cohorts.institutions.queries import published_cohorts
from app.core.db import Database
from app.settings import Settings
from tests.bench.goals import CAST
from tests.bench.kept import kept
from tests.bench.making import NOW
from tests.bench.sizes import HALF
from tests.cast import Cast

MANY = 50


def share_of_printing(folder: Path) -> float:
    """Seconds for pure printing of fifty, over those in which the worker issues fifty."""
    made, _objects = kept(HALF)
    file = folder / "issued.db"
    shutil.copy(made, file)
    settings = Settings(
        demo=True, data_dir=folder, database_url=f"sqlite:///{file}", _env_file=None
    )
    database = Database(settings.database)
    count = _order(database)
    with worker(settings, database, lambda: NOW) as issuing:
        issued = _timed(issuing.run_until_idle)
    with database.read() as session:
        newest = select(col(Certificate.snapshot)).order_by(col(Certificate.issued_at).desc())
        orders = session.scalars(newest.limit(count)).all()
    database.dispose()
    return _pure(settings, orders) / issued


def _order(database: Database) -> int:
    """Ask for all that can be issued, up to fifty; how many that are."""
    with database.write() as session:
        here = next(own for own in published_cohorts(session) if own.cohort.slug == CAST.finished)
        ready = [
            WantedCertificate(candidate.enrollment_id, due.kind)
            for candidate in candidates(session, here, NOW)
            for due in candidate.ready
        ]
        start_issue(session, here, ready[:MANY], by=Cast(session).id("cora"), now=NOW)
    return len(ready[:MANY])


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
