"""Every write of every act fails: nothing of the act is left, and it succeeds the next time."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from app.settings import PROJECT_ROOT
from tests.faults.experiments import experiment
from tests.faults.places import Place

WHOLE = "WAYPOST_FAULTS"
"""What is set where every form is tried, and not only some."""
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b")


class Failing:
    """The k-th write of every transaction fails, while it is told to."""

    def __init__(self) -> None:
        self.at = 0
        self.seen = 0
        self.failed = 0

    def begin(self, _connection: Any) -> None:
        self.seen = 0

    def look(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not WRITES.match(statement):
            return
        self.seen += 1
        if self.seen == self.at:
            self.failed += 1
            raise OperationalError("", {}, Exception("disk I/O error"))


@contextmanager
def listening(engine: Engine) -> Iterator[Failing]:
    """`failing.at = 3`: from now on every third write fails."""
    failing = Failing()
    event.listen(engine, "begin", failing.begin)
    event.listen(engine, "before_cursor_execute", failing.look)
    try:
        yield failing
    finally:
        event.remove(engine, "begin", failing.begin)
        event.remove(engine, "before_cursor_execute", failing.look)


@experiment("the k-th write fails, for every k of every form and of the worker")
def every_write(_place: Place) -> str:
    """They are tests, which know where every form stands."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/faults/test_writes.py"]
    done = subprocess.run(
        command,
        cwd=PROJECT_ROOT,
        env={**os.environ, WHOLE: "whole"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    return f"all writes of all of them: {done.stdout.strip().splitlines()[-1]}"
