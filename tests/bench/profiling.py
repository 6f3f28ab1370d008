"""What a page spends its time on: where its thread stands, looked at every millisecond.

It is asked for one at a time, in a process of this kind, so that the shares are the server's and
its milliseconds are not.
"""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from starlette.testclient import TestClient

from app.core.clock import utc_now
from app.core.db import Database
from app.main import create_app
from app.settings import PROJECT_ROOT, Settings
from tests.bench.goals import Page

EVERY_S = 0.001
TIMES = 20
LINES = 6
"""How many places of the application are told of a page."""
APP = str(PROJECT_ROOT / "app")
LIBRARIES = ("sqlalchemy", "jinja2", "markupsafe", "pydantic", "starlette", "fastapi", "psycopg")


class Place(NamedTuple):
    """Where a thread stood: in which function of the application, and inside of that in what."""

    function: str
    library: str
    """A library's name, or that it was the application's own code."""


class Sampler:
    """Looks at all other threads, and counts where those stand that are in the application."""

    def __init__(self) -> None:
        self.seen: Counter[Place] = Counter()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(EVERY_S):
            for thread, frame in sys._current_frames().items():
                if thread != threading.get_ident() and (place := _place(frame)):
                    self.seen[place] += 1


def _place(frame: FrameType | None) -> Place | None:
    """None: the thread is not in a handler of the application, or waits."""
    library, waits = "", frame is not None and frame.f_code.co_name in {"wait", "select", "get"}
    while frame is not None and not waits:
        file = frame.f_code.co_filename
        if file.startswith(APP):
            module = Path(file).relative_to(PROJECT_ROOT).with_suffix("").as_posix()
            named = f"{module.replace('/', '.')}.{frame.f_code.co_name}"
            return Place(named, library or "own code")
        library = library or next((name for name in LIBRARIES if f"/{name}/" in file), "")
        frame = frame.f_back
    return None


def profiles(url: str, now: datetime | None, folder: Path, missed: list[Page]) -> Iterator[str]:
    """Each of these pages in some lines, by share. `now`: where the clock stands still."""
    settings = Settings(demo=True, data_dir=folder, _env_file=None)
    database = Database(url)
    clock = partial(_still, now) if now else utc_now
    app = create_app(settings, database=database, clock=clock)
    for page in missed:
        with TestClient(app, base_url="http://localhost:8000") as browser:
            browser.headers["sec-fetch-site"] = "same-origin"
            browser.post("/sign-in/demo", data={"persona": page.persona})
            yield from told(page.name, sampled(browser, page.path))
    database.dispose()


def _still(now: datetime) -> datetime:
    return now


def sampled(browser: TestClient, path: str) -> Counter[Place]:
    """Where a page stands while it is asked for again and again, after a first time."""
    browser.get(path)
    with Sampler() as sampler:
        for _ in range(TIMES):
            browser.get(path)
    return sampler.seen


def told(name: str, seen: Counter[Place]) -> Iterator[str]:
    """In words: by library, then the functions of the application that it was in most."""
    whole = max(seen.total(), 1)
    libraries: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for place, count in seen.items():
        libraries[place.library] += count
        functions[place.function] += count
    shares = ", ".join(
        f"{library} {count / whole:.0%}" for library, count in libraries.most_common()
    )
    yield f"  {name}: {shares}"
    for function, count in functions.most_common(LINES):
        yield f"    {count / whole:4.0%}  {function}"
