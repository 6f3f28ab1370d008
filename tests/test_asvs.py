"""Each requirement of the table has tests, and pytest finds every one of them."""

import re
import subprocess
import sys
from pathlib import Path

from app.settings import PROJECT_ROOT
from tests.asvs import AWAITED, ROWS

TESTS = Path(__file__).parent
ISSUE_11 = {
    *("6.3.3", "6.3.8", "7.3.1", "7.4.5", "7.5.2", "14.3.1"),
    *("16.2.5", "16.3.1", "16.3.2", "16.3.3", "16.4.2"),
}


def test_every_row_is_there_once_with_words_and_tests() -> None:
    numbers = [row.number for row in ROWS]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) >= ISSUE_11
    assert [row.number for row in ROWS if not (row.asked and row.done and row.tests)] == []
    assert numbers == sorted(numbers, key=lambda number: [int(n) for n in number.split(".")])


def test_pytest_finds_every_test_that_is_named() -> None:
    named = [f"tests/{test}" for row in ROWS if row.number not in AWAITED for test in row.tests]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *dict.fromkeys(named)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = {re.sub(r"\[.*", "", line) for line in done.stdout.splitlines() if "::" in line}
    assert set(named) - found == set()


def test_rows_that_wait_for_their_tests_wait_no_longer_than_they_must() -> None:
    """Once such a test is there, its row is like any other."""
    files = {
        row.number: [TESTS / test.partition("::")[0] for test in row.tests]
        for row in ROWS
        if row.number in AWAITED
    }
    assert set(files) == AWAITED
    there = [number for number, tests in files.items() if all(map(Path.exists, tests))]
    assert there == [], "take it out of AWAITED"
