"""PostgreSQL that goes away every few seconds while people write."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, select, text
from sqlmodel import col

from app.learning.models import Reflection
from tests.faults import people
from tests.faults.experiments import POSTGRESQL, experiment
from tests.faults.places import Place
from tests.faults.postgres import Cluster
from tests.faults.visitors import Visitor
from tests.faults.writing import UNIT, fields, write

EVERY = 5.0
RESTARTS = 4
WRITERS = 4


@experiment("PostgreSQL restarted every 5 s", POSTGRESQL)
def restarted(place: Place) -> str:
    return restarted_every(place, EVERY, RESTARTS)


def restarted_every(place: Place, seconds: float, times: int) -> str:
    with place.database.read() as session:
        writers = people.everybody(session, "learner")[:WRITERS]
    place.work()
    _, base = place.serve()
    visitors = [place.visitor(base, writer.id) for writer in writers]
    with everybody_writes(visitors) as saved:
        for number in range(times):
            time.sleep(seconds)
            restart(place, "immediate" if number % 2 else "fast")
        time.sleep(1)
    with place.database.read() as session:
        lost = {*saved} - set(session.scalars(select(col(Reflection.text))))
    assert not lost, f"{len(lost)} of {len(saved)} that were said to be saved"
    answers = sum((visitor.answers for visitor in visitors), Counter[int]())
    assert set(answers) <= {200, 303, 503}, answers
    return f"{times} restarts, {len(saved)} texts saved and there, {answers[503]} answers of 503"


@contextmanager
def everybody_writes(visitors: Sequence[Visitor]) -> Iterator[list[str]]:
    """One text after the other while the block lasts; then, what they were told is saved."""
    saved: list[str] = []
    over = threading.Event()
    with ThreadPoolExecutor(len(visitors)) as threads:
        writing = [threads.submit(write_on, visitor, over) for visitor in visitors]
        try:
            yield saved
        finally:
            over.set()
        for thread in writing:
            saved += thread.result()


def write_on(visitor: Visitor, over: threading.Event) -> list[str]:
    """What somebody was told is saved."""
    saved: list[str] = []
    while not over.is_set():
        if visitor.get(UNIT).status_code != 200:
            time.sleep(0.2)
            continue
        text_ = f"Text {len(saved)} of {id(visitor)}"
        try:
            form = fields(visitor)
        except AssertionError:  # it went away between two requests
            continue
        if write(visitor, text_, onto=form).status_code == 303:
            saved.append(text_)
        time.sleep(0.05)
    return saved


def restart(place: Place, mode: str) -> None:
    """The whole server where it is ours; else every connection to this database ends."""
    if Cluster.running is not None:
        Cluster.running.stop(mode)
        time.sleep(place.random.uniform(0, 1.0))
        Cluster.running.start()
        return
    address = make_url(place.url)
    engine = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(ours), {"name": address.database})
    engine.dispose()
