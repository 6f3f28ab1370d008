"""Servers to be measured, each a process of its own, as `python -m app serve --no-worker` is."""

import gc
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy import event
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.clock import utc_now
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.bench.ceiling import PATH, ceiling

COUNT = "/bench/statements"
"""Says how many statements there were since it was asked last; from then on they are counted."""
PATIENCE = 60.0


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """Its address without a path."""
        return f"http://localhost:{self.port}"

    def processor_seconds(self) -> float:
        """How long the processor has worked for it, all its threads; only differences count.

        What Linux tells of a process that is not one's own child's.
        """
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        spent = (int((task / "schedstat").read_text().split()[0]) for task in tasks)
        return sum(spent) / 1e9

    def mebibytes(self) -> float:
        """The memory that it holds."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        (held,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(held.split()[1]) / 1024


class Counting:
    """The application, and beside it an address that tells of its statements."""

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self.app = app
        self.engine = database.engine
        self.seen: list[str] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked of it; all else is the application's."""
        if scope["type"] != "http" or scope["path"] != COUNT:
            await self.app(scope, receive, send)
            return
        body = str(self._since()).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    def _since(self) -> int:
        if self.seen is None:
            self.seen = []
            event.listen(self.engine, "before_cursor_execute", self._note)
            return 0
        event.remove(self.engine, "before_cursor_execute", self._note)
        found, self.seen = self.seen, None
        return sum(not sql.startswith(("BEGIN", "PRAGMA")) for sql in found)

    def _note(self, _connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if self.seen is not None:
            self.seen.append(sql)


def serve_app(port: int, url: str, data_dir: str, now: datetime | None) -> None:
    """The application over a database. `now`: the moment at which its clock stands still."""
    settings = Settings(demo=True, data_dir=Path(data_dir), port=port, _env_file=None)
    database = Database(url)
    app = create_app(settings, database=database, clock=(lambda: now) if now else utc_now)
    gc.freeze()
    uvicorn.run(Counting(app, database), port=port, log_level="critical", access_log=False)


def serve_ceiling(port: int) -> None:
    """The frozen page, served alike."""
    gc.freeze()
    gc.set_threshold(20_000)
    uvicorn.run(ceiling(), port=port, log_level="critical", access_log=False)


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(serve: Callable[..., None], *arguments: Any) -> Iterator[Running]:
    """A server as a process, from its first answer to the end of the block."""
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(port, *arguments))
    process.start()
    try:
        assert process.pid is not None
        server = Running(process.pid, port)
        wait_for(f"{server.url}{PATH}?bytes=1000" if serve is serve_ceiling else server.url)
        yield server
    finally:
        process.terminate()
        process.join()


def wait_for(url: str) -> None:
    """Until there is an answer, whichever."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(url)
