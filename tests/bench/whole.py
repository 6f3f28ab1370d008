"""What the server as a whole takes: to its first answer, idle, and for certificates."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from app.settings import PROJECT_ROOT
from tests.bench.printing import growth_of_memory, share_of_printing, waits_while_issuing
from tests.bench.serving import Running, free_port, wait_for

FIRST_ANSWER_S = 2.5
IDLE_MIB = 90
PRINTING = 0.85
BESIDE_MS = 300
FLAT_MIB = 8
"""By which a process that prints may grow from its 400th certificate to its 1,000th."""
SETTLED_S = 5


def whole(folder: Path) -> Iterator[str]:
    """Each in a line, with what is asked of it. `folder`: the data of the demo."""
    seconds, mebibytes = _started(folder)
    yield _said(
        "first answer", f"{seconds:.1f} s", f"{FIRST_ANSWER_S} s", seconds <= FIRST_ANSWER_S
    )
    yield _said("idle", f"{mebibytes:.0f} MiB", f"{IDLE_MIB} MiB", mebibytes <= IDLE_MIB)
    share = share_of_printing(folder)
    reached = share >= PRINTING
    yield _said("50 certificates", f"{share:.2f} of pure printing", f"{PRINTING}", reached)
    waits = waits_while_issuing(folder)
    yield _said("pages beside", f"95th {waits:.0f} ms", f"{BESIDE_MS} ms", waits <= BESIDE_MS)
    grown = growth_of_memory(folder)
    yield _said("1,000 certificates", f"{grown:.1f} MiB more", f"{FLAT_MIB}", grown <= FLAT_MIB)


def _said(what: str, found: str, goal: str, reached: bool) -> str:
    return f"{what}: {found}; asked for {goal}: {'reached' if reached else 'MISSED'}"


def _started(folder: Path) -> tuple[float, float]:
    """Seconds to the first answer of `python -m app serve`, and mebibytes a little later."""
    port = free_port()
    own = {"DEMO": "1", "DATA_DIR": str(folder), "PORT": str(port)}
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "app", "serve"],
        cwd=PROJECT_ROOT,
        env=os.environ | own | {"BASE_URL": f"http://localhost:{port}"},
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            server = Running(process.pid, port)
            wait_for(server.url)
            seconds = time.perf_counter() - began
            time.sleep(SETTLED_S)
            httpx.get(f"{server.url}/health")
            return seconds, server.mebibytes()
        finally:
            process.terminate()
