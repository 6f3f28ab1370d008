"""A checker of PDF/UA-1 on the machine: `outloud`, of the development packages."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple


class Checked(NamedTuple):
    """What the checker says of one file."""

    readable: bool
    rules: int
    """How many rules were tried on it."""
    findings: list[str]
    """Rule and message of each, info left out."""


def check(files: Iterable[Path]) -> list[Checked]:
    """Try the rules of PDF/UA-1, and what it knows beyond them, on some files."""
    paths = [str(file) for file in files]
    command = [_program(), "--no-info", "--quiet", "--fail-on", "never", "--json", "-", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout[done.stdout.index("{") :])["results"]
    assert [report["path"] for report in told] == paths
    return [
        Checked(
            report["verdict"] != "unreadable",
            sum(rule["status"] == "ran" for rule in report["rules"]),
            [str(found) for found in report["findings"] if _counts(found)],
        )
        for report in told
    ]


def _counts(found: dict[str, Any]) -> bool:
    """Whether a finding is about something that somebody meets.

    Our signature has no box on the page. A widget outside of it needs no tag (ISO 14289-1, 7.18.1
    and 7.18.4, as veraPDF reads them); the checker asks for one all the same.
    """
    boxes = found.get("boxes") or []
    nowhere = bool(boxes) and all(box["x1"] < 0 and box["y1"] < 0 for box in boxes)
    return found["severity"] != "info" and not (found["rule"] == "FRM-003" and nowhere)


def _program() -> str:
    beside = Path(sys.executable).with_name("outloud")
    program = str(beside) if beside.exists() else shutil.which("outloud")
    assert program, "outloud is missing: install the development packages anew (make setup)"
    return program
