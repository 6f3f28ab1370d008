"""What the largest and the strangest files cost, each in a process of its own, as it is called."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from app.casework.imports.models import AttendanceImport
from app.casework.imports.reading.lines import MAX_FILE, MAX_ROWS
from app.core.db import Database
from app.settings import PROJECT_ROOT
from tests.cohorts.intake.workbook import workbook
from tests.commands import SECRETS, surroundings
from tests.databases import EmptyDatabase

MOST_MEGABYTES = 200
MOST_SECONDS = 10
"""Of processor time: what others do on the machine is not counted."""
HEADERS = ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)"]
HEADER = ",".join(HEADERS) + "\n"


@dataclass(frozen=True)
class Run:
    """What a command did, and what that took."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


BETWEEN = """
import os, sys
words = [sys.executable, "-m", "app", *sys.argv[2:]]
_pid, status, used = os.wait4(os.posix_spawn(sys.executable, words, os.environ), 0)
with open(sys.argv[1], "w") as told:
    took = used.ru_utime + used.ru_stime
    print(os.waitstatus_to_exitcode(status), took, used.ru_maxrss, file=told)
"""
"""Begins the command: one that this process began would have the memory of this one counted."""


def measured(words: list[str], environment: dict[str, str], folder: Path) -> Run:
    """Run a command; its own peak of memory is what the system counted for it."""
    told = folder / "told"
    done = subprocess.run(
        [sys.executable, "-S", "-c", BETWEEN, str(told), *words],
        cwd=PROJECT_ROOT,
        env=surroundings(environment),
        capture_output=True,
        text=True,
        check=True,
    )
    code, seconds, peak = told.read_text().split()
    per_megabyte = 1_000_000 if sys.platform == "darwin" else 1_000
    return Run(int(code), done.stdout, done.stderr, float(seconds), int(peak) / per_megabyte)


def cells(number: int, day: str = "11/12/2026") -> list[str]:
    """A row of somebody who came for five minutes; each is somebody else."""
    address, at = f"p{number}@x.example", number % 50
    return [f"Pat Number{number}", address, f"{day} 12:{at:02}", f"{day} 12:{at + 5:02}", "5"]


def table(count: int, day: str = "11/12/2026") -> bytes:
    return (HEADER + "".join(",".join(cells(n, day)) + "\n" for n in range(count))).encode()


def sheet(count: int) -> bytes:
    return workbook([HEADERS, *map(cells, range(count))])


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


@pytest.fixture
def settings(copied_database: EmptyDatabase, tmp_path: Path) -> Iterator[dict[str, str]]:
    with copied_database("limits", tmp_path) as url:
        yield {"DATABASE_URL": url, **SECRETS}


def imported(content: bytes, settings: dict[str, str], folder: Path) -> Run:
    """What becomes of a file that is applied; it cost less than it may, whatever that was."""
    file = folder / "participants.csv"
    file.write_bytes(content)
    words = ["attendance", "import", "--cohort", "fall-2026", "--session", "1", "--apply", "--json"]
    done = measured([*words, str(file)], settings, folder)
    assert done.megabytes < MOST_MEGABYTES
    assert done.seconds < MOST_SECONDS
    return done


def kept(settings: dict[str, str]) -> list[int]:
    """How many rows each file has that was kept."""
    database = Database(settings["DATABASE_URL"])
    with database.read() as session:
        found = [len(file.rows) for file in session.scalars(select(AttendanceImport))]
    database.dispose()
    return found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: table(100_000), "The file is larger than 4 MB."),
        (lambda: table(50_000), "The file has more than 10,000 rows."),
        (lambda: sheet(100_000), "This workbook becomes far too large when it is unpacked"),
        (lambda: b"a" * (MAX_FILE + 1), "The file is larger than 4 MB."),
        (lambda: b"\n" * (MAX_FILE - 1), "The file is empty."),
        (lambda: b"a,b\n" * (MAX_FILE // 4), "The file has more than 10,000 rows."),
        (lambda: b'"' * (MAX_FILE - 1), "No row of the file says"),
        (lambda: noise(MAX_FILE - 1), "This file is not a table."),
        (lambda: b"PK\x03\x04" + noise(2_000_000), "cannot be read"),
        (lambda: table(9_000, "11/19/2026"), "This file seems to be of session 2"),
    ],
    ids=[
        "100,000 rows",
        "50,000 rows",
        "100,000 rows of a workbook",
        "too large",
        "empty lines",
        "short lines",
        "quotation marks",
        "noise",
        "broken workbook",
        "another session",
    ],
)
def test_what_is_no_attendance_is_refused_in_one_sentence_at_little_cost(
    settings: dict[str, str], tmp_path: Path, content: Callable[[], bytes], said: str
) -> None:
    done = imported(content(), settings, tmp_path)
    assert (done.code, done.out) == (1, "")
    (line,) = done.err.splitlines()
    assert said in line
    assert kept(settings) == []


def long_cells() -> bytes:
    """As many rows, and as long, as a file can have, with signs that take most memory."""
    note = "🙂" * 60
    rows = [",".join([*cells(n), note]) for n in range(MAX_ROWS - 1)]
    return (HEADER.strip() + ",Note\n" + "\n".join(rows)).encode()


@pytest.mark.parametrize("content", [lambda: table(MAX_ROWS - 1), long_cells])
def test_the_largest_file_that_is_taken_is_applied_at_little_cost(
    settings: dict[str, str], tmp_path: Path, content: Callable[[], bytes]
) -> None:
    done = imported(content(), settings, tmp_path)
    assert (done.code, done.err) == (0, "")
    assert kept(settings) == [MAX_ROWS]
