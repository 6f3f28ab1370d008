"""How long pages take, one after the other, as one visitor at a time has them."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.bench.pages import DESKS, Asked

TIMES = 20


@dataclass(frozen=True)
class Measured:
    """One page: its statements, and milliseconds of each time that it was asked for."""

    asked: Asked
    statements: int
    waited: list[float]
    worked: list[float]
    """How long the processor worked for it, here and in the database's own processes."""

    @property
    def late(self) -> float:
        """The 95th percentile of what a visitor waited."""
        return _late(self.waited)

    @property
    def late_work(self) -> float:
        """The same of the processor's work."""
        return _late(self.worked)

    def __str__(self) -> str:
        return (
            f"{self.asked.address[:72]:72} {self.statements:10} {median(self.waited):7.0f} "
            f"{self.late:7.0f} {median(self.worked):7.0f}"
        )


HEAD = f"{'page':72} {'statements':>10} {'median':>7} {'95th':>7} {'of CPU':>7}"


def _late(times: list[float]) -> float:
    return sorted(times)[len(times) * 95 // 100 - 1]


def browsers(app: FastAPI) -> dict[str, TestClient]:
    """Who sits at the desks, each signed in."""
    found = {}
    for persona in DESKS.values():
        browser = TestClient(app, base_url="http://localhost:8000", follow_redirects=False)
        browser.headers["sec-fetch-site"] = "same-origin"
        browser.post("/sign-in/demo", data={"persona": persona})
        found[persona] = browser
    return found


class Work:
    """How long the processor has worked: in this process, and in the server's for its connections.

    The latter is told by Linux of a server on the same machine; helpers that a statement is shared
    with are left out.
    """

    def __init__(self, engine: Engine) -> None:
        self._told_by: list[Path] = []
        if engine.dialect.name == "postgresql":
            engine.dispose()
            event.listen(engine, "connect", self._note)

    def _note(self, connection: Any, _record: Any) -> None:
        told_by = Path(f"/proc/{connection.info.backend_pid}/schedstat")
        if told_by.exists():
            self._told_by.append(told_by)

    def seconds(self) -> float:
        """Until now; only differences mean anything."""
        nanoseconds = sum(int(told_by.read_text().split()[0]) for told_by in self._told_by)
        return time.process_time() + nanoseconds / 1e9


def measured(app: FastAPI, engine: Engine, asked: Iterable[Asked]) -> Iterator[Measured]:
    """Each of these pages that is there for who asks for it."""
    seen: list[str] = []
    work = Work(engine)
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, sql, *_: seen.append(sql))
    of = browsers(app)
    for page in asked:
        browser = of[page.persona]
        if browser.get(page.address).status_code != 200:
            continue
        waited, worked = [], []
        for _ in range(TIMES):
            seen.clear()
            began, idle = time.perf_counter(), work.seconds()
            answer = browser.get(page.address)
            waited.append((time.perf_counter() - began) * 1000)
            worked.append((work.seconds() - idle) * 1000)
            assert answer.status_code == 200, page.address
        statements = sum(not sql.startswith(("BEGIN", "PRAGMA")) for sql in seen)
        yield Measured(page, statements, waited, worked)
