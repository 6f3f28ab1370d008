"""A worker of its own that is killed while it prints."""

import signal
import subprocess
import sys
from pathlib import Path

from app.settings import PROJECT_ROOT

STOPPED = """
import signal, sys
from pathlib import Path
from app.certificates.printing.pool import CertificatePool
from app.core.db import Database
from app.core.worker import Worker
from tests.cast import NOW
from tests.certificates.office import ISSUE, office

class Stopping(CertificatePool):
    def produce(self, sheet):
        if sys.argv[3] == "after":
            super().produce(sheet)
        print("here", flush=True)
        signal.pause()

issuing = office(Stopping(Path(sys.argv[2]), workers=1))
worker = Worker(Database(sys.argv[1]), {ISSUE: issuing.issue}, clock=lambda: NOW, at_once=1)
worker.run_once()
"""


def kill_while_printing(url: str, key_file: Path, printing: str) -> None:
    """Let a worker begin what is due, and kill it `before` or `after` the page is printed."""
    command = [sys.executable, "-c", STOPPED, url, str(key_file), printing]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=PROJECT_ROOT) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"here\n"
        worker.send_signal(signal.SIGKILL)
