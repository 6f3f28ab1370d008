"""Each requirement of the table has tests, and pytest finds every one of them."""

import re
import subprocess
import sys

from app.settings import PROJECT_ROOT
from tests.asvs import ROWS

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
    named = [f"tests/{test}" for row in ROWS for test in row.tests]
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
