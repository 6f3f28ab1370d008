"""The command line in tests.

A process of its own would import the whole site for each command. What a process adds is shown by
those that ask `in_a_process`; the others are given their words and settings in this one.
"""

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from unittest.mock import patch

from app.cli import main
from app.settings import PROJECT_ROOT

SECRETS = {"BASE_URL": "https://waypost.example", "SECRET_KEY": "s" * 40}


Done = subprocess.CompletedProcess[str]


def surroundings(given: dict[str, str]) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**inherited, "DEMO": "0", **given}


def in_a_process(*words: str, **environment: str) -> Done:
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=PROJECT_ROOT,
        env=surroundings(environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def run(*words: str, **environment: str) -> Done:
    out, err, code = StringIO(), StringIO(), 0
    with (
        patch.dict(os.environ, surroundings(environment), clear=True),
        patch.object(sys, "argv", ["app", *words]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())
