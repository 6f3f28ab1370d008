"""Installations of their own: a database, files, a clock, servers and workers."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from app.core import schema
from app.core.clock import utc_now
from app.core.db import Database
from app.people.actions import start_session
from app.settings import Settings
from tests import databases
from tests.cast import NOW
from tests.faults import children, people
from tests.faults.processes import Process
from tests.faults.visitors import Visitor, until_up
from tests.installation.backups.stored import dropped_afterwards


class Place:
    """One installation, and what was started of it."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self.url, self.folder, self.random = url, folder, Random(seed)
        self.database = Database(url)
        self.smtp_url: str | None = None
        self._started: list[Process] = []
        self._visitors: list[Visitor] = []
        self.turn_clock_to(NOW)

    @property
    def now(self) -> datetime:
        """By the clock of all of its processes."""
        return children.MovedClock(self.folder / children.CLOCK)()

    def turn_clock_to(self, moment: datetime) -> None:
        """For everybody at once; it goes on from there."""
        draft = self.folder / "clock.draft"
        draft.write_text(str((moment - utc_now()).total_seconds()))
        draft.replace(self.folder / children.CLOCK)

    def turn_clock(self, by: timedelta) -> None:
        self.turn_clock_to(self.now + by)

    def serve(self, port: int | None = None) -> tuple[Process, str]:
        """A server that answers, and its address."""
        port = port or free_port()
        server = self._start(children.serve, self._given(port))
        base = f"http://127.0.0.1:{port}"
        try:
            until_up(base)
        except AssertionError as never:
            raise AssertionError(f"The server did not start: {self.said}") from never
        return server, base

    def work(self) -> Process:
        """A worker."""
        return self._start(children.work, self._given(80))

    def deliver(self) -> Process:
        """A worker for mail alone."""
        return self._start(children.deliver, self._given(80))

    def visitor(self, base: str, person_id: UUID | None = None) -> Visitor:
        """Somebody's browser."""
        token = ""
        if person_id is not None:
            with self.database.write() as session:
                signed = start_session(session, person_id, how="link", user_agent="", now=self.now)
                token = signed.token
        visitor = Visitor(base, token)
        self._visitors.append(visitor)
        return visitor

    @property
    def settings(self) -> Settings:
        return Settings(**self._given(80))

    @property
    def said(self) -> str:
        """All that its processes wrote."""
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    def stop(self) -> None:
        """Everything that runs ends."""
        for visitor in self._visitors:
            visitor.close()
        for process in self._started:
            process.stop()
        self.database.dispose()

    def _given(self, port: int) -> dict[str, Any]:
        return {
            "demo": True,
            "database_url": self.url,
            "data_dir": self.folder,
            "base_url": f"http://127.0.0.1:{port}",
            "port": port,
            "smtp_url": self.smtp_url,
        }

    def _start(self, act: Any, given: dict[str, Any]) -> Process:
        process = Process(act, given)
        self._started.append(process)
        return process


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def template(folder: Path, crowd: people.Crowd = people.MANY) -> Iterator[str]:
    """The database that every place is a copy of."""
    with databases.empty("faults", folder) as url:
        schema.upgrade(url)
        database = Database(url)
        with database.write() as session:
            people.make(session, crowd)
        database.dispose()
        yield url


@contextmanager
def copied(source: str, folder: Path, seed: int) -> Iterator[Place]:
    """A place of its own; all that runs of it ends with the block."""
    with databases.copy(source, "place", folder) as url:
        place = Place(url, folder, seed)
        try:
            yield place
        finally:
            place.stop()


@contextmanager
def bare(folder: Path) -> Iterator[Place]:
    """A machine on which nothing is yet; on SQLite not even a file."""
    folder.mkdir()
    with databases.empty("bare", folder / "data") as url, dropped_afterwards(url):
        place = Place(url, folder, 0)
        place.database.dispose()
        yield place
        place.stop()


def forget_settings() -> None:
    """The settings of whoever runs this, from their shell or their `.env`, are not ours."""
    Settings.model_config["env_file"] = None
    for setting in Settings.model_fields:
        os.environ.pop(setting.upper(), None)
