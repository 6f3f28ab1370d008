"""`python -m tests.desks`: how long desks take with 20 cohorts of 1,000 people, page by page.

The pages are asked for in this process, one after the other, as one visitor at a time has them.
Printed are the statements, the milliseconds of the median and of the 95th percentile, and the
median of those in which the processor worked: on a busy machine it says more.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from fastapi.testclient import TestClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core import schema
from app.core.db import Database
from app.credit.models import Activity
from app.credit.tallies.actions import take_snapshots
from app.main import create_app
from app.people.models import Institution
from app.settings import Settings
from tests import course

course.UNITS = 8
course.POLICY = course.POLICY.model_copy(update={"modules_required": 8, "sessions_required": 6})

from tests.cast import NOW, Cast, make_cast, make_cohort  # noqa: E402
from tests.crowds import fill  # noqa: E402

COHORTS = int(os.environ.get("COHORTS", "20"))
PEOPLE = int(os.environ.get("PEOPLE", "1000"))
TIMES = 20
LIMIT_MS = 300
SITES = 13


def make(session: Session) -> None:
    """The cast, and cohorts full of people; a new one every five weeks."""
    make_cast(session)
    session.add_all(
        Institution(name=f"Partner {n}", short_name=f"Partner {n}", zone="America/Denver")
        for n in range(SITES - 2)
    )
    session.flush()
    cast = Cast(session)
    cohorts = [cast.fall, cast.spring]
    for number in range(COHORTS - 2):
        first = date(2026, 9, 24) - timedelta(weeks=5 * number)
        days = [first + timedelta(weeks=week) for week in range(course.UNITS)]
        cohorts.append(make_cohort(session, cast.program, f"c-{number}", f"Term {number}", days))
    for cohort in cohorts:
        cohort.capacity = PEOPLE + 200
        fill(session, cohort, PEOPLE, now=NOW)
        _close_claims(session, cohort)
    take_snapshots(session, now=NOW)


def _close_claims(session: Session, cohort: Cohort) -> None:
    last = session.scalar(
        select(func.max(col(CaseSession.starts_at)))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cohort.id)
    )
    assert last is not None
    own = select(Activity).where(col(Activity.cohort_id) == cohort.id)
    session.scalars(own).one().claims_close_at = last + timedelta(days=30)


def pages(person: UUID) -> Iterator[tuple[str, str]]:
    """Who asks for what."""
    fall, spring = "/manage/cohorts/fall-2026", "/manage/cohorts/c-1"
    for path in ("/manage", "/manage/cohorts", "/manage/people", "/manage/content"):
        yield "cora", path
    for cohort in (fall, spring):
        for page in ("", "/people", "/people/waitlist", "/report", "/seats", "/content"):
            yield "cora", cohort + page
    yield "cora", f"{spring}/certificates/issue"
    yield "cora", "/manage/people?q=begay&page=3"
    yield "cora", f"/manage/people/{person}"
    yield "cora", f"{fall}/people/{person}"
    for path in ("/institution", "/institution?cohort=c-1", "/institution/people"):
        yield "lee", path
    yield "lee", "/institution/report"


def main() -> None:
    """Make the database, ask for every page, print, and say what took too long."""
    Settings.model_config["env_file"] = None
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{Path(folder) / 'desks.db'}"
        schema.upgrade(url)
        database = Database(url)
        with database.write() as session:
            make(session)
        slow = _measure(database)
        database.dispose()
    if slow:
        sys.exit(f"Over {LIMIT_MS} ms: {', '.join(slow)}")


def _measure(database: Database) -> list[str]:
    app = create_app(Settings(demo=True), database=database, clock=lambda: NOW)
    seen: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _cur, sql, *_: seen.append(sql)
    )
    with database.read() as session:
        person = session.scalars(
            select(col(Enrollment.person_id))
            .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
            .where(col(Cohort.slug) == "fall-2026")
            .limit(1)
        ).one()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    browsers = {}
    for persona in ("cora", "lee"):
        browser = browsers[persona] = TestClient(
            app, base_url="http://localhost:8000", follow_redirects=False
        )
        browser.headers["sec-fetch-site"] = "same-origin"
        browser.post("/sign-in/demo", data={"persona": persona})
    slow = []
    print(f"{'page':52} {'statements':>10} {'median':>7} {'95th':>7} {'of CPU':>7}")
    for persona, path in pages(person):
        times, worked = [], []
        for _ in range(TIMES + 1):
            seen.clear()
            began, idle = time.perf_counter(), time.process_time()
            answer = browsers[persona].get(path)
            times.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - idle) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
        statements = sum(not sql.startswith(("BEGIN", "PRAGMA")) for sql in seen)
        times = sorted(times[1:])
        cpu = sorted(worked[1:])[TIMES // 2]
        middle, late = times[TIMES // 2], times[TIMES * 95 // 100 - 1]
        print(f"{path[:52]:52} {statements:10} {middle:7.0f} {late:7.0f} {cpu:7.0f}", flush=True)
        if late > LIMIT_MS:
            slow.append(path)
    return slow


if __name__ == "__main__":
    main()
