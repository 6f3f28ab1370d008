"""A whole auditorium checks in within a minute, while pages that are left open watch."""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from re import search
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.models import CheckIn
from app.casework.enums import AttendanceSource
from app.casework.models import Attendance
from app.cohorts.enrollments.actions import enroll
from app.core.ids import derived_token
from app.people.enums import Profession
from tests.casework.check_ins.coming import COHORT, LEARNER, POSITION, TEACH
from tests.cast import NOW, Cast, make_person
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.visitors import Visitor

MINUTE = 60.0
ROOM = 2
"""Pages that whoever leads a session has open."""
AT_ONCE = 50
EVERY = 5.0
"""Seconds between two questions of a page that is left open."""
MOST_SECONDS = 0.3
CHECK_IN, WATCHED = f"{LEARNER}/check-in", f"{TEACH}/check-in"


@experiment("300 people check in within a minute")
def auditorium(place: Place) -> str:
    took, _watched = crowd_in(place, 300, MINUTE, ROOM)
    said = told(took)
    assert percentile(took, 95) < MOST_SECONDS, said
    return said


@experiment("50 pages watch while 50 people check in")
def many_watch(place: Place) -> str:
    took, watched = crowd_in(place, 50, MINUTE, 50)
    return f"{told(took)}; watched by {dict(watched)}"


def told(took: Sequence[float]) -> str:
    half, most, all_ = (1000 * percentile(took, part) for part in (50, 95, 100))
    return f"{len(took)} are in: half in {half:.0f} ms, 95 % in {most:.0f} ms, all in {all_:.0f} ms"


def crowd_in(
    place: Place, people: int, seconds: float, watchers: int
) -> tuple[Sequence[float], Counter[int]]:
    """How long each took to be in, and what those who watched were answered."""
    with place.database.write() as session:
        cast = Cast(session)
        persons = [enrolled(session, cast, number) for number in range(people)]
        held = cast.case_session(COHORT, POSITION)
        held_id, starts_at = held.id, held.starts_at
    place.turn_clock_to(starts_at + timedelta(minutes=1))
    _, base = place.serve()
    coming = [place.visitor(base, person_id) for person_id in persons]
    stop, answers = Event(), Counter[int]()
    pages = [
        Thread(target=watch, args=(place.visitor(base).sign_in("fay"), n / watchers, stop, answers))
        for n in range(watchers)
    ]
    for page in pages:
        page.start()
    took = all_come(place, coming, held_id, seconds)
    stop.set()
    for page in pages:
        page.join()
    assert stored(place, held_id) == (people, people)
    assert set(answers) <= {200, 204}, answers
    return took, answers


def enrolled(session: Session, cast: Cast, number: int) -> UUID:
    """One more person of the cohort."""
    names = f"guest{number}", "Guest", f"Of{number}", "MD"
    home = cast.institution("High Desert")
    person = make_person(session, *names, Profession.PHYSICIAN, institution=home)
    enroll(session, cast.fall, person.id, by=None, now=NOW - timedelta(days=30))
    return person.id


def all_come(
    place: Place, coming: Sequence[Visitor], held: UUID, seconds: float
) -> Sequence[float]:
    """Most come early: each opens the page that they scanned, and presses its one button."""
    due = sorted(place.random.triangular(0, seconds, seconds / 10) for _ in coming)
    key = place.settings.secret_key
    assert key is not None
    secret = derived_token(key.get_secret_value(), "check-in", str(held))
    began = time.monotonic()

    def come(visitor: Visitor, at: float) -> float:
        time.sleep(max(0.0, began + at - time.monotonic()))
        code = shown_code(secret, place.now).text
        assert visitor.get(f"{CHECK_IN}?code={code}").status_code == 200
        pressed = time.monotonic()
        answer = visitor.post(CHECK_IN, {"code": code, "scanned": "yes"})
        assert answer.headers.get("location") == CHECK_IN, answer.status_code
        return time.monotonic() - pressed

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(come, coming, due))


def watch(fay: Visitor, part: float, stop: Event, answers: Counter[int]) -> None:
    """A page that is left open: it asks whether it still shows all there is."""
    newer = WATCHED
    fay.asks_for_parts()
    stop.wait(EVERY * part)
    while not stop.is_set():
        answer = fay.get(newer)
        answers[answer.status_code] += 1
        if answer.status_code == 200:
            found = search(r'data-hx-get="([^"]+)"', answer.text)
            assert found, answer.text
            newer = found[1]
        stop.wait(EVERY)


def stored(place: Place, held: UUID) -> tuple[int, int]:
    """How many are in, and how many marks say so."""
    here = select(func.count()).where(col(CheckIn.case_session_id) == held)
    own = col(Attendance.case_session_id) == held
    marked = col(Attendance.source) == AttendanceSource.CHECK_IN
    with place.database.read() as session:
        marks = session.scalar(select(func.count()).where(own, marked))
        return session.scalar(here) or 0, marks or 0


def percentile(numbers: Sequence[float], part: int) -> float:
    """Of so many of a hundred it is at most that."""
    return sorted(numbers)[max(0, len(numbers) * part // 100 - 1)]
