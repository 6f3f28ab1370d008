"""`make bench`: each main page's throughput as a ratio to a bare page of 20 KB, in one run.

One server process over the demo's data, a client process with 8 connections that are kept alive.
Ratios are comparable between machines; requests a second are not. A ratio is the median of short
rounds, each against the bare page of the same round: other work on the machine disturbs it less.
"""

import asyncio
import multiprocessing
import os
import re
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx
import uvicorn
from starlette.responses import HTMLResponse, Response

from app.cohorts.actions import sync_program
from app.content import command as content
from app.content.releases.queries import current_versions
from app.core import schema
from app.core.clock import utc_now
from app.core.db import Database
from app.demo.calendar import cohort_dates
from app.demo.run import make_demo
from app.language.languages import ENGLISH
from app.main import create_app
from app.settings import PROJECT_ROOT, Settings
from app.site.visits import ReadVisit, public, router
from app.web.pages import PageRenderer, environment

CONNECTIONS = 8
SECONDS = 3.0
ROUNDS = 9
BARE = "/bench/bare"
BARE_TEMPLATE = """{% extends "base.html" %}{% block title %}Bare{% endblock %}
{% block content %}<h1>Bare</h1>{% for row in page.rows %}<p>{{ row.number }}: {{ row.text }}</p>
{% endfor %}{% endblock %}"""


class Row:
    """A row of the bare page."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.text = "A line of about a hundred characters, as long as a usual row of a usual page."


class Bare:
    """The bare page: rows enough for 20 KB."""

    rows = [Row(number) for number in range(200)]


def serve(port: int, data_dir: str) -> None:
    """The server, as `python -m app serve --no-worker` runs it, with the bare page beside."""
    settings = Settings(demo=True, data_dir=Path(data_dir), port=port, _env_file=None)
    app = create_app(settings, with_worker=False)
    renderer: PageRenderer = app.state.renderer
    template = environment(ENGLISH).from_string(BARE_TEMPLATE)
    routes = router()

    @routes.get(BARE)
    @public
    def bare(visit: ReadVisit) -> Response:
        context = {"page": Bare, "shell": renderer.shell(visit.request)}
        return HTMLResponse(template.render(context))

    app.include_router(routes)
    app.router.routes.insert(0, app.router.routes.pop())  # before the one that takes every address
    uvicorn.run(app, port=port, log_level="critical", access_log=False)


async def measure(port: int, path: str, cookie: str, seconds: float) -> float:
    """Requests a second for one page."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    end = time.perf_counter() + seconds

    async def one() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        done = 0
        while time.perf_counter() < end:
            writer.write(head)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
            length = re.search(rb"content-length: (\d+)", answer)
            assert length is not None
            await reader.readexactly(int(length[1]))
            done += 1
        writer.close()
        return done

    counts = await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return sum(counts) / seconds


def sign_in(port: int, persona: str) -> str:
    """A cookie of one of the cast."""
    answer = httpx.post(
        f"http://localhost:{port}/sign-in/demo",
        data={"persona": persona},
        headers={"sec-fetch-site": "same-origin"},
    )
    return answer.headers["set-cookie"].split(";")[0]


def pages(running: str, finished: str) -> list[tuple[str, str, str]]:
    """(name, path, persona)."""
    return [
        ("home", "/home", "ada"),
        ("week", f"/cohorts/{running}/units/5", "ada"),
        ("record", "/my/record", "ada"),
        ("attendance", f"/teach/{running}/sessions/4/attendance", "fay"),
        ("roster", f"/teach/{running}", "fay"),
        ("people", f"/manage/cohorts/{running}/people", "cora"),
        ("issue", f"/manage/cohorts/{finished}/certificates/issue", "cora"),
    ]


def main() -> None:
    """Make the demo, start the server, measure, print."""
    os.environ["DEMO"] = "1"
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        finished, running = _prepare(folder)
        free.close()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(port, folder))
        server.start()
        try:
            _wait(port)
            _report(port, pages(running, finished))
        finally:
            server.terminate()
            server.join()


def _prepare(folder: str) -> tuple[str, str]:
    settings = Settings(demo=True, data_dir=Path(folder), _env_file=None)
    schema.upgrade(settings.database)
    database = Database(settings.database)
    with database.write() as session:
        report = content.load(session, content.check(PROJECT_ROOT), now=utc_now())
        for pack in report.packs:
            sync_program(
                session, pack.program, current_versions(session, pack.program), now=utc_now()
            )
    make_demo(settings, database)
    database.dispose()
    finished, running, _ = cohort_dates(utc_now(), 8)
    return finished.slug, running.slug


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            httpx.get(f"http://localhost:{port}/health")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not start.")


def _report(port: int, measured: list[tuple[str, str, str]]) -> None:
    cookies = {persona: sign_in(port, persona) for _, _, persona in measured}
    everything = [("bare 20 KB", BARE, "ada"), *measured]
    rates: dict[str, list[float]] = {name: [] for name, _, _ in everything}
    for _ in range(ROUNDS):
        for name, path, persona in everything:
            rate = asyncio.run(measure(port, path, cookies[persona], SECONDS / ROUNDS))
            rates[name].append(rate)
    bare = rates["bare 20 KB"]
    print(f"{'page':12} {'KB':>6} {'per second':>11} {'of bare':>8}")
    for name, path, persona in everything:
        size = len(
            httpx.get(
                f"http://localhost:{port}{path}", headers={"cookie": cookies[persona]}
            ).content
        )
        rate = statistics.median(rates[name])
        ratio = statistics.median(a / b for a, b in zip(rates[name], bare, strict=True))
        print(f"{name:12} {size / 1024:6.1f} {rate:11.0f} {ratio:8.2f}")


if __name__ == "__main__":
    main()
