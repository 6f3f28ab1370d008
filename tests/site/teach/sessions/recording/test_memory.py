"""What a large upload costs, in a server of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.settings import PROJECT_ROOT
from tests.casework.recordings.media import mpeg4
from tests.commands import surroundings
from tests.databases import EmptyDatabase

SERVER = """
import sys, uvicorn
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW

app = create_app(Settings(demo=True, _env_file=None), clock=lambda: NOW)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""
SENT = {"audience": "enrolled", "until": "2026-12-31"}
MEGABYTES = 60
MOST = 30
"""Megabytes of memory: far less than the file has."""
PATIENCE = 60


def memory(pid: int, what: str) -> float:
    """Megabytes that a process holds, or has held at most."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


@contextmanager
def serving(url: str, folder: Path) -> Iterator[tuple[int, httpx.Client]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"DEMO": "1", "DATABASE_URL": url, "DATA_DIR": str(folder)}
    words = [sys.executable, "-c", SERVER, str(port)]
    with subprocess.Popen(words, cwd=PROJECT_ROOT, env=surroundings(given)) as server:
        own = {"sec-fetch-site": "same-origin"}
        try:
            with httpx.Client(
                base_url=f"http://localhost:{port}", headers=own, timeout=PATIENCE
            ) as client:
                await_answer(client)
                yield server.pid, client
        finally:
            server.terminate()


def await_answer(client: httpx.Client) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            client.get("/health")
        except httpx.ConnectError:
            assert time.monotonic() < ends
            time.sleep(0.1)
        else:
            return


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what a process holds")
def test_large_file_is_never_in_memory(copied_database: EmptyDatabase, tmp_path: Path) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.write(mpeg4(b"isom"))
        file.truncate(MEGABYTES * 1024 * 1024)
    with (
        copied_database("memory", tmp_path) as url,
        serving(url, tmp_path / "data") as (pid, client),
        large.open("rb") as file,
    ):
        client.post("/sign-in/demo", data={"persona": "fay"})
        path = "/teach/fall-2026/sessions/1/recording"
        assert client.get(path).status_code == 200
        idle = memory(pid, "VmRSS")
        answer = client.post(path, data=SENT, files={"file": ("large.mp4", file, "video/mp4")})
        assert answer.status_code == 303, answer.text
        with client.stream("GET", f"{path}/file") as sent:
            assert sum(map(len, sent.iter_bytes())) == large.stat().st_size
        assert memory(pid, "VmHWM") - idle < MOST
