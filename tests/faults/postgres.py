"""A PostgreSQL of our own, which can be restarted, killed, and be short of room."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from app.settings import PROJECT_ROOT

FAST = "-c fsync=off"
"""A process that is killed loses nothing that the system has taken."""


class Cluster:
    """One server with a folder of its own, listening on a socket in it."""

    running: "Cluster | None" = None
    """The one that the experiments of this process use, if it is ours to restart."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self._as: Sequence[str] = ()
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            owner = "postgres" if _has("postgres") else "nobody"
            self._as = ("runuser", "-u", owner, "--")
            shutil.chown(folder, owner)

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://waypost@/waypost?host={self.folder}"

    def make(self) -> None:
        """Make it and start it."""
        how = ("--auth=trust", "--locale=C", "--encoding=UTF8", "--no-sync", "--wal-segsize=1")
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "waypost", *how)
        self.start()
        self._run("createdb", "-h", str(self.folder), "-U", "waypost", "waypost")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses= -c max_wal_size=8MB {FAST}"
        self._control("start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        """`immediate`: as if it was killed; `fast`: in order, whoever is connected."""
        self._control("stop", "-m", mode)

    def _control(self, act: str, *options: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-s", act, *options)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self.programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")


def programs() -> Path | None:
    """Where the server's programs are."""
    find = [str(PROJECT_ROOT / ".ci/with-postgres.sh"), "--find"]
    found = subprocess.run(find, capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


@contextmanager
def cluster(where: Path, inside: Path | None = None) -> Iterator[Cluster]:
    """One that ends with the block. `inside`: a folder for it; the path of a socket is short."""
    folder = inside or Path(mkdtemp(prefix="faults-pg.", dir="/tmp"))
    made = Cluster(folder, where)
    try:
        made.make()
        yield made
    finally:
        with suppress(RuntimeError):  # it is gone already, which was the experiment
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _has(user: str) -> bool:
    return subprocess.run(["id", "-u", user], capture_output=True, check=False).returncode == 0
