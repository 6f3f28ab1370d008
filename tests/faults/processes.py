"""Processes that can be killed at any moment; they begin within milliseconds.

They are forked by a process that has imported the application, and what prints, and does nothing
else. A worker among them has its printing processes forked by the same one.
"""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["app.printing.loaded", "tests.faults.children"])


class Process:
    """One that runs."""

    def __init__(self, act: Callable[..., None], *arguments: Any) -> None:
        self._process = CONTEXT.Process(target=act, args=arguments)
        self._process.start()

    @property
    def runs(self) -> bool:
        return self._process.is_alive()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def kill(self) -> None:
        """Without a word."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator does."""
        self._end(signal.SIGTERM)

    def wait(self, seconds: float = 60.0) -> int | None:
        """How it ended: negative for a signal; None if it runs on."""
        self._process.join(seconds)
        return self._process.exitcode

    def _end(self, how: signal.Signals) -> None:
        if self.runs and self._process.pid is not None:
            os.kill(self._process.pid, how)
        self._process.join(20)
        if self.runs:
            self._process.kill()
            self._process.join()
