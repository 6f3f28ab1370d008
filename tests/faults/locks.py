"""Another process holds the lock that every writer needs: for a moment, for long, without end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults import children
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.processes import Process
from tests.faults.writing import UNIT, fields, write

SECONDS = (3.0, 10.0)
WITHOUT_END = 120.0
LONGEST_ANSWER = 20.0


@experiment("locked for 3 s, for 10 s, and without end")
def locked(place: Place) -> str:
    _, base = place.serve()
    ada = place.visitor(base).sign_in("ada")
    for seconds in SECONDS:
        survive(place, base, seconds)
    began, form = time.monotonic(), fields(ada)
    with held(place, WITHOUT_END):
        answer = write(ada, "What nobody can save now.", onto=form)
        took = time.monotonic() - began
        assert ada.get(UNIT).status_code == 200
    assert answer.status_code == 503, answer.status_code
    assert "What nobody can save now." in answer.text
    assert "This was not saved" in answer.text
    assert took < LONGEST_ANSWER, f"{took:.1f} s"
    assert write(ada, "What is saved again.").status_code == 303
    return f"saved after {SECONDS[0]:.0f} and {SECONDS[1]:.0f} s; 'not saved' after {took:.0f} s"


def survive(place: Place, base: str, seconds: float) -> None:
    """Whoever writes waits, and nobody who reads does."""
    ada = place.visitor(base).sign_in("ada")
    form = fields(ada)
    with held(place, seconds):
        assert ada.get(UNIT).status_code == 200
        assert ada.slowest < seconds
        saved = write(ada, f"Written in a lock of {seconds} s.", onto=form)
    assert saved.status_code == 303, f"a lock of {seconds} s: {saved.status_code}"
    assert f"Written in a lock of {seconds} s." in ada.get(UNIT).text


@contextmanager
def held(place: Place, seconds: float) -> Iterator[None]:
    """A process that begins to write, and does nothing for so long."""
    begun = place.folder / "lock is held"
    begun.unlink(missing_ok=True)
    holder = Process(children.hold, place.url, begun, seconds)
    while not begun.exists():
        time.sleep(0.01)
    try:
        yield
    finally:
        holder.kill()
