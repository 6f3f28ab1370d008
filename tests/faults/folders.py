"""kill -9 of the worker at random points of making an audit folder."""

import time
from datetime import timedelta
from functools import partial
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine, Task
from app.core.queue import LEASE
from app.history.audit_folders.actions import order_folder
from app.history.audit_folders.models import AuditFolder, AuditFolderFile
from app.history.audit_folders.rules import MAKE
from tests.cast import Cast
from tests.certificates.office import here
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.waiting import count, until
from tests.history.audit_folders.ordered import WHY, files_in

KILLS = 3
LONGEST = 2.5
"""Seconds that a worker has once it has taken the task, at most: about what a folder takes."""
SUMS = "SHA256SUMS"


@experiment("worker killed while it makes an audit folder")
def worker_killed(place: Place) -> str:
    return killed_while_making(place, KILLS)


def killed_while_making(place: Place, kills: int, longest: float = LONGEST) -> str:
    with place.database.write() as session:
        by = Cast(session).id("cora")
        order_folder(session, here(session), WHY, language="en", by=by, now=place.now)
    struck = 0
    for _kill in range(kills):
        worker = place.work()
        until(place, partial(_is_taken_or_done, place))
        time.sleep(place.random.uniform(0, longest))
        worker.kill()
        with place.database.read() as session:
            struck += not _is_done(session)
        place.turn_clock(LEASE + timedelta(seconds=1))  # what it had leased is due again
    place.work()
    until(place, _is_done)
    with place.database.read() as session:
        size = _is_there_once(session)
    assert struck, "no kill met a worker that was making it"
    return f"{kills} kills, {struck} of them while it was made, one folder of {size} files"


def _task(session: Session) -> Task:
    return session.scalars(select(Task).where(col(Task.kind) == MAKE)).one()


def _is_taken_or_done(place: Place, session: Session) -> bool:
    task = _task(session)
    taken = task.leased_until is not None and task.leased_until > place.now
    return taken or task.done_at is not None


def _is_done(session: Session) -> bool:
    return _task(session).done_at is not None


def _is_there_once(session: Session) -> int:
    """One folder that is what its hash and its own hashes say; how many files it has."""
    folder = session.scalars(select(AuditFolder)).one()
    content = session.scalars(select(AuditFolderFile)).one().content
    assert sha256(content).hexdigest() == folder.sha256
    assert folder.made_at is not None
    for act in ("audit_folder.ordered", "audit_folder.made"):
        assert count(session, AuditLine, act=act) == 1, act
    held = files_in(content)
    sums = dict(line.split("  ")[::-1] for line in held.pop(SUMS).decode().splitlines())
    assert sums == {path: sha256(file).hexdigest() for path, file in held.items()}
    return len(held) + 1
