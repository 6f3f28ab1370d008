"""A disk that is full: a small one of its own, or a process that may write no more."""

import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import make_url

from app.core import schema
from tests.faults import invariants, people
from tests.faults.experiments import POSTGRESQL, SQLITE, experiment
from tests.faults.places import Place
from tests.faults.postgres import Cluster, cluster
from tests.faults.visitors import Visitor
from tests.faults.writing import UNIT, fields, write

TEXT = "What no disk has room for. " * 40


@experiment("disk full under SQLite", SQLITE)
def disk_full(place: Place) -> str:
    if not can_mount():
        return no_more_written(place)
    file = Path(str(make_url(place.url).database))
    with small_disk(file.stat().st_size // 1_000_000 + 8) as disk:
        shutil.copyfile(file, disk / "place.db")
        small = Place(f"sqlite:///{disk / 'place.db'}", place.folder, 0)
        try:
            _, base = small.serve()
            said = full_and_free(small, small.visitor(base).sign_in("ada"), disk)
            assert invariants.broken(small.database, small.settings, small.now) == []
        finally:
            small.stop()
    return f"a disk of a few MB: {said}"


@experiment("disk full under PostgreSQL", POSTGRESQL)
def server_disk_full(place: Place) -> str:
    where = Cluster.running.programs if Cluster.running else None
    if not can_mount() or where is None:
        return "left out: no small disk can be mounted here, or the server is not ours"
    with small_disk(160) as disk, cluster(where, disk / "pg") as own:
        schema.upgrade(own.url)
        small = Place(own.url, place.folder, 0)
        try:
            with small.database.write() as session:
                people.make(session)
            _, base = small.serve()
            said = full_and_free(small, small.visitor(base).sign_in("ada"), disk)
            assert invariants.broken(small.database, small.settings, small.now) == []
        finally:
            small.stop()
    return f"a disk of 160 MB under the whole server: {said}"


def full_and_free(place: Place, ada: Visitor, disk: Path) -> str:
    """Fill it while somebody writes, then make room again."""
    form, refused = fields(ada), 0
    ballast = disk / "ballast"
    fill(ballast)
    for number in range(40):  # what was written before has left some room in files
        answer = write(ada, f"{TEXT}{number}", onto=form)
        if answer.status_code == 503:
            refused += 1
            assert TEXT.strip() in answer.text or "Nothing that was saved" in answer.text
            break
        form = fields(ada)
    assert refused, f"the disk was never full: {ada.answers}"
    assert ada.get(UNIT).status_code in {200, 503}
    ballast.unlink()
    until_saved(ada)
    return f"{refused} form came back as not saved with its text, and the next was saved"


def until_saved(ada: Visitor, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while ada.get(UNIT).status_code != 200:
        assert time.monotonic() < end, "the site does not come back"
        time.sleep(0.5)
    assert write(ada, "There is room again.").status_code == 303


def no_more_written(place: Place) -> str:
    """Where no disk can be mounted: files of the server may not grow (RLIMIT_FSIZE)."""
    server, base = place.serve()
    ada = place.visitor(base).sign_in("ada")
    form = fields(ada)
    log = Path(f"{make_url(place.url).database}-wal")
    was = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, was[1]))
    answer = write(ada, TEXT, onto=form)
    assert answer.status_code == 503, answer.status_code
    assert TEXT.strip() in answer.text
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, was)
    until_saved(ada)
    return "files may not grow (RLIMIT_FSIZE): not saved with its text, and the next was saved"


def fill(ballast: Path) -> None:
    """Until not one more byte can be written."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1_000_000, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def can_mount() -> bool:
    try:
        with small_disk(1):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own in memory."""
    disk = Path(mkdtemp(prefix="faults-disk.", dir="/tmp"))
    options = ["-o", f"size={megabytes}m,mode=755", "none", str(disk)]
    mount = ["mount", "-t", "tmpfs", *options]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        (disk / "pg").mkdir()
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True, capture_output=True)
        disk.rmdir()
